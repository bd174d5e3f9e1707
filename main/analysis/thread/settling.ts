// Questions that are answered when all that was announced before them has been taken in.
export class Settling {
  readonly #waiting: { readonly request: number; readonly until: number }[] = []

  /** @param until the position of the block that has to be taken in before the answer */
  ask(request: number, until: number): void {
    this.#waiting.push({ request, until })
  }

  /** Those whose block is among the `taken` ones, in the order in which they were asked; each once. */
  *answered(taken: number): Generator<number> {
    while (this.#waiting.length > 0 && this.#waiting[0]!.until <= taken) yield this.#waiting.shift()!.request
  }
}
