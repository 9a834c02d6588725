import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findDrills, noSuchArm } from './drill-files.ts'
import { findRun } from './saved-runs.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

test('a drill that is misspelt: what was meant, then all, one a line', async () => {
  const refused = findDrills(['sidekik-2009'], ROOT)
  await expect(refused).rejects.toMatchObject({ class: 'usage' })
  await expect(refused).rejects.toThrow(/^drill 'sidekik-2009': .* \(did you mean 'sidekick-2009'\?\); there are:$/)
  await expect(refused).rejects.toHaveProperty(
    'choices',
    expect.arrayContaining([expect.stringMatching(/^sidekick-2009 +scenarios\/sidekick-2009\.drill\.ts$/)]),
  )
  await expect(findDrills(['./scenarios/sidekik-2009.drill.ts'], ROOT)).rejects.toThrow("did you mean 'sidekick-2009'?")
})

test('an arm that is misspelt: what was meant, then the arms of the drill, or of each', async () => {
  const files = await findDrills(['sidekick-2009', 'outage'], ROOT)
  const one = await noSuchArm(files.slice(0, 1), 'as repoted')
  expect(one.message).toBe(
    "arm 'as repoted': expected an arm of sidekick-2009 (did you mean 'as reported'?); there are:",
  )
  expect(one.choices).toEqual(['as reported', 'phones keep a copy', 'an off-site copy'])
  const both = await noSuchArm(files, 'nothing of the kind')
  expect(both.message).toBe("arm 'nothing of the kind': expected an arm of one of the drills; there are:")
  expect(both.choices).toContain('outage: phones keep what they could not send')
})

test('a run that is not there, where none was run', async () => {
  await expect(findRun('outage', '/nowhere')).rejects.toThrow(/^run 'outage': .*; none was run$/)
})
