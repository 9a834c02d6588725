/** What a report does not prove. Said in each, because nobody looks it up. */

import type { Judgement } from '../judge/judgement.ts'

const ALWAYS = [
  'The same seed plans the same edits. Retries, timing and which of two concurrent edits is first belong to real' +
    ' processes, and are not reproduced.',
  'A verdict covers the collections, accounts and faults of this drill, and no others.',
]

const KILL = 'A killed process is not a power failure: what it had handed to the operating system was still written.'

const RENEWED =
  'What a service wrote outside its volumes, its working folder, HOME and TMPDIR, or into a folder of yours that' +
  ' `cwd` names, was still there after an upgrade or a replacement: on the embedded runtime nobody can empty that.'

const BY_RUNTIME: Readonly<Record<string, string>> = {
  embedded: 'Volumes were folders, and services were processes, of one machine: recovery times are of this machine.',
  containers: 'Services ran in containers of one engine: recovery times are of that machine.',
  external: 'Nothing was started here: what the operator of the system did is only known as far as devices saw it.',
}

export function noticesOf(runtime: string, judgements: readonly Judgement[]): readonly string[] {
  const killed = judgements.some(({ witnesses }) => witnesses.some(({ name }) => /kill|destroy/i.test(name)))
  const renewed = runtime === 'embedded' && judgements.some(({ hasRenewed }) => hasRenewed)
  const { [runtime]: ofRuntime } = BY_RUNTIME
  return [
    ...ALWAYS,
    ...(killed ? [KILL] : []),
    ...(renewed ? [RENEWED] : []),
    ...(ofRuntime === undefined ? [] : [ofRuntime]),
  ]
}
