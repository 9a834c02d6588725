/** `syncdrill doctor`: whether drills can run on this machine, part by part. Starts nothing, and changes nothing. */

import { EXIT, printable } from '../../kernel/index.ts'
import { painter, terminalOf } from '../../report/index.ts'
import { composeHere } from '../doctor/compose.ts'
import { diskHere } from '../doctor/disk.ts'
import { engineHere } from '../doctor/engine.ts'
import { externalHere } from '../doctor/external.ts'
import type { Finding } from '../doctor/finding.ts'
import { leftoversHere } from '../doctor/leftovers.ts'
import { nodeHere } from '../doctor/node.ts'
import { portsHere } from '../doctor/ports.ts'

const COLOURS = { fit: 'green', limited: 'yellow', unfit: 'red' } as const

export interface DoctorFlags {
  readonly reports: string
  readonly json?: true
}

export async function doctor({ reports, json }: DoctorFlags): Promise<number> {
  const looks = Promise.all([engineHere(), composeHere(), diskHere(reports), portsHere()])
  const findings = [nodeHere(), ...(await looks), externalHere(), leftoversHere()]
  process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : `${inLines(findings).join('\n')}\n`)
  return findings.some(({ fitness }) => fitness === 'unfit') ? EXIT.environment : EXIT.pass
}

function inLines(findings: readonly Finding[]): readonly string[] {
  const paint = painter(terminalOf(process.stdout))
  const width = Math.max(...findings.map(({ part }) => part.length))
  const lines = findings.flatMap(({ part, fitness, found, advice }) => [
    `${paint(COLOURS[fitness], fitness.padEnd(7))}  ${part.padEnd(width)}  ${printable(found)}`,
    ...(advice === undefined ? [] : [`${' '.repeat(width + 11)}${advice}`]),
  ])
  const worst = ['unfit', 'limited'].find((one) => findings.some(({ fitness }) => fitness === one))
  const unfit = findings.filter(({ fitness }) => fitness === 'unfit').map(({ part }) => part)
  const words = {
    unfit: `No drill can run here: ${unfit.join(', ')}.`,
    limited: 'Drills can run here, with the limits above.',
    fit: 'Every drill can run here.',
  }
  return [...lines, '', words[worst as keyof typeof words] ?? words.fit]
}
