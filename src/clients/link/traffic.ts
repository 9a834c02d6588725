/** What went over one edge, whatever its protocol: requests, how many had no answer, which answers are lost. */

export interface LostAnswers {
  /** How many answers arrived and were then lost for the device. */
  readonly count: number
  stop(): void
}

export interface Counts {
  readonly requests: number
  readonly unanswered: number
  /** Bytes of answers: of HTTP their bodies, of anything else all that came. */
  readonly received: number
}

export class Traffic {
  #losing: { readonly every: number; seen: number; lost: number } | undefined
  #requests = 0
  #unanswered = 0
  #received = 0

  get counts(): Counts {
    return { requests: this.#requests, unanswered: this.#unanswered, received: this.#received }
  }

  asked(): void {
    this.#requests += 1
  }

  unanswered(): void {
    this.#unanswered += 1
  }

  received(bytes: number): void {
    this.#received += bytes
  }

  /** From now on the answer to every nth change is lost. Of a stream nobody knows what is a change: all of it is. */
  loseAnswers({ every }: { readonly every: number }): LostAnswers {
    const losing = { every, seen: 0, lost: 0 }
    this.#losing = losing
    return {
      get count() {
        return losing.lost
      },
      stop: () => {
        if (this.#losing === losing) this.#losing = undefined
      },
    }
  }

  /** Asked for each change: undefined, or what is told once its answer has come and is lost. */
  nextLoss(): (() => void) | undefined {
    const losing = this.#losing
    if (!losing) return undefined
    losing.seen += 1
    if (losing.seen % losing.every !== 0) return undefined
    return () => void (losing.lost += 1)
  }
}
