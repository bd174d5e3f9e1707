// A doubly linked list threaded through the blocks themselves: no allocation per block, and a block cannot be on two.
import type { DmaBlock } from './block.ts'

export class BlockList {
  readonly name: string
  #head: DmaBlock | null = null
  #tail: DmaBlock | null = null
  #length = 0

  constructor(name: string) {
    this.name = name
  }

  get length(): number {
    return this.#length
  }

  get head(): DmaBlock | null {
    return this.#head
  }

  append(block: DmaBlock): void {
    if (block.list !== null) throw new Error(`block ${block.id} is on the ${block.list.name} list already`)
    block.list = this
    block.previous = this.#tail
    block.next = null
    if (this.#tail === null) this.#head = block
    else this.#tail.next = block
    this.#tail = block
    this.#length++
  }

  remove(block: DmaBlock): void {
    if (block.list !== this) throw new Error(`block ${block.id} is not on the ${this.name} list`)
    if (block.previous === null) this.#head = block.next
    else block.previous.next = block.next
    if (block.next === null) this.#tail = block.previous
    else block.next.previous = block.previous
    block.list = null
    block.previous = null
    block.next = null
    this.#length--
  }

  shift(): DmaBlock | null {
    const block = this.#head
    if (block !== null) this.remove(block)
    return block
  }

  /** Removes all. */
  clear(): void {
    while (this.shift() !== null);
  }

  *[Symbol.iterator](): Generator<DmaBlock> {
    for (let block = this.#head; block !== null; ) {
      const next = block.next
      yield block
      block = next
    }
  }
}
