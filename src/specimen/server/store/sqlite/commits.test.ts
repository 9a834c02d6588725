import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test, vi } from 'vitest'
import { commitsAfterAnswer } from './commits.ts'

afterEach(() => vi.restoreAllMocks())

test('a batch that cannot be committed fails whoever writes next, and nobody after', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  using database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE one (id INTEGER PRIMARY KEY)')
  database.exec('CREATE TABLE other (one INTEGER REFERENCES one DEFERRABLE INITIALLY DEFERRED)')
  const commits = commitsAfterAnswer(database)
  const write = (sql: string) => {
    try {
      commits.begin('writes')
      database.exec(sql)
      commits.end()
    } catch (thrown) {
      commits.undo()
      throw thrown
    }
  }
  write('INSERT INTO other VALUES (7)')
  now.mockReturnValue(1_000)
  expect(() => write('INSERT INTO one VALUES (1)')).toThrow('FOREIGN KEY')
  write('INSERT INTO one VALUES (2)')
  commits.settle()
  expect(database.prepare('SELECT id FROM one UNION ALL SELECT one FROM other').all()).toEqual([{ id: 2 }])
})
