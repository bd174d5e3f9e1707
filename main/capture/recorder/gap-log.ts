// Lists that grow, kept as the text they will be: a member is put into words once, however often the text is written. And
// the exact list of a recording's gaps, which is one.
import type { RecordedGap } from './sidecar.ts'

/** A recording with more gaps than this is ended: it is of no use, and its description would be larger than its samples. */
export const mostGaps = 1_000_000

/** Lines put together into one piece of text. */
const linesPerPiece = 4096

/** The members of a JSON list. */
export class JsonMembers {
  readonly #pieces: Uint8Array[] = []
  #lines: string[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  add(member: object): void {
    this.#lines.push(`${this.#count === 0 ? '' : ','}\n    ${JSON.stringify(member)}`)
    this.#count++
    if (this.#lines.length === linesPerPiece) this.#pieces.push(this.#takeLines())
  }

  /** In pieces; none for an empty list. */
  text(): readonly Uint8Array[] {
    return this.#lines.length === 0 ? [...this.#pieces] : [...this.#pieces, Buffer.from(this.#lines.join(''))]
  }

  #takeLines(): Uint8Array {
    const piece = Buffer.from(this.#lines.join(''))
    this.#lines = []
    return piece
  }
}

export class GapLog {
  readonly #members = new JsonMembers()
  #lostSamples = 0

  get count(): number {
    return this.#members.count
  }

  /** Scans missing in all gaps together. */
  get lostSamples(): number {
    return this.#lostSamples
  }

  add(gap: RecordedGap): void {
    this.#members.add(gap)
    this.#lostSamples += gap.lostSamples
  }

  /** The members of a JSON list, in pieces; none for an empty list. */
  text(): readonly Uint8Array[] {
    return this.#members.text()
  }
}
