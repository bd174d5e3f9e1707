// What was built in several steps is taken down again by one call, whether all of it was built or only a part.

/** A part's way down. */
export type TakeDown = () => void | Promise<void>

export class Teardown {
  readonly #parts: TakeDown[] = []

  /** The next part was built; it goes before all parts that were there. */
  add(takeDown: TakeDown): void {
    this.#parts.push(takeDown)
  }

  /**
   * Takes every part down, the last one first, whatever the others throw. Each part goes once, however often this is called.
   * @throws what the first part threw that failed, when all are down
   */
  async run(): Promise<void> {
    const failures: unknown[] = []
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop())
      try {
        await part()
      } catch (thrown) {
        failures.push(thrown)
      }
    if (failures.length > 0) throw failures[0]
  }
}

/**
 * Builds something whole or not at all: when `build` throws, the parts it has added are taken down, and its failure is thrown.
 */
export async function wholeOrNot<T>(build: (teardown: Teardown) => Promise<T>): Promise<T> {
  const teardown = new Teardown()
  try {
    return await build(teardown)
  } catch (thrown) {
    // Why it failed says more than what then failed too.
    await teardown.run().catch(() => undefined)
    throw thrown
  }
}
