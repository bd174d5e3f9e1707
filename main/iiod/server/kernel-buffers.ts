// The kernel buffers of one client: scans are gathered until a buffer is full; full ones wait to be read. A client that does
// not keep up misses scans between two buffers, never within one.
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

interface Filling {
  readonly pieces: Uint8Array[]
  /** Of which pieces are parts. */
  readonly runs: ScanRun[]
  scans: number
}

export interface KernelBuffersOptions {
  /** The form of the client's scans. */
  readonly layout: ScanLayout
  /** Scans in a buffer. */
  readonly scans: number
  /** Buffers. */
  readonly count: number
  readonly overrun: Overrun
  /** A buffer was read: there is room. */
  readonly onRoom?: () => void
}

export class KernelBuffers implements ScanReader {
  readonly scans: number
  readonly bytesPerScan: number
  readonly #layout: ScanLayout
  readonly #count: number
  readonly #overrun: Overrun
  readonly #onRoom: () => void
  readonly #full: FullBuffer[] = []
  readonly #waitQueue = new WaitQueue()
  #filling: Filling | null = null
  #cut: ScanCut | null = null
  #end: ErrnoError | null = null
  /** Scans that came while there was no room for them. */
  skippedScans = 0

  constructor({ layout, scans, count, overrun, onRoom = () => undefined }: KernelBuffersOptions) {
    this.scans = scans
    this.bytesPerScan = layout.bytes
    this.#layout = layout
    this.#count = count
    this.#overrun = overrun
    this.#onRoom = onRoom
  }

  /** Whether scans that come now are taken. */
  get hasRoom(): boolean {
    return this.#end === null && this.#full.length < this.#count
  }

  onLayout(layout: ScanLayout): void {
    this.#drop()
    this.#cut = planCut(layout, this.#layout)
  }

  onRuns(runs: readonly ScanRun[]): void {
    for (const run of runs) this.#take(run)
  }

  onEnd(reason: ErrnoError): void {
    this.#end ??= reason
    this.#waitQueue.wake()
  }

  /**
   * The oldest full buffer; the caller releases it.
   * @throws EINTR `signal` is aborted first; the reason for which nothing more comes, when all that came was read
   */
  async next(signal: AbortSignal): Promise<FullBuffer> {
    await this.#waitQueue.waitUntil(() => this.#full.length > 0 || this.#end !== null, signal)
    const buffer = this.#full.shift()
    if (buffer === undefined) throw this.#end ?? new ErrnoError('EIO', say`The stream ended.`)
    this.#onRoom()
    return buffer
  }

  /** Gives everything back. Nothing more is taken. */
  close(): void {
    this.#end ??= new ErrnoError('EBADF', say`The stream was closed.`)
    this.#drop()
    for (const buffer of this.#full.splice(0)) buffer.release()
    this.#waitQueue.wake()
  }

  #take(run: ScanRun): void {
    const cut = this.#cut
    if (this.#end !== null || cut === null) return
    if (!run.follows) this.#lose()
    const total = run.bytes.length / cut.fromBytes
    for (let at = 0; at < total; ) {
      if (this.#end !== null) return
      if (!this.hasRoom) {
        this.#skip(total - at)
        return
      }
      this.#filling ??= { pieces: [], runs: [], scans: 0 }
      const scans = Math.min(total - at, this.scans - this.#filling.scans)
      this.#add(this.#filling, cut, run, at, scans)
      at += scans
      if (this.#filling.scans < this.scans) continue
      this.#full.push(new FullBuffer(this.#filling.pieces, this.#filling.runs))
      this.#filling = null
      this.#waitQueue.wake()
    }
  }

  #add(filling: Filling, cut: ScanCut, run: ScanRun, at: number, scans: number): void {
    const bytes = run.bytes.subarray(at * cut.fromBytes, (at + scans) * cut.fromBytes)
    // A small part is copied: to hold a large block for it would be a waste of the memory that hardware needs.
    if (cut.pieces !== null || bytes.length * 2 < run.heldBytes) filling.pieces.push(cutScans(cut, bytes))
    else {
      run.retain()
      filling.runs.push(run)
      filling.pieces.push(bytes)
    }
    filling.scans += scans
  }

  /** Scans are missing here. */
  #lose(): void {
    if (this.#overrun === 'stop' && this.#filling !== null) this.#overflow()
    this.#drop()
  }

  #skip(scans: number): void {
    this.skippedScans += scans
    this.#drop()
    if (this.#overrun === 'stop') this.#overflow()
  }

  #overflow(): void {
    this.#end ??= new ErrnoError('EOVERFLOW', say`The client was too slow: scans are missing.`)
    this.#waitQueue.wake()
  }

  #drop(): void {
    for (const run of this.#filling?.runs ?? []) run.release()
    this.#filling = null
  }
}
