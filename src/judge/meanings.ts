/** What verdicts, fates and flags mean, each in a few sentences with the exact rule; and the words that rules use. */

import type { Fate, Flag, Verdict } from './judgement.ts'

export const VERDICT_MEANS: Readonly<Record<Verdict, string>> = {
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
}

/** The worst first. */
export const FATE_MEANS: Readonly<Record<Fate, string>> = {
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
    ' strike, in real time, than `recoveryTime` allows for its class.',
  recovered:
    'It was gone for a while, and is back. Nothing of it is missing at the end, and at least one full read of the' +
    ' server after its acknowledgement did not show it.',
  unverified:
    'Acknowledged, and nobody can tell whether it is there. The final read of the server for its account is' +
    ' missing, was not complete, or does not cover its class. A server that is known to be gone for good counts as' +
    ' read: it shows nothing.',
  indeterminate:
    'Nothing is owed, so that it may be there or not. No edit of it was acknowledged; or it is absent, and a delete' +
    ' that had seen it and was never answered may have been carried out.',
  durable:
    'It is there, and was never seen to be missing. Nothing of it is missing at the end, and every full read of the' +
    ' server since its acknowledgement showed it.',
}

/** A record may have several, whatever its fate. */
export const FLAG_MEANS: Readonly<Record<Flag, string>> = {
  corrupted:
    'Damaged: the name of a version over content that its writer did not write. A row has the token of a known edit' +
    ' and another fingerprint; where fields merge, only if a field was written by nobody or is missing. It counts' +
    ' in any read, also when a later edit that was made on top of it hides it. A score above all that was ever' +
    ' attempted is corrupted.',
  resurrected:
    'Deleted, and back. A final read of the server, a device or a new device shows a version that an acknowledged' +
    ' delete had seen.',
  diverged:
    'Two screens of one person show different things, though everything had come to rest. The complete final reads' +
    ' of the server and of a device or new device of the same account differ in the content of the record, or only' +
    ' one of them shows it. Classes that one of them does not cover are left out.',
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
    'A field of an edit is gone from a record that is there. The class merges field by field, the edit is owed, and' +
    ' no row shows the value that it wrote into the field, nor one that was written concurrently or by somebody who' +
    ' had seen it.',
  misordered: 'One half came without the other. A final read shows a photo whose picture is not there.',
  'shown empty':
    'A person was shown nothing where there was much. A full read before the end was empty though the account had' +
    ' records, nothing had taken them by then, and a later read showed them again.',
  'false-ack':
    'Called synced while only the device had it. Nothing that is recorded today can show it; the promise that it' +
    ' would refute, `statusIsHonest`, is never more than unproven.',
}

export const WORDS: Readonly<Record<string, string>> = {
  record:
    'One thing that a person keeps: a contact, a note. Its name travels inside its content, so that it is known' +
    ' again whatever id a service gives it.',
  version:
    'What one edit made of a record. It is known by its token, the device and the number of its edit, and by the' +
    ' fingerprint of its content.',
  'has seen':
    'An edit has seen a version that its device was showing when it was made, and all that the version had seen.' +
    ' The rule is one of version vectors: no device counts further in the vector of the one than in that of the' +
    ' other. Two edits of a record are concurrent when neither has seen the other.',
  acknowledged: 'The service said that it has the edit. At least one attempt was answered with yes.',
  open:
    'Nobody knows whether it was carried out. The edit was not acknowledged, and at least one attempt was neither' +
    ' answered nor refused; a refusal closes only its own attempt.',
  owed:
    'What must be there at the end. An acknowledged edit is owed that no other acknowledged edit of the record has' +
    ' seen, unless it is a delete, an open delete has seen it, or it lost a conflict, as the policy of its class' +
    ' allows, to an edit that was deleted since.',
  shows:
    'A read shows a version when it has a row of that version with its content, or of a version that has seen it. A' +
    ' row that merges several edits has seen what the writers of all its fields had seen.',
  'full read':
    'A read in which absence means absence. It was complete, it did not ask for changes only, and it covers the' +
    ' class; any other read proves only what it shows.',
  'final read':
    'A full read taken in the audit, after everything had come to rest: of the server for each account, of each' +
    ' device, of a new device of each account, and of all sources.',
  source:
    'Whoever may still hold what the server has lost: devices, what they set aside or have not sent yet, copies,' +
    ' and volumes that were set aside and could be read. It counts only if the content is what was written.',
  strike:
    'The moment from which recovery point and recovery time count: the first injury of the disaster, else its first' +
    ' step.',
  'fresh edit':
    'The one edit that each device makes after the storm, which the others must be shown. It proves that the' +
    ' service still works; it is judged, and not counted in shares.',
}
