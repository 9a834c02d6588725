/** What goes wrong with a request, with the status and the words in which Toxiproxy answers. */

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
