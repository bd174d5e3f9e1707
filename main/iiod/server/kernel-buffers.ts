// The kernel buffers of one client: runs are held until there are scans enough for all buffers, and each read takes the
// scans of one. A client that does not keep up misses scans between two buffers, never within one.
import { WaitQueue } from '#main/runtime/wait-queue.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import type { ScanLayout } from '#shared/iio/index.ts'
import { cutScans, planCut, type ScanCut } from './cut-scans.ts'
import type { ScanReader, ScanRun } from './scan-runs.ts'

/** What becomes of scans while all buffers are full: they are skipped, or the stream ends with an error (EOVERFLOW). */
export type Overrun = 'skip' | 'stop'

/** A buffer that is full. */
export class FullBuffer {
  readonly pieces: readonly Uint8Array[]
  readonly #runs: readonly ScanRun[]

  constructor(pieces: readonly Uint8Array[], runs: readonly ScanRun[]) {
    this.pieces = pieces
    this.#runs = runs
  }

  /** Its memory may change from now on. Once. */
  release(): void {
    for (const run of this.#runs) run.release()
  }
}

/** A run that is held, from its first scan that was not read. */
interface Held {
  readonly run: ScanRun
  readonly scans: number
  /** Nothing is missing between the run before and this one. */
  readonly follows: boolean
  /** Scans that were read. */
  read: number
}

export interface KernelBuffersOptions {
  /** The form of the client's scans. */
  readonly layout: ScanLayout
  /** Scans in a buffer. */
  readonly scans: number
  /** Buffers. */
  readonly count: number
  readonly overrun: Overrun
  /** A buffer was read: there may be room. */
  readonly onRoom?: () => void
}

export class KernelBuffers implements ScanReader {
  readonly scans: number
  readonly bytesPerScan: number
  readonly #layout: ScanLayout
  readonly #mostScans: number
  readonly #overrun: Overrun
  readonly #onRoom: () => void
  readonly #held: Held[] = []
  /** Not read yet. */
  #heldScans = 0
  /** Places between two held runs where scans are missing. */
  #gaps = 0
  /** What comes next follows what is held. */
  #isWhole = false
  readonly #waitQueue = new WaitQueue()
  #cut: ScanCut | null = null
  #end: ErrnoError | null = null
  /** Scans that came while there was no room for them. */
  skippedScans = 0

  constructor({ layout, scans, count, overrun, onRoom = () => undefined }: KernelBuffersOptions) {
    this.scans = scans
    this.bytesPerScan = layout.bytes
    this.#layout = layout
    this.#mostScans = scans * count
    this.#overrun = overrun
    this.#onRoom = onRoom
  }

  /** Whether scans that come now are taken. */
  get hasRoom(): boolean {
    return this.#end === null && this.#heldScans < this.#mostScans
  }

  onLayout(layout: ScanLayout): void {
    // Runs of two forms do not stand in one line.
    this.#lose()
    this.#drop()
    this.#cut = planCut(layout, this.#layout)
  }

  onRuns(runs: readonly ScanRun[]): void {
    for (const run of runs) this.#take(run)
    this.#waitQueue.wake()
  }

  /** Memory is short: what is held is given back, unless nothing may be missing. */
  onShort(): void {
    if (this.#overrun === 'stop') return
    this.skippedScans += this.#heldScans
    this.#drop()
  }

  onEnd(reason: ErrnoError): void {
    this.#end ??= reason
    this.#waitQueue.wake()
  }

  /**
   * The oldest scans, as many as a buffer has; the caller releases them.
   * @throws EINTR `signal` is aborted first; the reason for which nothing more comes, when all that came was read
   */
  async next(signal: AbortSignal): Promise<FullBuffer> {
    await this.#waitQueue.waitUntil(() => this.#isFull() || this.#end !== null, signal)
    if (!this.#isFull()) throw this.#end ?? new ErrnoError('EIO', say`The stream ended.`)
    const buffer = this.#takeOut()
    this.#onRoom()
    return buffer
  }

  /** Gives everything back. Nothing more is taken. */
  close(): void {
    this.#end ??= new ErrnoError('EBADF', say`The stream was closed.`)
    this.#drop()
    this.#waitQueue.wake()
  }

  #take(run: ScanRun): void {
    if (this.#end !== null || this.#cut === null) return
    const scans = run.bytes.length / this.#cut.fromBytes
    if (!run.follows) this.#lose()
    if (!this.hasRoom) {
      this.skippedScans += scans
      this.#lose()
      return
    }
    run.retain()
    if (this.#held.length > 0 && !this.#isWhole) this.#gaps++
    this.#held.push({ run, scans, follows: this.#isWhole, read: 0 })
    this.#heldScans += scans
    this.#isWhole = true
  }

  /** Scans are missing here. Of a stream that began. */
  #lose(): void {
    if (this.#overrun === 'stop' && this.#isWhole)
      this.#end ??= new ErrnoError('EOVERFLOW', say`The client was too slow: scans are missing.`)
    this.#isWhole = false
  }

  /** Whether the oldest scans, with nothing missing between them, fill a buffer. What is too short for one is dropped. */
  #isFull(): boolean {
    while (this.#gaps > 0) {
      const end = this.#held.findIndex(({ follows }, k) => k > 0 && !follows)
      const inLine = this.#held.slice(0, end).reduce((sum, { scans, read }) => sum + scans - read, 0)
      if (inLine >= this.scans) return true
      for (const held of this.#held.splice(0, end)) this.#release(held)
      this.#gaps--
    }
    return this.#heldScans >= this.scans
  }

  #takeOut(): FullBuffer {
    const pieces: Uint8Array[] = []
    const runs: ScanRun[] = []
    for (let left = this.scans; left > 0; ) {
      const held = this.#held[0]
      const cut = this.#cut
      if (held === undefined || cut === null) break
      const scans = Math.min(left, held.scans - held.read)
      const bytes = held.run.bytes.subarray(held.read * cut.fromBytes, (held.read + scans) * cut.fromBytes)
      if (cut.pieces !== null) pieces.push(cutScans(cut, bytes))
      else {
        held.run.retain()
        runs.push(held.run)
        pieces.push(bytes)
      }
      held.read += scans
      this.#heldScans -= scans
      left -= scans
      if (held.read < held.scans) continue
      this.#held.shift()
      if (this.#held[0]?.follows === false) this.#gaps--
      held.run.release()
    }
    return new FullBuffer(pieces, runs)
  }

  #drop(): void {
    for (const held of this.#held.splice(0)) this.#release(held)
    this.#gaps = 0
    this.#isWhole = false
  }

  #release({ run, scans, read }: Held): void {
    this.#heldScans -= scans - read
    run.release()
  }
}
