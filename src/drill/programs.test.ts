/** Real programs in a drill: what is refused, what they need, and what is planned for them. */

import { describe, expect, test } from 'vitest'
import { client } from '../clients/index.ts'
import { devices, programs, vdirsyncer } from '../fleet/index.ts'
import { nothingAcknowledgedIsLost } from '../judge/promises/index.ts'
import { site } from '../site/index.ts'
import { tell, work, type Steps } from '../steps/index.ts'
import { compile } from './compile.ts'
import { drill, type Drill } from './drill.ts'
import { passes } from './expectation.ts'
import { refusal, smallSite } from './fixture.ts'

const laptop = () => programs(vdirsyncer({ conflict: 'server wins', run: { image: 'laptop' } }), { accounts: 3 })
type Laptops = ReturnType<typeof laptop>

function drillOf(steps: (laptops: Laptops) => Steps, siteOf: () => ReturnType<typeof smallSite> = smallSite): Drill {
  return drill({
    title: 'With programs',
    story: 'Laptops and phones of the same people.',
    arms: { one: { expect: passes } },
    site: siteOf,
    fleet: () => {
      const laptops = laptop()
      return { laptops, phones: devices({ accounts: laptops.accounts, perAccount: 1, memory: 'durable' }) }
    },
    steps: ({ fleet }) => ({ before: [work({ edits: 20 })], disaster: steps(fleet.laptops) }),
    promises: [nothingAcknowledgedIsLost()],
  })
}

const compiled = (steps: (laptops: Laptops) => Steps) =>
  compile(
    drillOf((laptops) => steps(laptops)),
    { file: '/x/some.drill.ts', arm: 'one', seed: 1 },
  )

describe('programs', () => {
  test.each<[string, Drill, string]>([
    [
      'a word that the program does not know',
      drillOf((laptops) => [tell(laptops, 'forget everything' as never)]),
      'disaster.1 tell(laptops, forget everything): to: expected one of what vdirsyncer knows (forget status), ' +
        'got forget everything',
    ],
    [
      'laptops of another drill',
      drillOf(() => [tell(laptop(), 'forget status')]),
      'disaster.1 tell: devices are used that the fleet does not declare: expected some of laptops, phones',
    ],
    [
      'a share out of range',
      drillOf((laptops) => [tell(laptops.some('101%'), 'forget status')]),
      "some: expected a share between '0%' and '100%', got '101%'",
    ],
    [
      'work of collections that they do not carry',
      drillOf((laptops) => [work({ edits: 1, devices: laptops, collections: ['notes'] })]),
      'disaster.1: work: expected at least one device to edit, got none',
    ],
    [
      'a program for what no client carries',
      drillOf(
        (laptops) => [tell(laptops, 'forget status')],
        () => {
          const notes = client({ carries: ['notes'], connect: () => Promise.reject(new Error('not here')) })
          const { clients: _, ...rest } = smallSite()
          return site({ ...rest, clients: { api: notes(rest.services.sync) } })
        },
      ),
      "fleet: 'laptops': expected a program for notes, got one for contacts",
    ],
  ])('%s is refused', (_, file, message) => {
    expect(refusal(file)).toContain(message)
  })

  test('need a runtime with images, and the step says whom it tells what', () => {
    const { needs, acts } = compiled((laptops) => [tell(laptops.some('50%'), 'forget status')])
    expect(needs).toContain('images')
    expect(acts.disaster[0]?.label).toBe('tell(laptops.some(50%), forget status)')
  })

  test('edit what they carry only; phones beside them edit everything', () => {
    const { acts, plan } = compiled((laptops) => [work({ edits: 20, devices: laptops })])
    const intents = [...acts.before, ...acts.disaster].flatMap((step) => step.intents)
    const collectionsOf = (group: string) =>
      new Set(intents.filter(({ device }) => device.startsWith(group)).map((intent) => intent.collection))
    expect([...collectionsOf('laptops')]).toEqual(['contacts'])
    expect(collectionsOf('phones').size).toBe(2)
    expect(plan.devices.map(({ name, memory }) => [name, memory])).toContainEqual(['laptops-3', 'durable'])
  })
})
