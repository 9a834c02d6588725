/** report.json: the report as it is, for programs; safe to look at and to put into a page all the same. */

import type { Report } from './report.ts'

/** `<` because of `</script>`; the others turn writing round, hide in it, or speak to a terminal. */
const ESCAPED = /[<\u007f]|(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

export const toJson = (report: Report): string => plainJson(report)

export function plainJson(value: object): string {
  return `${JSON.stringify(value, null, 2).replaceAll(ESCAPED, escaped)}\n`
}

const escaped = (hidden: string): string =>
  hidden.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
