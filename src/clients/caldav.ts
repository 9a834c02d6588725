/**
 * Appointments and tasks on a CalDAV service: a calendar and a list of tasks for each account, sync tokens as cursors,
 * ETags as tags. The last writer wins: whoever writes on a version that is no longer there is refused.
 */

import { client } from './client.ts'

/**
 * Calendar and tasks over CalDAV: appointments are VEVENTs in `/<user>/calendar/`, tasks VTODOs in `/<user>/tasks/`.
 * Folders are made where they are missing; tags are ETags, cursors sync tokens.
 * @example
 * clients: { calendar: caldav(radicale) }
 */
export const caldav = client({
  carries: ['calendar', 'tasks'],
  policies: { calendar: 'lww', tasks: 'lww' },
  connect: async ({ send }, account) => {
    // With its parser of XML, which only WebDAV needs.
    const [{ SyncedFolder }, { together }, { CALENDAR, TASKS }] = await Promise.all([
      import('./dav/synced-folder.ts'),
      import('./dav/together.ts'),
      import('./caldav/kinds.ts'),
    ])
    const home = `/${encodeURIComponent(account.user)}`
    return together({
      calendar: new SyncedFolder(send, CALENDAR, `${home}/calendar/`, account),
      tasks: new SyncedFolder(send, TASKS, `${home}/tasks/`, account),
    })
  },
})
