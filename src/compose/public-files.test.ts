import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import { isWithoutCompose } from '../runtime/testing/compose.ts'
import { compose } from './compose.ts'
import { described } from './testing/described.ts'

const FILES = new URL('testing/files/', import.meta.url)

/** Of what public files of sync services look like. */
describe.skipIf(isWithoutCompose)('compose files of sync services', () => {
  test.each(readdirSync(FILES))('%s is translated, or refused by name', (name) => {
    expect(outcomeOf(new URL(`${name}/docker-compose.yml`, FILES))).toMatchSnapshot()
  })
})

function outcomeOf(file: URL): string {
  try {
    return described(compose(file, () => ({ clients: {} })))
  } catch (thrown) {
    if (!(thrown instanceof Failure)) throw thrown
    return `${thrown.class}: ${thrown.message.replaceAll(FILES.pathname, '')}`
  }
}
