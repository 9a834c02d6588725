/** Which part of all arms this machine runs: `--shard 2/5`, or the index that the CI system or the cluster gives. */

import { Failure } from '../../kernel/index.ts'

export interface Shard {
  /** From 1. */
  readonly index: number
  readonly of: number
}

export type Environment = Readonly<Record<string, string | undefined>>

interface JobArray {
  readonly name: string
  readonly index: string
  /** The index of the first job. */
  readonly first: number | string
  readonly step?: string
  /** How many jobs there are, where the system says so. */
  readonly total?: string
}

/** Who numbers jobs that are started together, and in which variables. */
const ARRAYS: readonly JobArray[] = [
  { name: 'GitLab', index: 'CI_NODE_INDEX', first: 1, total: 'CI_NODE_TOTAL' },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', first: 0, total: 'CIRCLE_NODE_TOTAL' },
  { name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', first: 0, total: 'BUILDKITE_PARALLEL_JOB_COUNT' },
  { name: 'AWS Batch', index: 'AWS_BATCH_JOB_ARRAY_INDEX', first: 0, total: 'AWS_BATCH_JOB_ARRAY_SIZE' },
  {
    name: 'Slurm',
    index: 'SLURM_ARRAY_TASK_ID',
    first: 'SLURM_ARRAY_TASK_MIN',
    step: 'SLURM_ARRAY_TASK_STEP',
    total: 'SLURM_ARRAY_TASK_COUNT',
  },
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', first: 0 },
]

const FORMS = "expected '2/5' (the second of five), 'auto', or 'auto/5' where the index alone is in the environment"

/**
 * `text` is `i/n`, `auto` or `auto/n`. Throws a usage `Failure` that names the variable, what is expected of it and its
 * value.
 */
export function shardOf(text: string, environment: Environment): Shard {
  const [, wanted = '', total] = /^(\d+|auto)(?:\/(\d+))?$/.exec(text) ?? []
  if (wanted === '' || (wanted !== 'auto' && total === undefined)) throw refused(text, FORMS)
  const shard = wanted === 'auto' ? inArray(text, total, environment) : { index: Number(wanted), of: Number(total) }
  if (shard.of < 1 || shard.index < 1 || shard.index > shard.of) {
    const expected = `expected an index from 1 to ${Math.max(1, shard.of)}, got ${shard.index}`
    throw refused(text, wanted === 'auto' ? `${expected} from the environment` : expected)
  }
  return shard
}

function inArray(text: string, total: string | undefined, environment: Environment): Shard {
  const array = ARRAYS.find(({ index }) => environment[index])
  if (!array) {
    const known = ARRAYS.map(({ name, index }) => `${name}: ${index}`).join(', ')
    throw refused(text, `expected one of these variables, found none (${known})`)
  }
  const numberIn = (variable: string): number => {
    const { [variable]: value = '' } = environment
    if (!/^\d+$/.test(value)) throw refused(text, `expected a whole number in ${variable}, got '${value}'`)
    return Number(value)
  }
  const said = array.total !== undefined && environment[array.total] ? numberIn(array.total) : undefined
  const of = total === undefined ? said : Number(total)
  if (of === undefined) {
    throw refused(text, `${array.name} does not say how many jobs there are: expected 'auto/<number>'`)
  }
  if (said !== undefined && said !== of) throw refused(text, `${array.name} says ${said} jobs in ${array.total}`)
  const first = typeof array.first === 'number' ? array.first : numberIn(array.first)
  const step = array.step !== undefined && environment[array.step] ? numberIn(array.step) : 1
  const place = (numberIn(array.index) - first) / step
  if (!Number.isInteger(place)) {
    throw refused(text, `${array.index} is not a step of ${step} after ${first}: expected tasks at even distances`)
  }
  return { index: place + 1, of }
}

const refused = (text: string, why: string): Failure => new Failure('usage', `--shard ${text}: ${why}`)

/** Dealt like cards: neighbours, which are arms of one drill and take about as long, go to different shards. */
export function shardAt(place: number, { of }: Shard): number {
  return (place % of) + 1
}
