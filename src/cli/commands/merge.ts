/** `syncdrill merge`: one report of all shards, once it is clear that they are all shards of the same run. */

import { cp, glob, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { addLog, ATTEMPTS } from '../../conductor/attempts.ts'
import { counted, Failure } from '../../kernel/index.ts'
import { terminalOf, toTable, worstExitCode, type Report } from '../../report/index.ts'
import { endedArm, folderName, ordersOf, reportArms, type Ended } from '../../vitest/index.ts'
import { checkReports } from '../reports-folder.ts'
import { readRun } from '../saved-runs.ts'
import { RECORDS, readRecord, type PlannedArm, type ShardRecord } from '../shards/record.ts'

interface Part extends ShardRecord {
  /** The file, and the reports beside it. */
  readonly path: string
  readonly reports: string
}

export async function merge(folders: readonly string[], { reports }: { readonly reports: string }): Promise<number> {
  const parts = await partsIn(folders)
  const [first] = parts
  checkAlike(parts, first)
  checkWhole(parts, first)
  const left = parts.flatMap((part) => part.left.map((one) => ({ ...one, shard: part.shard })))
  const { run } = ordersOf({})
  const whole = resolve(reports)
  const drills = [...Map.groupBy(first.arms, ({ file }) => file).values()]
  const ran = drills.map((arms) =>
    arms.filter(({ drill, shard }) => !left.some((one) => one.drill === drill && one.shard === shard)),
  )
  const found = await Promise.all(ran.flat().map((arm) => foundIn(parts, arm)))
  await checkReports(whole)
  const merged: Report[] = []
  for (const arms of ran) {
    const own = found.filter(({ arm }) => arms.includes(arm))
    const [head, ...others] = await Promise.all(own.map((one) => copied(one, join(whole, one.arm.drill, run))))
    if (!head) continue
    await addLogs(parts, head.meta.drill, whole)
    const mergedFrom = [...new Set(own.map(({ from }) => from))].toSorted()
    merged.push(await reportArms([head, ...others], { seed: first.seed, mergedFrom }))
  }
  if (merged.length === 0)
    throw new Failure('environment', `no drill could run: ${left[0]?.because ?? 'there is none'}`)
  const said = `${counted(parts.length, 'shard')}, seed ${first.seed}, run ${run}`
  process.stdout.write(`syncdrill: ${said}\n\n${toTable(merged, left, terminalOf(process.stdout))}`)
  return worstExitCode([...merged.map(({ exitCode }) => exitCode), ...parts.map(({ exitCode }) => exitCode)])
}

/** By their index. */
async function partsIn(folders: readonly string[]): Promise<readonly [Part, ...Part[]]> {
  const paths = new Set<string>()
  for (const folder of folders) {
    let isEmpty = true
    for await (const path of glob([RECORDS, `*/${RECORDS}`], { cwd: folder })) {
      paths.add(resolve(folder, path))
      isEmpty = false
    }
    if (!isEmpty) continue
    const isThere = await stat(folder).then(
      (one) => one.isDirectory(),
      () => false,
    )
    const expected = `expected the reports of a shard, with a ${RECORDS} in it`
    throw new Failure('usage', `merge ${folder}: ${expected}, ${isThere ? 'found none' : 'and it is no folder'}`)
  }
  const parts = await Promise.all(
    [...paths].map(async (path) => ({ ...(await readRecord(path)), path, reports: dirname(path) })),
  )
  const [first, ...others] = parts.toSorted((one, other) => one.shard - other.shard)
  if (!first) throw new Failure('usage', 'merge: expected folders')
  return [first, ...others]
}

/** Who planned something else ran something else. */
function checkAlike(parts: readonly Part[], first: Part): void {
  for (const part of parts.slice(1)) {
    for (const member of ['of', 'seed', 'version'] as const) {
      if (part[member] !== first[member]) throw unlike(first, part, member, first[member], part[member])
    }
    for (const [place, arm] of first.arms.entries()) {
      const other = part.arms[place]
      const name = `arm ${place + 1}`
      const [one, two] = [arm, other].map((of) => of && `${of.file}: ${of.arm}`)
      if (one !== two) throw unlike(first, part, name, `${one}`, two ?? 'none')
      const hash = `plan hash of ${one}`
      if (arm.planHash !== other?.planHash) throw unlike(first, part, hash, short(arm.planHash), short(other?.planHash))
    }
    const more = part.arms[first.arms.length]
    if (more) throw unlike(first, part, `arm ${first.arms.length + 1}`, 'none', `${more.file}: ${more.arm}`)
  }
}

const short = (hash = ''): string => hash.slice(0, 12)

function unlike(one: Part, other: Part, what: string, ...values: readonly (string | number)[]): Failure {
  const [wanted = '', got = ''] = values
  const words = `${what} is ${got}, expected ${wanted} as in shard ${one.shard}`
  return new Failure('usage', `shard ${other.shard} (${other.path}): ${words}: these are not shards of one run`)
}

function checkWhole(parts: readonly Part[], { of }: Part): void {
  const by = Map.groupBy(parts, ({ shard }) => shard)
  const twice = [...by.values()].find((same) => same.length > 1)
  if (twice)
    throw new Failure('usage', `shard ${twice[0]?.shard} is there ${twice.length} times:`, { choices: pathsOf(twice) })
  const missing = Array.from({ length: of }, (_, place) => place + 1).filter((index) => !by.has(index))
  if (missing.length === 0) return
  const [shards, are] = missing.length === 1 ? ['shard', 'is'] : ['shards', 'are']
  const words = `${shards} ${missing.join(', ')} of ${of} ${are} missing`
  throw new Failure('usage', `merge: ${words}: expected all, found:`, { choices: pathsOf(parts) })
}

const pathsOf = (parts: readonly Part[]): readonly string[] =>
  parts.map(({ path }) => relative(process.cwd(), path) || path)

/** What was begun on each machine, the broken-off too, is in the log of the whole. */
async function addLogs(parts: readonly Part[], drill: string, whole: string): Promise<void> {
  for (const { reports } of parts) {
    if (reports === whole) continue
    const log = await readFile(join(reports, drill, ATTEMPTS), 'utf8').catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'ENOENT') throw thrown
    })
    if (log !== undefined) await addLog(join(whole, drill, ATTEMPTS), log)
  }
}

interface Found {
  readonly arm: PlannedArm
  /** The run of its shard. */
  readonly from: string
  readonly folder: string
  readonly failure?: NonNullable<Ended['meta']['failure']>
}

/** The folder of an arm in the reports of its shard. Throws where the shard's report does not know it. */
async function foundIn(parts: readonly Part[], arm: PlannedArm): Promise<Found> {
  const part = parts.find(({ shard }) => shard === arm.shard)
  if (!part) throw new Failure('bug', `no shard ${arm.shard}`)
  const run = join(part.reports, arm.drill, part.run)
  const saved = (await readRun(run)).arms.find((one) => one.arm === arm.arm)
  if (!saved) {
    throw new Failure(
      'usage',
      `shard ${part.shard} (${part.path}): expected arm '${arm.arm}' in ${run}, it did not run`,
    )
  }
  // Said of an arm that has no result of its own.
  const [failure] = saved.failures ?? []
  return { arm, from: part.run, folder: join(run, folderName(arm.arm)), ...(failure && { failure }) }
}

/** The whole folder, ledger and logs, so that the merged run can be judged and looked at like any other. */
async function copied({ arm, folder, failure }: Found, into: string): Promise<Ended> {
  const own = join(into, folderName(arm.arm))
  await cp(folder, own, { recursive: true, errorOnExist: true, force: false }).catch(
    (thrown: NodeJS.ErrnoException) => {
      if (thrown.code !== 'ENOENT') throw thrown
    },
  )
  const meta = { drill: arm.drill, file: resolve(arm.file), arm: arm.arm, folder: own, ...(failure && { failure }) }
  return endedArm(meta, () => ({ class: 'bug', because: 'the arm left no result' }))
}
