/** junit.xml as readers take it that check it by a schema: Jenkins' xunit plugin drops a file with one word more. */

import { expect, test } from 'vitest'
import { toJunit } from './junit.ts'
import { madeUpReport } from './renderer.contract.ts'
import { reportOf, type ArmOutcome } from './report.ts'
import { parseXml, type XmlElement } from './xml.contract.ts'

interface Allowed {
  readonly attributes: readonly string[]
  readonly required?: readonly string[]
  readonly children?: readonly string[]
  readonly text?: true
}

const VERDICT: Allowed = { attributes: ['type', 'message'], text: true }
const COUNTS = ['name', 'time', 'tests', 'failures', 'errors']

/** What may stand where. */
const ALLOWED: Readonly<Record<string, Allowed>> = {
  testsuites: { attributes: COUNTS, children: ['testsuite'] },
  testsuite: {
    attributes: [...COUNTS, 'skipped', 'timestamp', 'hostname', 'id', 'package', 'group'],
    required: ['name', 'tests', 'failures', 'errors'],
    children: ['properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name', 'value'], required: ['name', 'value'] },
  testcase: {
    attributes: ['name', 'time', 'classname', 'group'],
    required: ['name'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: VERDICT,
  error: VERDICT,
  skipped: VERDICT,
  'system-out': { attributes: [], text: true },
  'system-err': { attributes: [], text: true },
}

function faultsIn({ name, attributes, children, text }: XmlElement): readonly string[] {
  const { [name]: allowed } = ALLOWED
  if (!allowed) return [`<${name}>`]
  const names = Object.keys(attributes)
  return [
    ...names.filter((one) => !allowed.attributes.includes(one)).map((one) => `${name}: ${one} is not known`),
    ...(allowed.required ?? []).filter((one) => !names.includes(one)).map((one) => `${name}: ${one} is missing`),
    ...children.filter((child) => !allowed.children?.includes(child.name)).map((child) => `${name}: <${child.name}>`),
    ...(allowed.text || text.trim() === '' ? [] : [`${name}: has text`]),
    ...(names.includes('time') && !/^\d+\.\d{3}$/.test(attributes['time'] ?? '') ? [`${name}: time`] : []),
    ...children.flatMap(faultsIn),
  ]
}

test('nothing stands in it that its schema does not know', () => {
  const made = madeUpReport('as reported')
  const plain: ArmOutcome = { arm: 'never ran', row: {}, folder: 'arm', durationMs: 0, phases: [] }
  const { arms } = reportOf(made, [plain, { ...plain, failures: [{ class: 'environment', because: 'no engine' }] }])
  const [arm] = made.arms
  const failed = arm ? [{ ...arm, state: 'not as expected' as const }] : []
  const junit = toJunit({ ...made, arms: [...made.arms, ...arms, ...failed] })
  for (const tag of ['<failure ', '<error ', '<skipped ']) expect(junit).toContain(tag)
  expect(faultsIn(parseXml(junit))).toEqual([])
  expect(faultsIn(parseXml(toJunit(reportOf({ ...made, started: '' }, []))))).toEqual([])
})
