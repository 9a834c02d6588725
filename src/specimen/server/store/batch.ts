/**
 * Defect A1, in either store: writes that were answered within some time share one transaction, which is committed when
 * the next write finds that it is older. No timer commits it: whoever kills the server between an answer and the next
 * write always finds something that was said and not done, however long the killing takes. Until then the database
 * stays locked: on PostgreSQL, another server that opens it waits.
 */
export class Batch {
  static readonly #MS = 400

  #begunAt = 0

  begin(): void {
    this.#begunAt = performance.now()
  }

  isOverFor(work: Work): boolean {
    return work === 'writes' && performance.now() - this.#begunAt > Batch.#MS
  }
}

export type Work = 'writes' | 'reads'
