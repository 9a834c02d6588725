import { expect, test } from 'vitest'
import { chooseRuntime } from './choose.ts'

test('what a runtime cannot do is refused by name, before anything starts', async () => {
  await expect(chooseRuntime('embedded', ['images', 'kill'])).rejects.toThrow(
    /^runtime 'embedded' cannot do what this drill needs: images$/,
  )
  await expect(chooseRuntime('containers', ['commands'])).rejects.toThrow(
    /^runtime 'containers' cannot do what this drill needs: commands$/,
  )
  const known = "'embedded', 'containers' or 'external'"
  await expect(chooseRuntime('cloud', [])).rejects.toThrow(`runtime: expected ${known}, got 'cloud'`)
  await expect(chooseRuntime('embedded', ['addresses'])).rejects.toThrow('cannot do what this drill needs: addresses')
  expect((await chooseRuntime('embedded', ['kill'])).because).toBe('asked for by name')
})

test('without a name, a drill that has no images runs embedded, and says why', async () => {
  const { runtime, because } = await chooseRuntime(undefined, ['commands', 'kill'])
  expect([runtime.name, because]).toEqual(['embedded', 'containers cannot do what this drill needs: commands'])
  await expect(chooseRuntime(undefined, ['commands', 'network'])).rejects.toThrow(
    "runtime 'embedded' cannot do what this drill needs: network (chosen because containers cannot do",
  )
})

test("without a name, a drill on somebody else's service runs nowhere else", async () => {
  const { runtime, because } = await chooseRuntime(undefined, ['addresses', 'latency'])
  expect([runtime.name, because]).toEqual(['external', "its services are somebody else's"])
})
