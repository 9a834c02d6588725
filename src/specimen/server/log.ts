/** The service's log: one JSON object a line on stdout, milestones of long jobs included. */

export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void

export const log: Log = (message, details = {}) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), message, ...details })}\n`)
}

export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
