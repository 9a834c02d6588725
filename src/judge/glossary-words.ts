/** Words that the rules of the glossary use, each as exactly as they need it. */

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
    ' seen, unless it is a delete, an open delete has seen it, or it lost a conflict, as the policy of its collection' +
    ' allows, to an edit that was deleted since.',
  shows:
    'A read shows a version when it has a row of that version with its content, or of a version that has seen it. A' +
    ' row that merges several edits has seen what the writers of all its fields had seen.',
  'full read':
    'A read in which absence means absence. It was complete, it did not ask for changes only, and it covers the' +
    ' collection; any other read proves only what it shows.',
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
