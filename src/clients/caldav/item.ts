/** An appointment and a task as the calendar that a person's program would recognise, and back. */

import type { Plain } from '../../records/index.ts'
import { normalForm, readComponent, written, type Component, type Property } from '../properties/content-lines.ts'
import { payloadOf, propertiesOf, simplePlace, type Place, type Places } from '../properties/fields.ts'

type Part = 'VEVENT' | 'VTODO'

const FRACTION = 'X-SYNCDRILL-MS'

/** A moment in UTC. iCalendar knows whole seconds: what is below one stands in a parameter. */
const STARTS: Place = {
  name: 'DTSTART',
  write: (value) => {
    if (!isMoment(value)) return undefined
    const ms = value.slice(20, 23)
    return {
      value: `${value.slice(0, 19).replaceAll(/[-:]/g, '')}Z`,
      parameters: ms === '000' ? [] : [`${FRACTION}=${ms}`],
    }
  },
  read: ({ value, parameters }) => {
    const moment = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value)
    if (!moment) return value
    const [, year, month, day, hours, minutes, seconds] = moment
    const ms =
      parameters.find((one) => one.toUpperCase().startsWith(`${FRACTION}=`))?.slice(FRACTION.length + 1) ?? '000'
    return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.${ms.replaceAll('"', '')}Z`
  },
}

/** Whole minutes, however a program divides them. */
const MINUTES: Place = {
  name: 'DURATION',
  write: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 100_000
      ? { value: `PT${value}M`, parameters: [] }
      : undefined,
  read: ({ value }) => {
    const parts = /^\+?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:0+S)?)?$/.exec(value)
    if (!parts) return value
    const [days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0))
    return (days ?? 0) * 1_440 + (hours ?? 0) * 60 + (minutes ?? 0)
  },
}

const DUE: Place = {
  name: 'DUE',
  write: (value) =>
    typeof value === 'string' && isMoment(`${value}T00:00:00.000Z`)
      ? { value: value.replaceAll('-', ''), parameters: ['VALUE=DATE'] }
      : undefined,
  read: ({ value }) => value.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'),
}

const DONE: Place = {
  name: 'STATUS',
  write: (value) =>
    typeof value === 'boolean' ? { value: value ? 'COMPLETED' : 'NEEDS-ACTION', parameters: [] } : undefined,
  read: ({ value }) => (value === 'COMPLETED' ? true : value === 'NEEDS-ACTION' ? false : value),
}

const PLACES: Readonly<Record<Part, Places>> = {
  VEVENT: {
    title: simplePlace('SUMMARY'),
    starts: STARTS,
    minutes: MINUTES,
    place: simplePlace('LOCATION'),
    text: simplePlace('DESCRIPTION'),
  },
  VTODO: { title: simplePlace('SUMMARY'), due: DUE, done: DONE, text: simplePlace('DESCRIPTION') },
}

/** When an item was made is nobody's question here, and every item must say it: the same for all. */
const STAMP: Property = { name: 'DTSTAMP', parameters: [], value: '20091001T000000Z' }
/** An appointment must begin at some time. */
const NO_START: Property = { name: 'DTSTART', parameters: [], value: '19700101T000000Z' }

/** Undefined when the body is no payload of ours. `uid` is the item's name for good. */
export function itemOf(part: Part, body: string, uid: string): string | undefined {
  const made = propertiesOf(body, uid, PLACES[part])
  if (!made) return undefined
  const hasNoStart = part === 'VEVENT' && !made.shown.includes('starts')
  const properties = [...made.properties, STAMP, ...(hasNoStart ? [NO_START] : [])]
  const head = [
    { name: 'VERSION', parameters: [], value: '2.0' },
    { name: 'PRODID', parameters: [], value: '-//syncdrill//EN' },
  ]
  return written({ name: 'VCALENDAR', properties: head, parts: [{ name: part, properties, parts: [] }] })
}

/** A payload of ours, or the calendar itself in an order that does not depend on who wrote it, for a stranger's. */
export function bodyOfItem(part: Part, item: string): string {
  const calendar = readComponent(item)
  const only = calendar && onlyPartOf(calendar, part)
  const read = only && payloadOf(only.properties, PLACES[part])
  return read ?? (calendar ? normalForm(calendar) : item)
}

function onlyPartOf({ name, parts }: Component, part: Part): Component | undefined {
  const [first] = parts
  const isOurs = name === 'VCALENDAR' && parts.length === 1 && first?.name === part && first.parts.length === 0
  return isOurs ? first : undefined
}

/** As `toISOString` writes it, with a year that calendars have. */
function isMoment(value: Plain): value is string {
  if (typeof value !== 'string' || !/^[12]\d{3}-/.test(value)) return false
  const ms = Date.parse(value)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === value
}
