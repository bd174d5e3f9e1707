// A first-in first-out list that costs the same however long it is, and no garbage per element.

export class Fifo<T> {
  #slots: (T | undefined)[] = new Array<T | undefined>(16).fill(undefined)
  #head = 0
  #length = 0

  get length(): number {
    return this.#length
  }

  push(item: T): void {
    if (this.#length === this.#slots.length) this.#grow()
    this.#slots[(this.#head + this.#length) & (this.#slots.length - 1)] = item
    this.#length++
  }

  /** The element at a distance from the oldest. */
  at(index: number): T | undefined {
    return index >= 0 && index < this.#length ? this.#slots[(this.#head + index) & (this.#slots.length - 1)] : undefined
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined
    const item = this.#slots[this.#head]
    this.#slots[this.#head] = undefined
    this.#head = (this.#head + 1) & (this.#slots.length - 1)
    this.#length--
    return item
  }

  /** Removes one element wherever it is; quick when it is the oldest. False when it is not in the list. */
  remove(item: T): boolean {
    if (this.#length > 0 && this.at(0) === item) {
      this.shift()
      return true
    }
    const items = this.drain()
    const found = items.indexOf(item)
    if (found >= 0) items.splice(found, 1)
    for (const one of items) this.push(one)
    return found >= 0
  }

  /** Oldest first. The list does not change meanwhile. */
  *[Symbol.iterator](): Generator<T> {
    for (let index = 0; index < this.#length; index++) yield this.at(index)!
  }

  find(matches: (item: T) => boolean): T | undefined {
    for (let index = 0; index < this.#length; index++) {
      const item = this.at(index)
      if (item !== undefined && matches(item)) return item
    }
    return undefined
  }

  /** Takes all, oldest first. */
  drain(): T[] {
    const items: T[] = []
    for (let item = this.shift(); item !== undefined; item = this.shift()) items.push(item)
    return items
  }

  #grow(): void {
    const items = this.#slots
    const capacity = items.length * 2
    const slots = new Array<T | undefined>(capacity).fill(undefined)
    for (let index = 0; index < this.#length; index++) slots[index] = items[(this.#head + index) & (items.length - 1)]
    this.#slots = slots
    this.#head = 0
  }
}
