/** A calendar of appointments, and one of tasks: many programs keep them apart, and some services must. */

import type { Kind } from '../dav/synced-folder.ts'
import { CALDAV, multiget, newCalendar } from '../dav/requests.ts'
import { bodyOfItem, itemOf } from './item.ts'

function kindOf(name: string, collection: 'calendar' | 'tasks', part: 'VEVENT' | 'VTODO', title: string): Kind {
  return {
    name,
    collection,
    contentType: 'text/calendar; charset=utf-8',
    ending: '.ics',
    make: { method: 'MKCALENDAR', body: newCalendar(part, title) },
    multiget: (hrefs) => multiget(CALDAV, 'calendar', hrefs),
    write: (body, id) => itemOf(part, body, id),
    read: (item) => bodyOfItem(part, item),
  }
}

export const CALENDAR = kindOf('calendar', 'calendar', 'VEVENT', 'Calendar')
export const TASKS = kindOf('list of tasks', 'tasks', 'VTODO', 'Tasks')
