-- 250 contacts and 250 notes of each of twenty people, as they were typed long before any drill.
BEGIN;
CREATE TEMP TABLE people (name TEXT);
INSERT INTO people VALUES
  ('ada'), ('ben'), ('cara'), ('dora'), ('emil'), ('fay'), ('gus'), ('hana'), ('ivo'), ('june'),
  ('karl'), ('lena'), ('milo'), ('nora'), ('otto'), ('pia'), ('quin'), ('rosa'), ('sven'), ('tara');
CREATE TEMP TABLE numbers AS
  WITH RECURSIVE counting (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counting WHERE number < 250)
  SELECT number FROM counting;
INSERT INTO records ("user", class, id, etag, body)
  SELECT name, 'contacts', 'c' || number, '"dump"', json_object('fn', 'Friend ' || number || ' of ' || name, 'tel', '555-' || number)
  FROM people, numbers;
INSERT INTO records ("user", class, id, etag, body)
  SELECT name, 'notes', 'n' || number, '"dump"', json_object('text', 'Note ' || number || ' of ' || name)
  FROM people, numbers;
COMMIT;
