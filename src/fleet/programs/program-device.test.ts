/** A laptop with a program on paper: what it edits, what it believes, and what it writes down. */

import { afterEach, expect, test } from 'vitest'
import { cardOf } from '../../clients/index.ts'
import { encode } from '../../records/index.ts'
import type { PlannedEdit } from '../edit.ts'
import { PaperService, paperWorld } from '../fixture.ts'
import { Home } from './home.ts'
import { hostMachine } from './machine.contract.ts'
import { ProgramDevice } from './program-device.ts'
import type { Driver, Heard, Program } from './program.ts'
import { heardIn } from './vdirsyncer.ts'

let disposals = new AsyncDisposableStack()
afterEach(async () => {
  await disposals.disposeAsync()
  disposals = new AsyncDisposableStack()
})

/** Says what it is told to say. */
class PaperProgram implements Driver {
  readonly cards = 'contacts/'
  readonly told: string[] = []
  runs = 0
  says: Partial<Heard> = {}

  sync(): Promise<Heard> {
    this.runs += 1
    return Promise.resolve({ code: 0, uploaded: new Set(), deleted: new Set(), words: 'the end', ...this.says })
  }

  tell(word: string): Promise<void> {
    this.told.push(word)
    return Promise.resolve()
  }
}

const notRun = () => Promise.reject(new Error('a program on paper is not run'))

function laptop() {
  const machine = disposals.use(hostMachine(() => ({ host: '127.0.0.1', port: 1 })))
  const service = new PaperService()
  const { world, told } = paperWorld(service)
  const home = new Home(machine, 'laptops-1')
  const driver = new PaperProgram()
  const program: Program = {
    is: 'program',
    name: 'paper',
    carries: ['contacts'],
    tells: { 'sit down': 'sits down' },
    run: { image: 'paper' },
    drive: () => driver,
  }
  const declared = {
    name: 'laptops-1',
    group: 'laptops',
    account: 'a01',
    memory: 'durable',
    retry: 'same key',
    skewMs: 0,
  } as const
  const account = world.credentials('a01')
  const place = { account, home, address: () => machine.address({ is: 'link' }), execute: notRun }
  return { device: new ProgramDevice(declared, program, place, world), driver, home, told, service, world }
}

const VALUES = { values: 'realistic' } as const
const intent = (op: string, change: PlannedEdit['change'], record = 'rec-1'): PlannedEdit => ({
  op,
  change,
  record,
  device: 'laptops-1',
  account: 'a01',
  collection: 'contacts',
})

test('an edit is a card in the folder, and what the program says of it is the answer', async () => {
  const { device, driver, home, told } = laptop()
  expect(await device.edit(intent('op-1', 'create'), VALUES)).toBe(true)
  expect(await home.list('contacts/')).toEqual(['contacts/rec-1.vcf'])
  driver.says = { uploaded: new Set(['rec-1']) }
  expect(await device.sync()).toBe(true)
  expect(told('sent')).toMatchObject([{ op: 'op-1', attempt: 1, device: 'laptops-1' }])
  expect(told('answered')).toMatchObject([{ op: 'op-1', attempt: 1, outcome: 'acked', id: 'rec-1' }])
  expect([told('view').length, told('row')[0]?.record, device.outbox.size]).toEqual([1, 'rec-1', 0])

  await device.edit(intent('op-2', 'delete'), VALUES)
  expect(await home.list('contacts/')).toEqual([])
  driver.says = { deleted: new Set(['rec-1']) }
  await device.sync()
  expect(told('answered').map(({ outcome }) => outcome)).toEqual(['acked', 'acked'])
  expect(told('viewed').map(({ rows }) => rows)).toEqual([1, 0])
})

test('what it says in a run that failed proves nothing, and is tried again', async () => {
  const { device, driver, told } = laptop()
  await device.edit(intent('op-1', 'create'), VALUES)
  driver.says = { code: 1, uploaded: new Set(['rec-1']), words: 'error: reset' }
  expect(await device.sync()).toBe(false)
  expect(told('answered')).toMatchObject([
    { outcome: 'indeterminate', because: 'paper: it ended with 1: error: reset' },
  ])
  expect(device.outbox.size).toBe(1)
  driver.says = { uploaded: new Set(['rec-1']) }
  await device.sync()
  expect(told('answered').map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
    [1, 'indeterminate'],
    [2, 'acked'],
  ])
})

test('what it says nothing of in a run that ended well stays unknown for good', async () => {
  const { device, driver, told } = laptop()
  await device.edit(intent('op-1', 'create'), VALUES)
  driver.says = { uploaded: new Set(['rec-2']), deleted: new Set(['rec-1']) }
  expect(await device.sync()).toBe(true)
  expect(told('answered')).toMatchObject([{ outcome: 'indeterminate' }])
  expect(told('given up')).toMatchObject([{ op: 'op-1' }])
  expect(device.outbox.size).toBe(0)
})

test('what the program sends again by itself is written down as the edit that it is', async () => {
  const { device, driver, told } = laptop()
  await device.edit(intent('op-1', 'create'), VALUES)
  driver.says = { uploaded: new Set(['rec-1', "nobody's"]) }
  await device.sync()
  await device.sync()
  expect(told('sent').map(({ op, attempt, by }) => [op, attempt, by])).toEqual([
    ['op-1', 1, undefined],
    ['op-1', 2, 'program'],
  ])
  expect(told('answered').map(({ outcome }) => outcome)).toEqual(['acked', 'acked'])
})

test('of two edits before a run only the last is sent', async () => {
  const { device, driver, told } = laptop()
  await device.edit(intent('op-1', 'create'), VALUES)
  await device.edit(intent('op-2', 'update'), VALUES)
  driver.says = { uploaded: new Set(['rec-1']) }
  await device.sync()
  expect(told('sent').map(({ op }) => op)).toEqual(['op-2'])
  expect(told('given up').map(({ op }) => op)).toEqual(['op-1'])
})

test('what the program did to the folder is what the laptop shows, and a view of it is written once', async () => {
  const { device, home, told } = laptop()
  const card = (record: string) => cardOf(encode({ record, version: 'phones-1.1', fields: { name: 'Ada' } }), record)
  await home.write('contacts/else.vcf', card('rec-7') ?? '')
  await home.write('contacts/twin.vcf', card('rec-7') ?? '')
  await home.write('contacts/strange.vcf', 'no card')
  await device.sync()
  await device.sync()
  const ids = told('row').map(({ id, record }) => [id, record])
  expect(ids).toEqual([
    ['rec-7', 'rec-7'],
    ['contacts/strange.vcf', undefined],
    ['contacts/twin.vcf', 'rec-7'],
  ])
  await device.edit(intent('op-1', 'delete', 'rec-7'), VALUES)
  expect(await home.list('contacts/')).not.toContain(
    device.store.ofRecord('rec-7')[0]?.id === 'rec-7' ? 'contacts/twin.vcf' : 'contacts/else.vcf',
  )
})

test('offline the program is not run; what does not show is not edited; a person may tell it something', async () => {
  const { device, driver, told } = laptop()
  device.online = false
  expect(await device.sync()).toBe(false)
  expect(await device.edit(intent('op-1', 'update'), VALUES)).toBe(false)
  expect([driver.runs, told('skipped').length, told('edit').length]).toEqual([0, 1, 0])
  await device.tell('sit down')
  expect(driver.told).toEqual(['sit down'])
})

test('reset or replaced, everything is gone, and what was unsent is given up', async () => {
  const { device, home, told } = laptop()
  await device.edit(intent('op-1', 'create'), VALUES)
  expect(await device.loseMemory()).toEqual(['rec-1'])
  expect([await home.list(), device.store.size, device.outbox.size]).toEqual([[], 0, 0])
  expect(told('given up')).toMatchObject([{ op: 'op-1' }])
})

test('vdirsyncer says what it did on the server, and what it did on the device is no answer', () => {
  const output = [
    'Syncing contacts',
    'Copying (updating) item d1 to server',
    'Copying (uploading) item a b to server',
    'Copying (uploading) item d3 to device',
    'Deleting item d4 from server',
    'warning: Deleting an item with no etag.',
    'Deleting item d5 from device',
  ].join('\n')
  expect(heardIn(output)).toMatchObject({ uploaded: new Set(['d1', 'a b']), deleted: new Set(['d4']) })
})

test('while the service hangs, the program is run for the first few changes, and never only to read', async () => {
  const { device, driver, service, world } = laptop()
  service.play = 'hang'
  expect([await device.sync(), driver.runs]).toEqual([false, 0])
  await device.edit(intent('op-1', 'create'), VALUES)
  driver.says = { code: 1, words: 'timed out' }
  for (let round = 0; round < 12; round += 1) expect(await device.sync()).toBe(false)
  expect(driver.runs).toBe(8)
  service.play = 'carry out'
  driver.says = { uploaded: new Set(['rec-1']) }
  world.ledger.append({ is: 'service', service: 'paper', version: '1', state: 'resumed' })
  expect([await device.sync(), driver.runs, device.outbox.size]).toEqual([true, 9, 0])
})
