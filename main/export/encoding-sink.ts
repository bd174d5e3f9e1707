// Between the recorder and the file: takes scans as they lie in memory, and writes what the encoder makes of them, a few
// milliseconds' worth at a time. It knows how many scans are in the file, and where gaps lie between them, and segments begin.
import type { RecordedGap, RecordedSegment, SampleSink } from '#main/capture/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { Encoder, Pieces, Progress } from './format.ts'

/** What the encoder is told when so many scans as it says are in the file. */
interface Turn {
  readonly atScan: number
  tell(): Pieces
}

/** Of scans that are not touched, so many bytes are handed on at once. */
const mostBytes = 8 << 20

export class EncodingSink implements SampleSink {
  readonly name: string
  readonly #sink: SampleSink
  readonly #encoder: Encoder
  readonly #bytesPerScan: number
  readonly #turns: Turn[] = []
  #scans = 0
  #bytes = 0
  #hasHead = false
  /** Its head is written, the last time in `close`. */
  #isClosing = false
  #telling: Promise<void> = Promise.resolve()
  startUnixMs: number | null = null

  constructor(sink: SampleSink, encoder: Encoder, bytesPerScan: number) {
    this.name = sink.name
    this.#sink = sink
    this.#encoder = encoder
    this.#bytesPerScan = bytesPerScan
  }

  /** Bytes in the file. */
  get bytes(): number {
    return this.#bytes
  }

  /** Scans follow after this gap, when so many as it says are in the file. */
  gap(gap: RecordedGap): void {
    const { lostSamples, atScan } = gap
    if (this.#encoder.gap !== undefined) this.#turns.push({ atScan, tell: () => this.#encoder.gap!(lostSamples) })
  }

  /** A kept segment follows, when so many scans as it says are in the file. */
  segment(segment: RecordedSegment): void {
    const { atScan } = segment
    if (this.#encoder.segment !== undefined) this.#turns.push({ atScan, tell: () => this.#encoder.segment!(segment) })
  }

  /** Writes the head, once. */
  async begin(): Promise<void> {
    if (this.#hasHead) return
    this.#hasHead = true
    const isFile = this.#sink.rewrite !== undefined
    await this.#put([this.#encoder.head(this.#progress(isFile ? 0 : null, false))])
  }

  /** The head says from now on that so many scans follow. */
  tell(scans: number): Promise<void> {
    if (this.#isClosing) return Promise.resolve()
    this.#telling = this.#rewrite(scans, false)
    return this.#telling
  }

  async write(pieces: readonly Uint8Array[]): Promise<number> {
    await this.begin()
    await this.#takeTurns()
    const [piece] = pieces
    if (piece === undefined) return 0
    const left = this.#encoder.mostScans - this.#scans
    if (left < 1)
      fail(
        'EFBIG',
        say`${this.name} is full: a file of this format holds ${Math.floor(this.#encoder.mostScans)} scans.`,
      )
    const untilTurn = (this.#turns[0]?.atScan ?? Number.POSITIVE_INFINITY) - this.#scans
    const whole = Math.floor(piece.byteLength / this.#bytesPerScan)
    const atOnce = Math.min(this.#encoder.scansAtOnce, Math.max(1, Math.floor(mostBytes / this.#bytesPerScan)))
    const scans = Math.min(whole, atOnce, untilTurn, Math.floor(left))
    const bytes = scans * this.#bytesPerScan
    await this.#put(this.#encoder.encode(piece.subarray(0, bytes), scans))
    this.#scans += scans
    return bytes
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
      await this.#takeTurns()
      await this.#put(this.#encoder.tail(this.#progress(this.#scans, isWhole)))
      await this.#rewrite(this.#scans, isWhole)
      await this.#sink.sync()
    } finally {
      await this.#sink.close(isWhole)
    }
  }

  async #rewrite(scans: number, complete: boolean): Promise<void> {
    if (!this.#hasHead || this.#sink.rewrite === undefined) return
    const head = this.#encoder.head(this.#progress(scans, complete))
    if (head.byteLength > 0) await this.#sink.rewrite(head)
  }

  #progress(scans: number | null, complete: boolean): Progress {
    return { scans, complete, startUnixMs: this.startUnixMs }
  }

  async #takeTurns(): Promise<void> {
    while (this.#turns[0] !== undefined && this.#turns[0].atScan <= this.#scans)
      await this.#put(this.#turns.shift()!.tell())
  }

  async #put(pieces: Pieces): Promise<void> {
    for (const piece of pieces)
      for (let at = 0; at < piece.byteLength; ) {
        const taken = await this.#sink.write([piece.subarray(at)])
        at += taken
        this.#bytes += taken
      }
  }
}
