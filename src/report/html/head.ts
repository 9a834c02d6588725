/** The head of every page: it loads nothing, from nowhere, and runs no script but its own. */

import { createHash } from 'node:crypto'
import { html, Markup } from './escape.ts'

export interface Head {
  readonly title: string
  readonly style: string
  /** None where a page has none. */
  readonly script?: string
}

/** The page's own style and script are allowed by their digests. */
export function headOf({ title, style, script }: Head): Markup {
  const policy = [
    `default-src 'none'; style-src ${digestOf(style)}`,
    ...(script === undefined ? [] : [`script-src ${digestOf(script)}`]),
    `base-uri 'none'; form-action 'none'`,
  ].join('; ')
  // Whole, for a formatter may put spaces inside an element, and then its digest is another.
  const element = new Markup(`<style>${style}</style>`)
  return html`<head>
    <meta charset="utf-8" />
    <meta http-equiv="content-security-policy" content="${new Markup(policy)}" />
    <meta name="viewport" content="width=device-width,initial-scale=1" />
    <title>${title}</title>
    ${element}
  </head>`
}

const digestOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
