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

/** What was made of it, as far as it is not in the file. */
interface Made {
  pieces: Pieces
  readonly scans: number
}

/**
 * Of scans, so many bytes go to the encoder at once: some tens of milliseconds of its time; more where it does not touch them, and
 * fewer where room is kept for what is made of them.
 */
const partBytes = { encoded: 512 << 10, plain: 8 << 20, kept: 128 << 10 } as const
/** Two parts may be made and not be in the file; and of a byte become so many, at most. */
const madeBytes = 2 * partBytes.kept * 5

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
  /** In their order; their bytes stay until two more are asked for. */
  readonly #made: Made[] = []
  /** Why the file takes no more of what is encoded; null: it does. */
  #problem: { readonly thrown: unknown } | null = null
  /** All that was encoded is in the file, so that a tail would be true. */
  #canEnd = true
  startUnixMs: number | null = null

  constructor(sink: SampleSink, encoding: Encoding, bytesPerScan: number) {
    this.name = sink.name
    this.#sink = sink
    this.#encoding = encoding
    this.#bytesPerScan = bytesPerScan
    const { isPlain, endBytes } = encoding.facts
    const most = partBytes[isPlain ? 'plain' : endBytes > 0 ? 'kept' : 'encoded']
    this.#partScans = Math.max(1, Math.floor(most / bytesPerScan))
    if (endBytes > 0) sink.reserve?.(endBytes + madeBytes)
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
    const pieces = [await this.#encoding.head(this.#progress(isFile ? 0 : null, false))]
    await this.#put({ pieces }, this.#sink.write)
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
    let writing: Promise<void> = Promise.resolve()
    try {
      for (const { orders, scans } of this.#partsOf(pieces, left)) {
        this.#made.push({ pieces: await this.#encoding.encode(orders), scans })
        await writing
        writing = this.#putNext(this.#sink.write)
        // Whoever awaits it hears of it.
        writing.catch(() => undefined)
      }
      await writing
    } catch (thrown) {
      this.#problem = { thrown }
      await writing.catch(() => undefined)
      await this.#putLast()
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
      if (this.#canEnd) {
        const write = (this.#problem === null ? undefined : this.#sink.writeLast) ?? this.#sink.write
        await this.#put({ pieces: await this.#encoding.encode(this.#turnsDue()) }, write)
        await this.#put({ pieces: await this.#encoding.tail(this.#progress(this.#scans, isWhole)) }, write)
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

  /** Writes what was made first. If that fails, it begins with the rest when it is called again. */
  async #putNext(write: SampleSink['write']): Promise<void> {
    const [next] = this.#made
    if (next === undefined) return
    await this.#put(next, write)
    this.#made.shift()
    this.#scans += next.scans
  }

  /** The file takes no more: what was made goes where room was kept for it, if there is such a place, so that the file can be ended. */
  async #putLast(): Promise<void> {
    const { writeLast } = this.#sink
    this.#canEnd = writeLast !== undefined && this.#encoding.facts.endBytes > 0
    try {
      while (this.#canEnd && this.#made.length > 0) await this.#putNext(writeLast!)
    } catch {
      // Told already: the first failure is why the export ends.
      this.#canEnd = false
    }
  }

  async #put(made: { pieces: Pieces }, write: SampleSink['write']): Promise<void> {
    made.pieces = made.pieces.filter(({ byteLength }) => byteLength > 0)
    while (made.pieces.length > 0) {
      const taken = await write.call(this.#sink, made.pieces)
      this.#bytes += taken
      made.pieces = [...skip(made.pieces, taken)]
    }
  }
}
