/** Writes down the milestones that services announce in their logs. */

import type { Ledger } from '../ledger/index.ts'
import type { Service, Topology } from '../site/index.ts'

export class Milestones {
  readonly #topology: Topology
  readonly #ledger: Ledger

  constructor(topology: Topology, ledger: Ledger) {
    this.#topology = topology
    this.#ledger = ledger
  }

  /** Give it every line of every service. */
  readonly hear = (service: Service, line: string): void => {
    for (const [milestone, pattern] of Object.entries(service.milestones)) {
      if (!pattern.test(line)) continue
      this.#ledger.append({ is: 'log', service: this.#topology.nameOf(service), milestone })
    }
  }
}
