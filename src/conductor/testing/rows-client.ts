/** The client of the small sync service, and what can be wrong with an adapter that somebody writes. */

import {
  client,
  jsonOf,
  outcomeOf,
  type Change,
  type Outcome,
  type Row,
  type Send,
  type View,
} from '../../clients/index.ts'

interface Page {
  readonly kind: 'full' | 'delta'
  readonly rows: readonly Row[]
  readonly cursor: string
  readonly more: boolean
}

export type Mistake =
  | 'none'
  | 'ignores pages'
  | 'reads errors as empty'
  | 'reads warming up as empty'
  | 'cuts bodies'
  | 'changes ids'
  | 'throws'
  | 'returns nothing'

const CUT_AT = 40

export const rowsClient = (mistake: Mistake = 'none') =>
  client({
    carries: ['contacts', 'notes'],
    policies: { contacts: 'lww', notes: 'lww' },
    connect: ({ send }, { user }) => {
      const as = { headers: { 'x-user': user } }
      const push = (change: Change) => pushed(send, change, as)
      const pull = (cursor?: string) => pulled(send, cursor, as, mistake)
      return Promise.resolve({ push: wrongly(mistake, push), pull })
    },
  })

type As = { readonly headers: { readonly 'x-user': string } }

async function pushed(send: Send, { id, collection: of, body }: Change, as: As): Promise<Outcome> {
  const answer = await send('POST', '/', { ...as, body: JSON.stringify({ id, collection: of, body }) })
  return outcomeOf(answer, { acked: [201], rejected: [403] })
}

async function pulled(send: Send, cursor: string | undefined, as: As, mistake: Mistake = 'none'): Promise<View> {
  const rows = new Map<string, Row>()
  let first: Page | undefined
  for (let since = cursor ?? ''; ;) {
    const answer = await send('GET', `/?since=${since}`, as)
    if (answer.status !== 200 && mistake === 'reads errors as empty') return { kind: 'full', rows: [] }
    const isOwn = mistake === 'reads warming up as empty' && !answer.text.startsWith('<html>')
    if (answer.status !== 200 && isOwn) return { kind: 'full', rows: [] }
    const page = jsonOf(answer) as Page
    first ??= page
    for (const row of page.rows) rows.set(row.id, readBy(mistake, row))
    since = page.cursor
    if (page.more && mistake !== 'ignores pages') continue
    const isWanted = (row: Row) => first?.kind === 'delta' || row.body !== undefined
    return { kind: first.kind, rows: [...rows.values()].filter(isWanted), cursor: since }
  }
}

function readBy(mistake: Mistake, row: Row): Row {
  if (mistake === 'changes ids') return { ...row, id: `/${row.id}` }
  return mistake === 'cuts bodies' ? cut(row) : row
}

const cut = ({ body, ...row }: Row): Row => ({ ...row, ...(body !== undefined && { body: body.slice(0, CUT_AT) }) })

/** As adapters go wrong in whose language nothing is checked. */
function wrongly(mistake: Mistake, push: (change: Change) => Promise<Outcome>) {
  return async (change: Change): Promise<Outcome> => {
    if (mistake === 'throws') throw new TypeError("cannot read 'etag' of undefined")
    const outcome = await push(change)
    return mistake === 'returns nothing' ? (undefined as unknown as Outcome) : outcome
  }
}
