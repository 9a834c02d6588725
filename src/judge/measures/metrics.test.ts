import { expect, test } from 'vitest'
import { struck } from '../testing/story.ts'

test('how many devices lost something of what they wrote first, and how many lost all of it', () => {
  const story = struck().edit('d1.1', 'r1').edit('d2.1', 'r2').edit('d3.1', 'r3').edit('d4.1', 'r4').edit('d4.2', 'r5')
  const { blastRadius, recoveryPoint } = story.ends(['d1.100', 'd1.1', 'd3.1', 'd4.1']).judged().metrics
  expect(blastRadius).toEqual({ devices: 4, withLoss: 2, withTotalLoss: 1 })
  expect(recoveryPoint.notes).toMatchObject({ lost: 2, of: 6 })
})

test('a cut is clean where nothing that was acknowledged after the first loss survived', () => {
  const cut = (...rows: readonly string[]) =>
    struck()
      .edit('d1.1', 'r1')
      .edit('d1.2', 'r2')
      .ends(['d1.100', ...rows])
      .judged().metrics.cut
  expect([cut('d1.1', 'd1.2'), cut('d1.1'), cut('d1.2'), cut()]).toEqual(['none lost', 'clean', 'holes', 'clean'])
})
