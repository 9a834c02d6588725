/**
 * vdirsyncer: keeps a folder of cards and an address book alike, and remembers in its status what both had when it
 * last ran. From that it concludes who deleted what: of a server that went back, that everything newer was deleted
 * there. It refuses to empty a side that held something: a last contact is not deleted before another is made.
 */

import { addressBookOf } from '../../clients/index.ts'
import { authorityOf } from '../../kernel/index.ts'
import type { Run } from '../../site/index.ts'
import type { Driver, Heard, Laptop, Program } from './program.ts'

/** How vdirsyncer is set up, and where it runs. */
export interface VdirsyncerOptions {
  /** Where both sides were changed since it last ran. */
  readonly conflict: 'server wins' | 'device wins'
  /** A machine that has it. */
  readonly run: Run
}

const STATUS = 'status/'
const CONFIG = 'vdirsyncer.conf'

/**
 * vdirsyncer, a real client of CardDAV, on machines of their own. Needs containers.
 * @example
 * programs(vdirsyncer({ conflict: 'server wins', run: { image: 'acme/laptop:1' } }), { accounts: 4 })
 */
export function vdirsyncer({ conflict, run }: VdirsyncerOptions): Program<'forget status'> {
  return {
    is: 'program',
    name: 'vdirsyncer',
    carries: ['contacts'],
    tells: { 'forget status': 'deletes its status folder, so that whatever only one side has is new' },
    run,
    drive: (laptop) => new Vdirsyncer(laptop, conflict === 'server wins' ? 'b wins' : 'a wins'),
  }
}

class Vdirsyncer implements Driver {
  readonly cards = 'contacts/'
  readonly #laptop: Laptop
  readonly #resolution: string
  /** It wants to have looked at both sides once before it syncs them. */
  #knowsBoth = false

  constructor(laptop: Laptop, resolution: string) {
    this.#laptop = laptop
    this.#resolution = resolution
  }

  async sync(): Promise<Heard> {
    if (!this.#knowsBoth) {
      const { home } = this.#laptop
      await home.write(CONFIG, this.#config())
      // Its side of the pair must be there; a file that is no card is none of its business.
      await home.write(`${this.cards}.keep`, '')
      const discovered = await this.#run('discover')
      if (discovered.code !== 0) return discovered
      this.#knowsBoth = true
    }
    return this.#run('sync')
  }

  async tell(): Promise<void> {
    await this.#laptop.home.clear(STATUS)
    this.#knowsBoth = false
  }

  async #run(command: 'discover' | 'sync'): Promise<Heard> {
    const argv = ['vdirsyncer', '--config', this.#laptop.home.path(CONFIG), command]
    const { code, output } = await this.#laptop.execute(argv)
    return { ...heardIn(output), code }
  }

  #config(): string {
    const { account, address, home } = this.#laptop
    const sections = {
      general: { status_path: home.path(STATUS) },
      'pair contacts': { a: 'device', b: 'server', collections: null, conflict_resolution: this.#resolution },
      'storage device': { type: 'filesystem', path: home.path(this.cards), fileext: '.vcf' },
      'storage server': {
        type: 'carddav',
        url: `http://${authorityOf(address())}${addressBookOf(account.user)}`,
        username: account.user,
        password: account.password.reveal(),
      },
    }
    return Object.entries(sections)
      .map(([name, values]) => {
        const lines = Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
        return `[${name}]\n${lines.join('\n')}\n`
      })
      .join('\n')
  }
}

/** By the UID of the card. What it says before it does it counts only once the whole run has ended well. */
export function heardIn(output: string): Omit<Heard, 'code'> {
  const named = (pattern: RegExp) => new Set([...output.matchAll(pattern)].map(([, item]) => item ?? ''))
  return {
    uploaded: named(/^Copying \((?:uploading|updating)\) item (.+) to server$/gm),
    deleted: named(/^Deleting item (.+) from server$/gm),
    words: output.trimEnd().split('\n').slice(-3).join(' ').slice(-300),
  }
}
