// A group of registers of SCPI-99 (volume 1, chapter 9): what is so now, what has happened, and which of it is told of. Bit 15 is
// always 0, so that a group is a number of 16 bits with a sign.

const allBits = 0x7fff

export class RegisterGroup {
  #condition = 0
  #event = 0
  #enabled = 0
  #rising = allBits
  #falling = 0

  /** What is so from here on; what it was before is no event. */
  begin(condition: number): void {
    this.#condition = condition & allBits
  }

  /**
   * What is so now. What changed since is an event, as the filters let it through.
   * @param meanwhile bits that were so since the last time, though they are not now, or were already
   */
  put(condition: number, meanwhile = 0): void {
    const rose = (condition & ~this.#condition) | meanwhile
    const fell = (this.#condition | meanwhile) & ~condition
    this.#event |= ((rose & this.#rising) | (fell & this.#falling)) & allBits
    this.#condition = condition & allBits
  }

  get condition(): number {
    return this.#condition
  }

  /** Reads the events, and clears them. */
  takeEvents(): number {
    const events = this.#event
    this.#event = 0
    return events
  }

  /** Which events the summary tells of. */
  get enabled(): number {
    return this.#enabled
  }

  set enabled(bits: number) {
    this.#enabled = bits & allBits
  }

  /** Which bits are an event when they become 1. */
  get rising(): number {
    return this.#rising
  }

  set rising(bits: number) {
    this.#rising = bits & allBits
  }

  /** Which bits are an event when they become 0. */
  get falling(): number {
    return this.#falling
  }

  set falling(bits: number) {
    this.#falling = bits & allBits
  }

  /** Whether an event that is enabled has happened. */
  get summary(): boolean {
    return (this.#event & this.#enabled) !== 0
  }

  /** Nothing has happened; what is told of stays. */
  clear(): void {
    this.#event = 0
  }

  /** What is told of is as at the beginning: nothing, and what begins is an event. What has happened stays. */
  preset(): void {
    this.#enabled = 0
    this.#rising = allBits
    this.#falling = 0
  }
}
