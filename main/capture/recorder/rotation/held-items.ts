// What came of the stream while no file could take it, in order. Its blocks are held meanwhile.
import type { BlockRef, StreamFormat } from '../../tap.ts'

export type Item =
  | { readonly kind: 'format'; readonly format: StreamFormat }
  | { readonly kind: 'missing'; readonly scans: number }
  | { readonly kind: 'block'; readonly block: BlockRef }

export class HeldItems {
  readonly #items: Item[] = []

  get first(): Item | undefined {
    return this.#items[0]
  }

  /** Of the blocks. */
  get bytes(): number {
    return this.#items.reduce((sum, item) => sum + (item.kind === 'block' ? item.block.bytes : 0), 0)
  }

  add(item: Item): void {
    retain(item)
    this.#items.push(item)
  }

  /**
   * Hands the items over, oldest first, until one is not taken, or not to its end: what is left of it stays in its place.
   * @param take returns what it does not take of the item; null: it took all
   */
  giveOut(take: (item: Item) => Item | null): void {
    for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift()) {
      const rest = take(item)
      if (rest !== null) retain(rest)
      release(item)
      if (rest === null) continue
      this.#items.unshift(rest)
      return
    }
  }

  /** Lets go of all. */
  clear(): void {
    for (const item of this.#items.splice(0)) release(item)
  }
}

function retain(item: Item): void {
  if (item.kind === 'block') item.block.retain()
}

function release(item: Item): void {
  if (item.kind === 'block') item.block.release()
}
