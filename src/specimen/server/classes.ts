/** The six classes of records that this service keeps. */

export const CLASSES = ['contacts', 'calendar', 'notes', 'tasks', 'photos', 'scores'] as const

export type RecordClass = (typeof CLASSES)[number]
