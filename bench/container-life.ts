/**
 * The life of six containers, three ways, one after the other in every round: the engine's own API, testcontainers as
 * its users write it, and our runtime. They share the image, the options, a network of their own and, but for
 * testcontainers' port check, the question that tells whether one is ready.
 */

import { imageOf } from '../src/runtime/containers/engine/images.ts'
import { echo } from '../src/runtime/testing/program.ts'
import { median, ratioOf } from './arithmetic.ts'
import { openGround } from './ground.ts'
import { inMs, type Options, type Outcome } from './outcome.ts'
import type { Life, Subject, Way } from './ways/life.ts'
import { ourLife } from './ways/ours.ts'
import { rawLife } from './ways/raw.ts'
import { testcontainersLife } from './ways/testcontainers.ts'

const COUNT = 6
const WAYS: { readonly [name: string]: Way } = {
  'raw API': rawLife,
  testcontainers: testcontainersLife,
  ours: ourLife,
}
const AT_MOST = 1.1

export async function containerLife({ rounds, tell }: Options): Promise<Outcome> {
  await using ground = await openGround()
  const run = echo()
  const image = await imageOf(ground.yard, run)
  const [port = 0] = image.exposes
  const subject: Subject = { ground, run, image, port, count: COUNT }
  const lives = new Map<string, Life[]>(Object.keys(WAYS).map((name) => [name, []]))
  // The first round warms up, and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, way] of Object.entries(WAYS)) {
      const life = await way(subject)
      tell(`round ${round}: ${name} ${inMs(lifeMs(life))}`)
      if (round > 0) lives.get(name)?.push(life)
    }
  }
  const of = (name: string, ms: (life: Life) => number) => (lives.get(name) ?? []).map(ms)
  const raw = of('raw API', lifeMs)
  const row = (name: string): readonly string[] => {
    const ratio = ratioOf(of(name, lifeMs), raw)
    const parts = [({ upMs }: Life) => upMs, ({ downMs }: Life) => downMs, lifeMs, ({ openMs }: Life) => openMs]
    const spread = `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`
    return [name, ...[...parts, ({ closeMs }: Life) => closeMs].map((ms) => inMs(median(of(name, ms)))), spread]
  }
  return {
    name: `Life of ${COUNT} containers on a network of their own, median of ${rounds} interleaved rounds`,
    table: [['', 'up', 'down', 'life', 'open', 'close', 'life to raw'], ...Object.keys(WAYS).map(row)],
    remarks: [
      'up: created, started and ready; down: killed and removed; life: both, and what is compared.',
      'open and close, of the raw API and testcontainers: the network. Of ours: the reaper and its proof of life,',
      'the network, Toxiproxy and a link to each service; then everything removed and verified by listing.',
      'Inside the life of ours: the journal, the log of each container, its watched end, and its link. Excluded from',
      'testcontainers: its own reaper and a health check; it stops its containers with a grace of nothing.',
    ],
    goals: [{ what: 'life, ours to the raw API', value: ratioOf(of('ours', lifeMs), raw).median, atMost: AT_MOST }],
  }
}

const lifeMs = ({ upMs, downMs }: Life): number => upMs + downMs
