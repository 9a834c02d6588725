import { expect, test } from 'vitest'

test('an ordinary test', () => expect('ordinary').toContain('ordinary'))
