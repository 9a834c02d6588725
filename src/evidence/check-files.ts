/** Whether the files are those that were signed; and where one is not, what was done to it. */

import { ATTEMPTS } from '../conductor/attempts.ts'
import { printable } from '../kernel/index.ts'
import { sha256Of } from './bundle.ts'
import { ledgerIn, type Files } from './files.ts'
import type { Change, Finding } from './finding.ts'
import { readAgain } from './ledgers.ts'
import type { ArmEvidence, Statement } from './statement.ts'

/** The complete set: each subject once, and no file besides. */
export function checkSet({ subject }: Statement, files: Files): readonly Finding[] {
  const names = subject.map(({ name }) => name)
  const missing = names.filter((name) => !files.has(name)).map((name) => `${printable(name)} is missing`)
  const signed = new Set(names)
  const added = [...files.keys()].filter((name) => !signed.has(name)).map((name) => `${printable(name)} was added`)
  const twice = signed.size < names.length ? ['the statement names a file twice'] : []
  return [...missing, ...added, ...twice].map((because) => ({ change: 'archive', because }))
}

export function checkFiles({ subject, predicate }: Statement, files: Files): readonly Finding[] {
  const { arms } = predicate.evidence
  const ofLedgers = arms.flatMap((arm) => {
    const bytes = files.get(ledgerIn(arm.folder))
    return bytes ? ledgerFindings(arm, bytes) : []
  })
  const ledgers = new Set(arms.map(({ folder }) => ledgerIn(folder)))
  const changed = subject.filter(({ name, digest }) => {
    const bytes = files.get(name)
    return bytes && sha256Of(bytes) !== digest.sha256
  })
  const ofOthers = changed.flatMap(({ name }): readonly Finding[] => {
    const isTold = ledgers.has(name) && ofLedgers.some(({ because }) => because.startsWith(name))
    const change: Change = name === ATTEMPTS ? 'attempts' : ledgers.has(name) ? 'row' : 'report'
    return isTold ? [] : [{ change, because: `${printable(name)} is not the file that was signed` }]
  })
  return [...ofLedgers, ...ofOthers]
}

/** From what says most to what says least: a row that was changed is in a ledger that was changed. */
function ledgerFindings(arm: ArmEvidence, bytes: Buffer): readonly Finding[] {
  const { run, chain, planHash, planWritten, expectationWritten, inOrder, entries, lines, ledger } = readAgain(bytes)
  const told = (change: Change, because: string): Finding => ({
    change,
    because: `${ledgerIn(arm.folder)}: ${because}`,
  })
  if (run && run.arm !== arm.arm) {
    return [told('arms swapped', `it is the ledger of '${printable(run.arm)}', expected that of '${arm.arm}'`)]
  }
  const { plan, expectation } = arm
  const findings: Finding[] = []
  if (plan?.written !== (run && planWritten)) findings.push(told('plan', 'its plan is not the one that was signed'))
  else if (run && planHash !== run.planHash) findings.push(told('plan', 'its plan has another hash than it says'))
  if (expectation && expectation.written !== expectationWritten)
    findings.push(told('expectations', 'what was expected of the arm is not what was signed'))
  const where = chain.line === undefined ? '' : `, at line ${chain.line}: ${chain.because}`
  const head = ledger.head ?? 'none'
  const isSealedSo = arm.ledger?.head === head
  const isMoved = !inOrder || (isSealedSo && lines !== arm.ledger?.entries)
  if (isMoved && chain.state === 'broken') findings.push(told('order', `its lines are not in their order${where}`))
  if (!isSealedSo) {
    const sealed = chain.state === 'whole' ? 'it was written and sealed again' : `its end is another${where}`
    findings.push(told('head', `${sealed}; ${entries} entries, ${arm.ledger?.entries ?? 0} were signed`))
  }
  if (findings.length === 0 && arm.ledger?.chain !== chain.state)
    findings.push(told('row', `it is not as it was written${where}`))
  return findings
}
