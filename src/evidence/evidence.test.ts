/** One small run, really run; its bundle holds, and no change of it does. */

import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { bundleIn, toBundle, type Bundle } from './bundle.ts'
import { filesOf, type Files } from './files.ts'
import { privateKeyIn } from './keys/key.ts'
import { seal } from './seal.ts'
import { LAB, LOSING, PASSING, reportedAgain, resealed, signedBy, THIEF, withFile } from './testing/forging.ts'
import { ARMS, CHALLENGE, smallRun } from './testing/small-run.ts'
import { TAMPERINGS } from './testing/tamperings.ts'
import { verifyBundle, type Verified } from './verify.ts'

let folder: string
let files: Files
let sealed: Buffer
let bundle: Bundle

beforeAll(async () => {
  folder = await smallRun(mkdtempSync(join(tmpdir(), 'syncdrill-evidence-')))
  files = await filesOf(folder)
  sealed = seal(files, { key: LAB })
  bundle = bundleIn(sealed)
})

const findings = ({ checks }: Verified) => checks.flatMap((check) => check.findings)
function lacking(): never {
  throw new Error('there is no statement')
}

const lab = { key: LAB.public }

describe('a bundle that nobody touched', () => {
  test('holds, and says what was run', () => {
    const verified = verifyBundle(sealed, { ...lab, challenge: CHALLENGE })
    expect([verified.state, findings(verified)]).toEqual(['holds', []])
    expect(verified.checks.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'holds'))
    const { evidence, ...result } = verified.statement?.predicate ?? lacking()
    expect(result).toMatchObject({ result: 'PASSED', passedTests: ARMS, failedTests: [] })
    const named: unknown = expect.toSatisfy((count: number) => count > 5)
    expect(evidence.arms).toMatchObject([
      { verdict: 'pass', state: 'as expected', attempt: 1, control: { named, missed: 0 }, ledger: { chain: 'whole' } },
      { verdict: 'fail', state: 'as expected', attempt: 2, expectation: { verdict: 'fail' } },
    ])
    expect(evidence.arms[1]?.fates?.['lost']).toBeGreaterThan(0)
    expect(evidence.attempts).toEqual({ begun: 2, over: { pass: 1, fail: 1 }, before: 0, challenged: 2 })
    expect(evidence.versions['lock']).toMatch(/^package-lock\.json sha256:[0-9a-f]{64}$/)
    expect([evidence.challenge, evidence.drill]).toEqual([CHALLENGE, 'loses'])
  })

  test('says from which images its services were started, each once', () => {
    const image = `sha256:${'a'.repeat(64)}`
    const change: Parameters<typeof resealed>[2] = (lines) =>
      lines.map((line) => (line.is === 'service' && line['state'] === 'started' ? { ...line, image } : line))
    const inContainers = reportedAgain(resealed(resealed(files, LOSING, change), PASSING, change))
    const verified = verifyBundle(signedBy(LAB, inContainers), lab)
    expect(verified.state).toBe('holds')
    const { images } = verified.statement?.predicate.evidence ?? lacking()
    expect(images.length).toBeGreaterThan(0)
    expect(images).toEqual(
      [...new Set(images.map(({ version }) => version))].map((version) => ({ service: 'sync', version, image })),
    )
  })

  test('is the same bytes whenever it is sealed', () => {
    expect(seal(files, { key: LAB }).equals(sealed)).toBe(true)
  })

  test('is nobody’s without a key, and not that of another', () => {
    const verified = verifyBundle(sealed, {})
    expect([verified.state, verified.key?.is(LAB.public)]).toEqual(['unattributed', true])
    expect(findings(verifyBundle(sealed, { key: THIEF.public }))[0]?.change).toBe('key')
  })

  test('does not answer another challenge', () => {
    const verified = verifyBundle(sealed, { ...lab, challenge: 'asked by somebody else' })
    expect([verified.state, findings(verified).map(({ change }) => change)]).toEqual(['does not hold', ['challenge']])
  })
})

describe.each(['archive', 'key', 'envelope', 'arms swapped', 'plan', 'expectations', 'order', 'head', 'row', 'report'])(
  'tampering: %s',
  (family) => {
    const own = TAMPERINGS.filter((one) => one.family === family)

    test('there are eight or more', () => expect(own.length).toBeGreaterThanOrEqual(8))

    test.each(own)('$name', ({ forge }) => {
      const verified = verifyBundle(forge(bundle), lab)
      expect([verified.state, findings(verified)[0]?.change]).toEqual(['does not hold', family])
    })
  },
)

describe('by the key that signs', () => {
  test('a seed that does not follow from its challenge is found', () => {
    const other = reportedAgain(
      resealed(files, LOSING, ([run, ...more]) => [{ ...run, challenge: 'later' } as never, ...more]),
    )
    expect(findings(verifyBundle(signedBy(LAB, other), lab)).map(({ change }) => change)).toContain('challenge')
  })

  test('an attempt that was taken out of the log is missed', () => {
    const fewer = withFile(files, 'attempts.jsonl', (text) => text.split('\n').slice(1).join('\n'))
    expect(findings(verifyBundle(signedBy(LAB, fewer), lab))[0]?.change).toBe('attempts')
    const none = new Map(files)
    none.delete('attempts.jsonl')
    expect(findings(verifyBundle(signedBy(LAB, none), lab))[0]).toEqual({
      change: 'attempts',
      because: 'the log of attempts is missing',
    })
  })
})

describe('figures are judged again, whoever has signed them', () => {
  /** The first figure of this name of the losing arm is another. */
  const withFigure = (from: Files, figure: string) =>
    withFile(from, 'report.json', (text) => {
      const place = text.indexOf(ARMS[1])
      return (
        text.slice(0, place) +
        text.slice(place).replace(new RegExp(`("${figure}": )\\d+`), (_, name: string) => `${name}7777`)
      )
    })
  const figures = ['lost', 'acknowledged', 'evaluated', 'withLoss']

  test.for(figures)('%s in report.json is told with what the ledgers give', (figure) => {
    const told = findings(verifyBundle(signedBy(LAB, withFigure(files, figure)), lab))
    expect(told[0]?.change).toBe('report')
    expect(told[0]?.because).toMatch(/^report\.json: arms\[1\]\.[\w.[\]]+: it says 7777, found \d+$/)
  })

  // Its files are not compared byte by byte: another version may write them otherwise.
  describe('of a run of another version', () => {
    let older: Files
    beforeAll(() => {
      const change: Parameters<typeof resealed>[2] = ([run, ...more]) => {
        const versions = { ...(run?.['versions'] as object), syncdrill: '0.0.9' }
        return [{ ...run, versions } as never, ...more]
      }
      older = reportedAgain(resealed(resealed(files, LOSING, change), PASSING, change))
    })

    test('it holds as it is', () => {
      const verified = verifyBundle(signedBy(LAB, older), lab)
      expect([findings(verified), verified.state]).toEqual([[], 'holds'])
    })

    test.for(figures)('%s in report.json is found by nothing else', (figure) => {
      const told = findings(verifyBundle(signedBy(LAB, withFigure(older, figure)), lab))
      expect(told.map(({ because }) => because)).toEqual([
        expect.stringMatching(/^report\.json: arms\[1\]\.[\w.[\]]+: it says 7777, found \d+$/),
      ])
    })
  })
})

describe('nothing is sealed', () => {
  const copied = (change: (to: string) => void): Promise<Files> => {
    const to = join(mkdtempSync(join(tmpdir(), 'syncdrill-seal-')), 'loses', 'r1')
    cpSync(folder, to, { recursive: true })
    change(to)
    return filesOf(to)
  }

  test('of a ledger that was changed after the run', () => {
    const changed = withFile(files, LOSING, (text) => text.replace('"saw":"effect"', '"saw":"nothing"'))
    expect(() => seal(changed, { key: LAB })).toThrow(/^seal: the ledger of arm 'before it writes' was changed/)
  })

  test('of a report that its ledgers do not give', () => {
    const changed = withFile(files, 'report.json', (text) => text.replace(/"lost": \d+/, '"lost": 1'))
    expect(() => seal(changed, { key: LAB })).toThrow(/report\.json: arms\[\d\].*it says 1, found \d+ \(it was changed/)
    const summary = withFile(files, 'summary.md', (text) => `${text}!`)
    expect(() => seal(summary, { key: LAB })).toThrow(/summary\.md is not what the ledgers give/)
  })

  test('of a folder with a file that no run writes, or a link', async () => {
    await expect(copied((to) => writeFileSync(join(to, 'notes.txt'), 'x'))).rejects.toThrow(
      /"notes\.txt": expected only files that a run writes$/,
    )
    await expect(copied((to) => symlinkSync('/etc/passwd', join(to, 'junit2.xml')))).rejects.toThrow(/a plain file/)
    await expect(copied((to) => mkdirSync(join(to, 'empty')))).resolves.toBeDefined()
    await expect(filesOf('/nowhere')).rejects.toThrow(/^seal \/nowhere: expected the folder of a run/)
  })

  test('with the key itself in a log, in whatever way it is written', () => {
    for (const spelt of ['latin1', 'hex', 'base64', 'base64url'] as const) {
      const log = `${ARMS[0].replaceAll(' ', '-')}/logs/sync.log`
      const leaking = new Map([...files, [log, Buffer.from(`x ${LAB.secret.toString(spelt)} y`, 'latin1')]])
      expect(() => seal(leaking, { key: LAB })).toThrow(/sync\.log, line 1: holds a secret that you named/)
    }
  })
})

test('verifying takes anything for a bundle, and never throws', () => {
  const parts = [Buffer.alloc(0), Buffer.from('hello'), sealed.subarray(0, 100), readFileSync(import.meta.filename)]
  for (const bytes of parts) expect(findings(verifyBundle(bytes, lab))[0]?.change).toBe('archive')
  const { sealed: own } = bundle
  for (const report of ['', '{}', 'null', '[]', '{"arms":[]}', '{"arms":[{"arm":"x","folder":"y"}]}']) {
    const odd = new Map([...bundle.files, ['report.json', Buffer.from(report)]])
    expect(verifyBundle(toBundle({ sealed: own, files: odd }), lab).state).toBe('does not hold')
  }
  for (const line of [
    '',
    'null',
    '{"is":"run"}',
    '{"at":0,"ms":0,"drillMs":0,"is":"end","state":"complete","counts":{}}',
  ]) {
    const odd = new Map([...bundle.files, [LOSING, Buffer.from(`${line}\n`)]])
    expect(verifyBundle(toBundle({ sealed: own, files: odd }), lab).state).toBe('does not hold')
  }
  expect(() => privateKeyIn('', 'k')).toThrow(/^k: expected a private Ed25519 key/)
})
