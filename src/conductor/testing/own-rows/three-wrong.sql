BEGIN;
DELETE FROM records WHERE "user" = 'cara' AND id IN ('c17', 'n18');
UPDATE records SET body = json_set(body, '$.tel', '000') WHERE "user" = 'tara' AND id = 'c19';
COMMIT;
