/** Carries out a file of SQL in the database of a service: `node load.ts <folder of the database> <file>`. */

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const [folder = '', file = ''] = process.argv.slice(2)
using database = new DatabaseSync(join(folder, 'database.sqlite'))
database.exec('PRAGMA busy_timeout = 5000')
database.exec(readFileSync(resolve(file), 'utf8'))
