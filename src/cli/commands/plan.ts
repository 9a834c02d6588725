/** `syncdrill plan`: the whole plan of a drill, arm by arm. Starts nothing. */

import { compile, load, refuseExternal, requestsOf, type CompiledDrill } from '../../drill/index.ts'
import { expectationInWords } from '../../judge/index.ts'
import { EXIT, freshSeed, inWords } from '../../kernel/index.ts'
import type { Intent, Plan } from '../../ledger/index.ts'
import type { CompiledStep } from '../../steps/step.ts'
import { askedOfExternal, askOfExternal } from '../../runtime/index.ts'
import { ADDRESS_MISSING, requestLines } from '../external.ts'
import { findDrills, noSuchArm } from '../drill-files.ts'
import type { PlanFlags } from '../main.ts'

export async function plan(name: string, flags: PlanFlags): Promise<number> {
  askOfExternal(flags)
  const [file = ''] = await findDrills([name])
  const { drill } = await load(file)
  const seed = flags.seed ?? freshSeed()
  const arms = Object.keys(drill.arms).filter((arm) => flags.arm === undefined || arm === flags.arm)
  if (arms.length === 0) throw await noSuchArm([file], flags.arm ?? '')
  const compiled = arms.map((arm) => compile(drill, { file, arm, seed }))
  for (const one of compiled) {
    if (one.topology.external.size > 0) refuseExternal(one, 'external', { isDry: true })
  }
  if (flags.json) {
    const all = compiled.map((one) => {
      const { arm, row, planHash, plan: planned, expectation, acts } = one
      return {
        arm,
        row,
        seed,
        planHash,
        plan: planned,
        ...(one.topology.external.size > 0 && { requests: requestsOf(one, askedOfExternal()) }),
        expectation,
        intents: Object.values(acts).flat().flatMap(intentsOf),
      }
    })
    process.stdout.write(`${JSON.stringify(all)}\n`)
    return EXIT.pass
  }
  process.stdout.write(`${drill.title}\n${drill.story}\n\nseed ${seed}\n`)
  for (const one of compiled) process.stdout.write(`\n${armText(one, flags.edits ?? false)}\n`)
  return EXIT.pass
}

function armText(compiled: CompiledDrill, edits: boolean): string {
  const { arm, row, plan: planned, planHash, acts, expectation, promises } = compiled
  const columns = Object.entries(row)
    .map(([column, value]) => `${column} ${JSON.stringify(value)}`)
    .join(', ')
  const services = planned.services.map(
    ({ name, start, data }) => `${name} ${start} on ${Object.values(data).join(', ') || 'no volume'}`,
  )
  const elsewhere = (planned.external ?? []).map(
    ({ name, url }) => `${name} of somebody else at ${url ?? ADDRESS_MISSING}`,
  )
  const requests = requestLines(compiled).map((line, place) => `  ${place === 0 ? 'requests' : ''}`.padEnd(13) + line)
  const claims = promises.map(({ claim, waived }) => (waived ? `(waived: ${claim})` : claim))
  return [
    `${arm}${columns && ` (${columns})`}`,
    `  expected   ${expectationInWords(expectation)}`,
    `  services   ${[...services, ...elsewhere].join('; ')}`,
    ...composedLines(planned),
    `  backups    ${planned.backups.map(backupText).join('; ') || 'none'}`,
    `  devices    ${planned.devices.length} of ${planned.accounts.length} accounts`,
    ...Object.entries(acts).flatMap(([act, steps]) => actLines(act, steps, edits)),
    ...requests,
    `  promises   ${claims.join('\n             ')}`,
    ...(planned.limits ? [`  limits     ${limitsText(planned.limits)}`] : []),
    `  plan hash  ${planHash}`,
  ].join('\n')
}

/** Of a site from a compose file: what is under each service, and what of the file changes nothing. */
function composedLines({ services, composed }: Plan): readonly string[] {
  if (!composed) return []
  const { file, ignored } = composed
  const each = services.map(({ name, image = 'none', after = {} }) => {
    const awaited = Object.entries(after).map(([other, how]) => `${other} ${how}`)
    return `${name} from ${image}${awaited.length > 0 ? `, after ${awaited.join(' and ')}` : ''}`
  })
  const left = ignored.length > 0 ? `; left out, for it changes nothing: ${ignored.join(', ')}` : ''
  return [`  composed   ${file}: ${each.join('; ')}${left}`]
}

function limitsText({ ready, answer, quiesce, step, arm }: NonNullable<Plan['limits']>): string {
  const services = Object.entries(ready).map(([name, ms]) => `${name} ready within ${inWords(ms)}`)
  const others = [`quiet within ${inWords(quiesce)}`, `a step ${inWords(step)}`, `the arm ${inWords(arm)}`]
  return [...services, `an answer within ${inWords(answer)}`, ...others].join(', ')
}

function backupText({ name, of, to, every, settings }: Plan['backups'][number]): string {
  const told = Object.entries(settings ?? {}).map(([key, value]) => `${key}: ${String(value)}`)
  const how = told.length > 0 ? ` (${told.join(', ')})` : ''
  const where = to === '' ? '' : ` to ${to}`
  return `${name}: ${of}${where}${every ? `, every ${inWords(every)}` : ''}${how}`
}

/** Most drills begin with nothing given. */
function actLines(act: string, steps: readonly CompiledStep[], edits: boolean): readonly string[] {
  if (act === 'given' && steps.length === 0) return []
  return [`  ${act}`, ...steps.flatMap((step) => stepLines(step, 4, edits))]
}

function stepLines(step: CompiledStep, indent: number, edits: boolean): string[] {
  const inner = [...(step.ongoing ? [step.ongoing] : []), ...step.children]
  return [
    `${' '.repeat(indent)}${step.id.padEnd(14)} ${step.label}`,
    ...(edits ? step.intents.map((intent) => `${' '.repeat(indent + 2)}${intentLine(intent)}`) : []),
    ...inner.flatMap((one) => stepLines(one, indent + 2, edits)),
  ]
}

function intentLine({ op, afterMs, device, change, collection, record }: Intent): string {
  return `${op}  +${inWords(afterMs)}  ${device} ${change}s ${collection} ${record}`
}

function intentsOf(step: CompiledStep): readonly Intent[] {
  return [...step.intents, ...[...(step.ongoing ? [step.ongoing] : []), ...step.children].flatMap(intentsOf)]
}
