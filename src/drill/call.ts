/**
 * A step as the call that made it, in plain values with names: printed it is the step's label, and in canonical form
 * it is the name of the step's stream of random numbers.
 */

import type { Injury } from '../faults/index.ts'
import type { Plain } from '../records/index.ts'
import { inWords } from '../kernel/index.ts'
import type { Names } from './names.ts'
import type { Question, Step, StepDetails } from './step.ts'

export interface Call {
  readonly [part: string]: Plain
  readonly call: string
  readonly args: readonly Plain[]
}

export function callOf(step: Step, names: Names): Call {
  return { call: step.step, args: argumentsOf(step.details, names) }
}

/** Steps inside are left out: each has a call of its own. */
function argumentsOf(details: StepDetails, names: Names): readonly Plain[] {
  switch (details.does) {
    case 'work': {
      const { edits, overMs, by, classes, values } = details
      return [
        options({
          edits,
          over: overMs === undefined ? undefined : inWords(overMs),
          by: by && names.of(by),
          classes,
          values: values === 'realistic' ? undefined : values,
        }),
      ]
    }
    case 'timePasses':
      return [inWords(details.ms)]
    case 'during':
      return ['step' in details.ongoing ? callOf(details.ongoing, names) : callOfInjury(details.ongoing, names)]
    case 'at':
      return ['ms' in details.point ? inWords(details.point.ms) : `${details.point.fraction * 100}%`]
    case 'repeat':
      return [details.times]
    case 'inject':
      return [callOfInjury(details.injury, names)]
    case 'heal':
      return [callOfInjury(details.fault, names)]
    case 'takeBackup':
      return [names.of(details.backup)]
    case 'restore': {
      const { from, pick, order, accounts } = details
      const source = 'step' in from ? callOf(from, names) : names.of(from)
      const chosen = { pick: 'step' in from || pick === 'newest sound' ? undefined : pick, order }
      return [source, options({ ...chosen, accounts: accounts && names.accounts(accounts.selection) })]
    }
    case 'edgeRestore':
      return [names.of(details.devices), options({ order: details.order })]
    case 'salvage':
      return [names.of(details.volume), { with: details.extractor.name }]
    case 'replace':
      return [names.of(details.what)]
    case 'promote':
      return [names.of(details.standby)]
    case 'repoint':
      return [names.of(details.link), names.of(details.to)]
    case 'upgrade':
      return [names.of(details.service), details.to]
    case 'rollBack':
      return [names.of(details.service)]
    case 'interrupt':
      return callOfInterrupt(details, names)
    case 'gate':
      return [callOfQuestion(details.question, names)]
    case 'tell':
      return [names.of(details.programs), details.word]
    case 'run':
      return [...details.argv, options({ inside: details.inside && names.of(details.inside) })]
  }
}

function callOfInterrupt(
  { step, injury, moment }: Extract<StepDetails, { does: 'interrupt' }>,
  names: Names,
): readonly Plain[] {
  const when = { call: 'says', args: [names.of(moment.service), moment.milestone] }
  return [callOf(step, names), { with: callOfInjury(injury, names), when }]
}

function callOfQuestion(question: Question, names: Names): Call {
  if (question.asks === 'verifies') return { call: 'verifies', args: [names.of(question.backup)] }
  const claims = question.claims.map(({ promise, terms }) => ({ call: promise, args: [terms] }))
  return { call: 'canaryKeeps', args: [callOf(question.work, names), ...claims] }
}

function callOfInjury({ name, on, settings }: Injury, names: Names): Call {
  return { call: name, args: [...on.map((target) => names.of(target)), settings] }
}

function options(given: { readonly [name: string]: Plain | undefined }): Plain {
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, Plain] => entry[1] !== undefined))
}

/** `restore(nightly, order: contacts, calendar)`. */
export function printed({ call, args }: Call): string {
  return `${call}(${args
    .map(print)
    .filter((text) => text !== '')
    .join(', ')})`
}

function print(value: Plain): string {
  if (Array.isArray(value)) return value.map(print).join(', ')
  if (isCall(value)) return printed(value)
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, member]) => `${name}: ${print(member)}`)
      .join(', ')
  }
  return String(value)
}

function isCall(value: Plain): value is Call {
  return typeof value === 'object' && value !== null && 'call' in value && 'args' in value
}
