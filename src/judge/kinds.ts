/** The words that a judgement is given in, each with what it means: the exact rule in a few sentences. */

export const VERDICT_MEANS = {
  pass:
    'Everything that is promised was kept, and this run would have shown it if not. No promise that is not waived' +
    ' has a finding, there is no doubt, and the negative control held: the ledger of this run was damaged in every' +
    ' way that applies to it, judged again, and each damage was named on exactly the record that it was done to.',
  fail:
    'Something that is promised was not kept. At least one promise that is not waived has at least one finding.' +
    ' Doubts do not take a finding back; they are printed beside it.',
  inconclusive:
    'The run proves nothing, neither good nor bad. No promise that is not waived has a finding, and there is at' +
    ' least one doubt. It is never green: a run that could not have failed has not passed.',
} as const
export type Verdict = keyof typeof VERDICT_MEANS

/** The worst first. */
export const FATE_MEANS = {
  unrecoverable:
    'Gone for good, as far as anybody looked. It is owed, the final read of the server does not show it, no source' +
    ' shows it either, and its name was found nowhere in bytes that could not be read as records.',
  lost:
    'Gone from the service, and somebody may still bring it back. It is owed, the final read of the server does not' +
    ' show it, and at least one source does, or its name was found in raw bytes. What was gone before anything' +
    ' struck is lost, too.',
  'conflict-dropped':
    'One side of a conflict was dropped, though both are to be kept. Of several acknowledged edits that were' +
    ' concurrent, the final read of the server shows another and not this one, under a policy that keeps both; or,' +
    ' where fields merge, no row shows a field of it, and no concurrent or later edit explains what is shown' +
    ' instead.',
  stale:
    'An older state came back. The final read of the server shows the record, and neither the version that is owed' +
    ' nor one that has seen it; where only one side of a conflict stays, it shows none of the acknowledged sides. A' +
    ' score is stale when the server shows less than the highest that is owed.',
  'recovered-late':
    'Recovered, and later than promised. The first read of the server that showed it again was further from the' +
    ' strike, in real time, than `recoveryTime` allows for its collection.',
  recovered:
    'It was gone for a while, and is back. Nothing of it is missing at the end, and at least one full read of the' +
    ' server after its acknowledgement did not show it.',
  unverified:
    'Acknowledged, and nobody can tell whether it is there. The final read of the server for its account is' +
    ' missing, was not complete, or does not cover its collection. A server that is known to be gone for good counts' +
    ' as read: it shows nothing.',
  indeterminate:
    'Nothing is owed, so that it may be there or not. No edit of it was acknowledged; or it is absent, and a delete' +
    ' that had seen it and was never answered may have been carried out.',
  durable:
    'It is there, and was never seen to be missing. Nothing of it is missing at the end, and every full read of the' +
    ' server since its acknowledgement showed it.',
} as const
export type Fate = keyof typeof FATE_MEANS
export const FATES = Object.keys(FATE_MEANS) as readonly Fate[]

/** A record may have several, whatever its fate. */
export const FLAG_MEANS = {
  corrupted:
    'Damaged: the name of a version over content that its writer did not write. A row has the token of a known edit' +
    ' and another fingerprint; where fields merge, only if a field was written by nobody or is missing. It counts' +
    ' in any read, also when a later edit that was made on top of it hides it. A score above all that was ever' +
    ' attempted is corrupted.',
  resurrected:
    'Deleted, and back. A final read of the server, a device or a new device shows a version that an acknowledged' +
    ' delete had seen. Where the run did not come to rest in time, what a device shows may only be old, and does not' +
    ' count.',
  diverged:
    'Two screens of one person show different things, though everything had come to rest. The complete final reads' +
    ' of the server and of a device or new device of the same account differ in the content of the record, or only' +
    ' one of them shows it. Collections that one of them does not cover are left out.',
  duplicated:
    'There twice. One final read has two rows of the record, and one of them is the same version as the other, or' +
    ' had been seen by it. Two sides of a conflict are two different things.',
  phantom:
    'A row that nobody wrote. A final read shows a row whose token belongs to no edit of this run, or to an edit of' +
    ' another record, and that was not there when the run began.',
  'phantom-foreign':
    "Somebody else's data: a leak. A read of one account shows a row that was written in another account, once is" +
    ' enough.',
  'field lost':
    'A field of an edit is gone from a record that is there. The collection merges field by field, the edit is owed,' +
    ' and no row shows the value that it wrote into the field, nor one that was written concurrently or by somebody' +
    ' who had seen it. An edit by a device that was shown a damaged row without the field hands the damage on, and' +
    ' has not written the field.',
  misordered: 'One half came without the other. A final read shows a photo whose picture is not there.',
  'shown empty':
    'A person was shown nothing where there was much. A full read before the end was empty though the account had' +
    ' records, nothing had taken them by then, and a later read showed them again.',
  'false-ack':
    'Called synced while only the device had it. Nothing that is recorded today can show it; the promise that it' +
    ' would refute, `statusIsHonest`, is never more than unproven.',
} as const
export type Flag = keyof typeof FLAG_MEANS
export const FLAGS = Object.keys(FLAG_MEANS) as readonly Flag[]

/** Of losses, the one that is neither a fate nor a flag. */
export const LOSS_MEANS = {
  'gone before the strike':
    'It was acknowledged, and the server did not show it before anything was injected. Its fate is `lost` or ' +
    'worse all the same. No step and no injury is blamed for it: look at the adapter first, for one that ignores ' +
    'pages or reads an error as an empty list looks like this.',
} as const

/** What can be wrong with an acknowledged edit that is owed. */
export const LOSSES = [
  'gone before the strike',
  'lost',
  'unrecoverable',
  'stale',
  'conflict-dropped',
  'field lost',
] as const
export type Loss = (typeof LOSSES)[number]

/** What became of what was acknowledged and newer than the copy that was restored. */
export const NEWER_MEANS = {
  kept:
    'It is there, and nobody had to send it again. The server shows it at the end, or its delete still holds, and ' +
    'no attempt at it was sent after the restore.',
  'offered again':
    'It is there because somebody offered it again. Nothing of it is missing at the end, and an attempt at it was ' +
    'sent after the restore.',
  conflict:
    'It came back as a conflict. Something of it is missing at the end, and the server shows several rows of it, ' +
    'or the other side.',
  deleted:
    'It is gone from the server and from every screen. Something of it is missing at the end, and no device shows ' +
    'that version.',
  stuck:
    'A device still shows it, and the server does not. Something of it is missing at the end, and nobody sent it ' +
    'on.',
  resurrected:
    'It had been deleted, and the restored copy brought it back. The delete was acknowledged before the restore, ' +
    'the copy held the record, and the server shows it at the end.',
} as const
export type Newer = keyof typeof NEWER_MEANS
