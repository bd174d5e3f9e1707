// Between the recorder and the file: hands scans, where they lie in memory, to the thread that encodes, and writes what it makes of
// them. While one part goes into the file the next is encoded. It knows how many scans are in the file, and where gaps lie
// between them, and segments begin.
import { type RecordedGap, type RecordedSegment, type SampleSink, skip } from '#main/capture/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { Pieces, Progress } from './format.ts'
import type { Encoding } from './thread/encoding.ts'
import type { Order } from './thread/messages.ts'

/** What the encoder is told when so many scans as it says are in the file. */
interface Turn {
  readonly atScan: number
  readonly order: Order<Uint8Array>
}

/** What is encoded in one go. */
interface Part {
  readonly orders: readonly Order<Uint8Array>[]
  readonly scans: number
}

/** Of scans, so many bytes go to the encoder at once: some tens of milliseconds of its time; more where it does not touch them. */
const partBytes = { encoded: 512 << 10, plain: 8 << 20 } as const

export class EncodingSink implements SampleSink {
  readonly name: string
  readonly #sink: SampleSink
  readonly #encoding: Encoding
  readonly #bytesPerScan: number
  readonly #partScans: number
  readonly #turns: Turn[] = []
  /** Scans in the file, and those that the encoder was given. */
  #scans = 0
  #given = 0
  #bytes = 0
  #hasHead = false
  /** Its head is written, the last time in `close`. */
  #isClosing = false
  #telling: Promise<void> = Promise.resolve()
  /** Why the file takes no more of what is encoded; null: it does. */
  #problem: { readonly thrown: unknown } | null = null
  startUnixMs: number | null = null

  constructor(sink: SampleSink, encoding: Encoding, bytesPerScan: number) {
    this.name = sink.name
    this.#sink = sink
    this.#encoding = encoding
    this.#bytesPerScan = bytesPerScan
    const { encoded, plain } = partBytes
    this.#partScans = Math.max(1, Math.floor((encoding.facts.isPlain ? plain : encoded) / bytesPerScan))
  }

  /** Bytes in the file. */
  get bytes(): number {
    return this.#bytes
  }

  /** Scans follow after this gap, when so many as it says are in the file. */
  gap(gap: RecordedGap): void {
    this.#turns.push({ atScan: gap.atScan, order: { what: 'gap', gap } })
  }

  /** A kept segment follows, when so many scans as it says are in the file. */
  segment(segment: RecordedSegment): void {
    this.#turns.push({ atScan: segment.atScan, order: { what: 'segment', segment } })
  }

  /** Writes the head, once. */
  async begin(): Promise<void> {
    if (this.#hasHead) return
    this.#hasHead = true
    const isFile = this.#sink.rewrite !== undefined
    await this.#put([await this.#encoding.head(this.#progress(isFile ? 0 : null, false))])
  }

  /** The head says from now on that so many scans follow. */
  tell(scans: number): Promise<void> {
    if (this.#isClosing) return Promise.resolve()
    this.#telling = this.#rewrite(scans, false)
    return this.#telling
  }

  async write(pieces: readonly Uint8Array[]): Promise<number> {
    if (this.#problem !== null) throw this.#problem.thrown
    await this.begin()
    const left = Math.floor(this.#encoding.facts.mostScans - this.#given)
    if (left < 1)
      fail(
        'EFBIG',
        say`${this.name} is full: a file of this format holds ${Math.floor(this.#encoding.facts.mostScans)} scans.`,
      )
    const before = this.#scans
    try {
      let writing: Promise<void> = Promise.resolve()
      for (const part of this.#partsOf(pieces, left)) {
        const made = await this.#encoding.encode(part.orders)
        await writing
        writing = this.#putPart(made, part.scans)
        // Whoever awaits it hears of it.
        writing.catch(() => undefined)
      }
      await writing
    } catch (thrown) {
      this.#problem = { thrown }
      if (this.#scans === before) throw thrown
    }
    return (this.#scans - before) * this.#bytesPerScan
  }

  sync(): Promise<void> {
    return this.#sink.sync()
  }

  /** Writes the tail and the last head. */
  async close(isWhole: boolean): Promise<void> {
    this.#isClosing = true
    try {
      await this.#telling
      await this.begin()
      // What was encoded and did not get there is missing: no tail would be true.
      if (this.#problem === null) {
        await this.#put(await this.#encoding.encode(this.#turnsDue()))
        await this.#put(await this.#encoding.tail(this.#progress(this.#scans, isWhole)))
      }
      await this.#rewrite(this.#scans, isWhole)
      await this.#sink.sync()
    } finally {
      await this.#encoding.close()
      await this.#sink.close(isWhole)
    }
  }

  async #rewrite(scans: number, complete: boolean): Promise<void> {
    if (!this.#hasHead || this.#sink.rewrite === undefined) return
    const head = await this.#encoding.head(this.#progress(scans, complete))
    if (head.byteLength > 0) await this.#sink.rewrite(head)
  }

  #progress(scans: number | null, complete: boolean): Progress {
    return { scans, complete, startUnixMs: this.startUnixMs }
  }

  /** Whole scans from the begin of the pieces, at most so many, with what is told between them. */
  *#partsOf(pieces: readonly Uint8Array[], mostScans: number): Generator<Part> {
    let left = mostScans
    let orders: Order<Uint8Array>[] = []
    let scans = 0
    for (const piece of pieces) {
      for (let at = 0; at + this.#bytesPerScan <= piece.byteLength && left > 0; ) {
        orders.push(...this.#turnsDue())
        const untilTurn = (this.#turns[0]?.atScan ?? Number.POSITIVE_INFINITY) - this.#given
        const inPiece = Math.floor((piece.byteLength - at) / this.#bytesPerScan)
        const some = Math.min(inPiece, this.#partScans - scans, untilTurn, left)
        const end = at + some * this.#bytesPerScan
        orders.push({ what: 'scans', bytes: piece.subarray(at, end) })
        at = end
        left -= some
        scans += some
        this.#given += some
        if (scans === this.#partScans) {
          yield { orders, scans }
          orders = []
          scans = 0
        }
      }
      // What follows a part of a scan is not the begin of the next one.
      if (piece.byteLength % this.#bytesPerScan !== 0) break
    }
    if (scans > 0) yield { orders, scans }
  }

  #turnsDue(): Order<Uint8Array>[] {
    const due: Order<Uint8Array>[] = []
    while (this.#turns[0] !== undefined && this.#turns[0].atScan <= this.#given) due.push(this.#turns.shift()!.order)
    return due
  }

  async #putPart(pieces: Pieces, scans: number): Promise<void> {
    await this.#put(pieces)
    this.#scans += scans
  }

  async #put(pieces: Pieces): Promise<void> {
    let left = pieces.filter(({ byteLength }) => byteLength > 0)
    while (left.length > 0) {
      const taken = await this.#sink.write(left)
      this.#bytes += taken
      left = [...skip(left, taken)]
    }
  }
}
