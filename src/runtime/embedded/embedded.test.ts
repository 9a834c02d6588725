import { describe, expect, test } from 'vitest'
import { chooseRuntime } from '../choose.ts'
import { keepsTheRuntimeContract } from '../runtime.contract.ts'
import { embedded } from './index.ts'

describe('the embedded runtime', () => {
  keepsTheRuntimeContract(embedded)
})

test('what it cannot do is refused by name, before anything starts', () => {
  expect(() => chooseRuntime(undefined, ['images', 'kill'])).toThrow(
    "runtime 'embedded' cannot do what this drill needs: images",
  )
  expect(() => chooseRuntime('containers', [])).toThrow("runtime 'containers': not part of this version")
  expect(chooseRuntime('embedded', ['kill']).because).toBe('asked for by name')
})
