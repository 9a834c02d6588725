/** Somebody's own scripts in containers: in one that runs, and beside one that does not. */

import { describe, expect, test } from 'vitest'
import { isWithoutEngine } from '../runtime/testing/engine.ts'
import { engineContract } from './engine.contract.ts'
import { openOwnScripts } from './testing/own-scripts.ts'

describe.skipIf(isWithoutEngine)('in containers', () => {
  engineContract('commands inside a service', {
    reaches: 'its moment',
    open: ({ keep }) =>
      openOwnScripts({
        where: (counter) => ({ inside: counter }),
        runtime: 'containers',
        ...(keep !== undefined && { keep }),
      }),
  })

  test('beside a service that is stopped meanwhile, a copy is restored, and into a clean room too', async () => {
    await using open = await openOwnScripts({
      where: (counter) => ({ beside: counter, stopToRestore: true }),
      runtime: 'containers',
    })
    const { engine, scene, count, add } = open
    await add()
    const { copy } = await engine.take(scene)
    await add()
    const room = await engine.cleanRoom(scene, copy)
    if (room.is === 'unusable') throw new Error(room.because)
    expect([await count(room.address), await count()]).toEqual([1, 2])
    await room[Symbol.asyncDispose]()
    expect(await engine.restore(scene, copy, {})).toEqual({ is: 'restored', rows: 1 })
    expect(await count()).toBe(1)
  })
})
