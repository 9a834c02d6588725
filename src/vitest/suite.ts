/** Runs in a Vitest worker: one test per arm, each awaiting a conductor process of its own. */

import { join, resolve } from 'node:path'
import { describe, inject, test } from 'vitest'
import { Failure } from '../kernel/index.ts'
import { ATTEMPTS } from '../conductor/attempts.ts'
import { conduct } from './conduct.ts'
import { folderName } from './folder-name.ts'
import { isOrdered, type ArmMeta } from './orders.ts'

/** A conductor has limits of its own, and an arm that would pass the second time has not passed. */
const ITS_OWN = { timeout: 0, retry: 0 }

interface DeclaredDrill {
  readonly file: string
  readonly name: string
  readonly title: string
  readonly arms: readonly string[]
}

export function registerDrill({ file, name, title, arms }: DeclaredDrill): void {
  const orders = inject('syncdrill')
  const { seed, challenge, reports, run, runtime, rehearse } = orders
  describe(title, () => {
    for (const arm of arms) {
      test.skipIf(!isOrdered(orders, file, arm))(arm, ITS_OWN, async ({ task, signal }) => {
        const folder = join(resolve(reports), name, run, folderName(arm))
        const meta: ArmMeta = { drill: name, file, arm, folder }
        task.meta.syncdrill = meta
        const attempts = join(resolve(reports), name, ATTEMPTS)
        const asked = { ...(challenge !== undefined && { challenge }), ...(runtime !== undefined && { runtime }) }
        const order = { file, arm, seed, run, folder, attempts, ...asked, ...(rehearse && { rehearse }) }
        const result = await conduct(order, signal).catch((thrown: unknown) => {
          if (thrown instanceof Failure) meta.failure = { class: thrown.class, because: thrown.message }
          throw thrown
        })
        const { judgement, failures } = result
        if (failures.length > 0) throw new Error(failures.map(({ because }) => because).join('\n'))
        if (!judgement) throw new Error('the conductor ended without a judgement')
        if (judgement.expectation.state === 'as expected') return
        throw new Error([judgement.sentence, ...judgement.expectation.mismatches].join('\n'))
      })
    }
  })
}
