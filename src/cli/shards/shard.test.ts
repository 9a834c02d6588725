import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { shardAt, shardOf } from './shard.ts'

test.each([
  ['2/5', {}, { index: 2, of: 5 }],
  ['1/1', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }, { index: 1, of: 1 }],
  ['auto', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }, { index: 3, of: 4 }],
  ['auto', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '4' }, { index: 1, of: 4 }],
  ['auto', { BUILDKITE_PARALLEL_JOB: '3', BUILDKITE_PARALLEL_JOB_COUNT: '4' }, { index: 4, of: 4 }],
  ['auto', { AWS_BATCH_JOB_ARRAY_INDEX: '1', AWS_BATCH_JOB_ARRAY_SIZE: '2' }, { index: 2, of: 2 }],
  ['auto/3', { JOB_COMPLETION_INDEX: '2' }, { index: 3, of: 3 }],
  ['auto', { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_MIN: '7', SLURM_ARRAY_TASK_COUNT: '2' }, { index: 1, of: 2 }],
  [
    'auto',
    {
      SLURM_ARRAY_TASK_ID: '12',
      SLURM_ARRAY_TASK_MIN: '4',
      SLURM_ARRAY_TASK_STEP: '4',
      SLURM_ARRAY_TASK_COUNT: '3',
    },
    { index: 3, of: 3 },
  ],
])('--shard %s with %j is %j', (text, environment, shard) => {
  expect(shardOf(text, environment)).toEqual(shard)
})

test.each([
  ['2', {}, "expected '2/5' (the second of five)"],
  ['b/5', {}, "expected '2/5'"],
  ['0/5', {}, 'expected an index from 1 to 5, got 0'],
  ['6/5', {}, 'expected an index from 1 to 5, got 6'],
  ['1/0', {}, 'expected an index from 1 to 1, got 1'],
  ['auto', {}, 'GitLab: CI_NODE_INDEX, CircleCI: CIRCLE_NODE_INDEX, Buildkite: BUILDKITE_PARALLEL_JOB'],
  ['auto', { JOB_COMPLETION_INDEX: '2' }, "Kubernetes does not say how many jobs there are: expected 'auto/<number>'"],
  ['auto/3', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '4' }, 'GitLab says 4 jobs in CI_NODE_TOTAL'],
  ['auto', { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '4' }, "expected a whole number in CI_NODE_INDEX, got 'x'"],
  ['auto/2', { JOB_COMPLETION_INDEX: '2' }, 'expected an index from 1 to 2, got 3 from the environment'],
  ['auto', { SLURM_ARRAY_TASK_ID: '8' }, "expected 'auto/<number>'"],
  [
    'auto',
    { SLURM_ARRAY_TASK_ID: '6', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_STEP: '2', SLURM_ARRAY_TASK_COUNT: '3' },
    'SLURM_ARRAY_TASK_ID is not a step of 2 after 1',
  ],
])('--shard %s with %j is refused: %s', (text, environment, words) => {
  expect(() => shardOf(text, environment)).toThrow(`--shard ${text}: `)
  expect(() => shardOf(text, environment)).toThrow(words)
})

test('shards are alike in size, and together they are everything, once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 20 }), (arms, of) => {
      const places = Array.from({ length: arms }, (_, place) => shardAt(place, { index: 1, of }))
      const sizes = Array.from({ length: of }, (_, place) => places.filter((index) => index === place + 1).length)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(arms)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }),
  )
})
