/** Somebody's own command as a witness: it exits with 0 while something holds, and with anything else otherwise. */

import { reasonOf, until } from '../../kernel/index.ts'
import {
  CommandFailed,
  executeCommand,
  hasAnswered,
  lastLinesOf,
  type LimitedCommand,
  type RunningSite,
} from '../../runtime/index.ts'
import type { Witnessed } from '../fault.ts'

/** One look: whether it holds, and what the witness said. */
interface Look {
  readonly holds: boolean
  readonly said: string
}

/** What has been started may need a moment until it shows. */
const SHOWS_MS = 10_000

/** Throws a `CommandFailed` for a witness that is not there, or did not come to an end in time: it has seen nothing. */
async function look(site: RunningSite, witness: LimitedCommand): Promise<Look> {
  const executed = await executeCommand(site, witness)
  if (!hasAnswered(executed)) throw new CommandFailed(witness.argv, executed)
  const said = lastLinesOf(executed.output).slice(-1).join('')
  return { holds: executed.code === 0, said: `exited with ${executed.code}${said && `, saying: ${said}`}` }
}

/** Looks before, after and at the end, and tells what each look came to. */
export class CommandWitness {
  readonly #site: RunningSite
  readonly #witness: LimitedCommand
  readonly #before: Look
  #after: Look | undefined

  private constructor(site: RunningSite, witness: LimitedCommand, before: Look) {
    this.#site = site
    this.#witness = witness
    this.#before = before
  }

  static async open(site: RunningSite, witness: LimitedCommand): Promise<CommandWitness> {
    return new CommandWitness(site, witness, await look(site, witness))
  }

  /** It held before anything was injected: nothing that is seen from now on proves anything. */
  get heldBefore(): boolean {
    return this.#before.holds
  }

  /** Resolves once it holds; that it never does is told at the end. */
  async injected(): Promise<void> {
    const seeing = async () => {
      this.#after = await look(this.#site, this.#witness)
      return this.#after.holds
    }
    if (this.heldBefore || (await seeing())) return
    const wait = { what: 'the witness to see it', atMostMs: SHOWS_MS, everyMs: 100 }
    await until(seeing, wait).catch(() => false)
  }

  /** Once more: how often it was seen. */
  async seen(): Promise<Witnessed> {
    const words = this.#witness.argv.join(' ')
    if (this.heldBefore) return { what: `${words} had ${this.#before.said} before anything was injected`, count: 0 }
    const now = await look(this.#site, this.#witness).catch((thrown: unknown) => ({
      holds: false,
      said: `could not look (${reasonOf(thrown)})`,
    }))
    const looks = [this.#after, now].filter((one) => one !== undefined)
    const then = looks.map(({ said }) => said).join('; at the end it ')
    return {
      what: `${words} ${this.#before.said} before; then it ${then}`,
      count: looks.filter(({ holds }) => holds).length,
    }
  }

  /** As far as can be told: what held before it was injected will hold for ever. */
  async isOver(): Promise<boolean> {
    return this.heldBefore || !(await look(this.#site, this.#witness)).holds
  }
}
