// What every kind of trigger needs that lives of crossings: tiles become the crossings of a few lines, each a level of a
// channel, in their order. What is known is carried from tile to tile; a gap begins anew.
import type { TriggerName } from '#shared/kinds/triggers.ts'
import type { CodeHysteresis, CodeTrigger, CodeTriggerOf } from '../code-trigger.ts'
import { hysteresisFor, levelCode } from './hysteresis.ts'
import { mostLines, type SearchTools, type TriggerLine, type TriggerSearch } from './trigger-search.ts'

/** A level of a channel: the scan index of the one, a code for the other. */
export interface LineWish {
  readonly channel: number
  readonly level: number
}

interface Line {
  /** Of its channel in the scan. */
  readonly position: number
  readonly scanIndex: number
  readonly level: number
  hysteresis: number
  /** Its channel's last code of the tile before. */
  before: number
  spanCodes: number
  found: number
  next: number
}

// Beside the offset in a word of the kernel.
const rises = 1
const begins = 2

export abstract class LineSearch<K extends TriggerName> implements TriggerSearch<K> {
  readonly #tools: SearchTools<unknown>
  readonly #words: Uint32Array
  readonly #codes: Int16Array
  #lines: readonly Line[] = []
  #wish: CodeHysteresis = { hysteresis: 1 }
  #channels = 1
  #address = 0
  #sample = 0

  constructor(tools: SearchTools<unknown>) {
    this.#tools = tools
    this.#words = new Uint32Array(tools.buffer)
    this.#codes = new Int16Array(tools.buffer)
  }

  get isActive(): boolean {
    return this.#lines.length > 0
  }

  get lines(): readonly TriggerLine[] {
    return this.#lines.map(({ position, level }) => ({ channel: position, level }))
  }

  /** The event is at the crossing itself. */
  get behind(): number {
    return 0
  }

  configure(trigger: CodeTriggerOf<K> | null, scanIndexes: readonly number[], rate = 1): void {
    const wishes = trigger === null ? [] : this.prepare(trigger, rate, scanIndexes)
    const lines = wishes.map(({ channel, level }) => ({
      position: scanIndexes.indexOf(channel),
      scanIndex: channel,
      level: levelCode(level),
      ...{ hysteresis: 1, before: 0, spanCodes: Number.POSITIVE_INFINITY, found: 0, next: 0 },
    }))
    this.#lines = lines.every(({ position }) => position >= 0) ? lines : []
    this.#channels = scanIndexes.length
    this.#wish = (trigger as CodeTrigger | null) ?? { hysteresis: 1 }
    for (const line of this.#lines) this.#fitHysteresis(line)
    this.restart()
  }

  setSpan(codes: number, channel: number): void {
    for (const line of this.#lines) {
      if (line.position !== channel) continue
      line.spanCodes = codes
      this.#fitHysteresis(line)
    }
  }

  /** All events are told: each is found in any case. */
  setHoldoff(): void {}

  restart(): void {
    const first = this.#tools.lines.states / 4
    this.#words.fill(0, first, first + mostLines)
    this.forget()
  }

  search(address: number, sample: number, scans: number): void {
    if (!this.isActive) return
    this.#address = address
    this.#sample = sample
    this.#lines.forEach((line, k) => {
      line.next = this.#firstWord(k, scans)
      line.found = line.next + this.#crossings(line, k, scans)
    })
    if (this.#lines.length === 1) this.#inTurn(this.#lines[0]!)
    else this.#merged()
    this.passed(sample + scans)
    for (const line of this.#lines)
      line.before = this.#codes[address / 2 + (scans - 1) * this.#channels + line.position]!
  }

  /** Takes the values of a trigger, and says which lines it needs. */
  protected abstract prepare(
    trigger: CodeTriggerOf<K>,
    rate: number,
    scanIndexes: readonly number[],
  ): readonly LineWish[]
  /** The signal crosses a line at `sample`. Of lines crossed at the same sample those come first that are met first. */
  protected abstract crossed(line: number, isRise: boolean, sample: number): void
  /** Forgets what was found before. */
  protected abstract forget(): void
  /** From here on it is known on which side of a line the signal is. */
  protected began(_line: number, _isHigh: boolean): void {}
  /** All crossings of `sample` were told. */
  protected settled(_sample: number): void {}
  /** All samples before `end` were searched. */
  protected passed(_end: number): void {}

  /**
   * An event.
   * @param line where it is interpolated
   */
  protected event(sample: number, line = 0): void {
    this.#tools.log.push(sample, line)
  }

  /** The place of a line among `lines`, which it joins unless it is there: two of one channel at one level are one. */
  protected lineOf(lines: LineWish[], { channel, level }: LineWish): number {
    const at = lines.findIndex((one) => one.channel === channel && levelCode(one.level) === levelCode(level))
    return at >= 0 ? at : lines.push({ channel, level }) - 1
  }

  /** Scans from where the line through two samples meets the level to the crossing's sample: 0..1. */
  lagOf(line: number, sample: number): number {
    const { level, position, before } = this.#lines[line]!
    const at = this.#address / 2 + (sample - this.#sample) * this.#channels + position
    const code = this.#codes[at]!
    const last = sample > this.#sample ? this.#codes[at - this.#channels]! : before
    // A crossing is told late where the signal first stayed near the level.
    if ((last < level && code < level) || (last > level && code > level) || last === code) return 0
    return (code - level) / (code - last)
  }

  #fitHysteresis(line: Line): void {
    const others = this.#lines.filter((one) => one !== line && one.position === line.position)
    const distances = others.map(({ level }) => Math.floor(Math.abs(level - line.level) / 2))
    const room = Math.min(line.level + 32768, 32767 - line.level, ...distances)
    line.hysteresis = hysteresisFor(this.#wish, line.scanIndex, line.spanCodes, room)
  }

  #firstWord(line: number, scans: number): number {
    return this.#tools.lines.words / 4 + line * scans
  }

  #crossings({ position, level, hysteresis }: Line, k: number, scans: number): number {
    const { kernels, lines } = this.#tools
    const out = this.#firstWord(k, scans) * 4
    const state = lines.states + 4 * k
    return kernels.findCrossings(this.#address, this.#channels, position, scans, level, hysteresis, state, out)
  }

  #inTurn({ next, found }: Line): void {
    for (let k = next; k < found; k++) {
      const word = this.#words[k]!
      this.#tell(0, word)
      this.settled(this.#sample + (word >>> 2))
    }
  }

  #merged(): void {
    const lines = this.#lines
    let before = -1
    for (;;) {
      let first = -1
      let word = Number.POSITIVE_INFINITY
      for (let k = 0; k < lines.length; k++) {
        const { next, found } = lines[k]!
        if (next === found) continue
        const one = this.#words[next]!
        // A falling signal meets the last line first, a rising one the first.
        if (one >>> 2 < word >>> 2 || first < 0 || (one >>> 2 === word >>> 2 && (one & rises) === 0)) {
          first = k
          word = one
        }
      }
      const offset = first < 0 ? -1 : word >>> 2
      if (before >= 0 && offset !== before) this.settled(this.#sample + before)
      if (first < 0) return
      lines[first]!.next++
      this.#tell(first, word)
      before = offset
    }
  }

  #tell(line: number, word: number): void {
    const isRise = (word & rises) !== 0
    if ((word & begins) !== 0) this.began(line, isRise)
    else this.crossed(line, isRise, this.#sample + (word >>> 2))
  }
}
