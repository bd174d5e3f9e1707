// The dummy's converter and DMA, emulated with a timer: a FIFO of transfers, 10000 scans per second.
import type { BlockMemory } from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import type { Disposable } from '#shared/lifecycle.ts'
import { waveforms } from './waveforms.ts'

export const scansPerSecond = 10_000

interface Transfer {
  readonly address: number
  readonly bytes: number
  /** `bytes` were written, beginning with scan `firstScan` since the start; runs when the transfer's time is over. */
  readonly onDone: (bytes: number, firstScan: number) => void
}

export class EmulatedDma {
  readonly #runtime: Runtime
  readonly #heap: BlockMemory
  #transfers: Transfer[] = []
  #timer: Disposable | null = null
  #dueMs = 0
  #channels: readonly number[] = []
  #position = 0
  /** Scans since the start. */
  #done = 0
  #idleSinceMs: number | null = null
  #idleMs = 0

  constructor(runtime: Runtime, heap: BlockMemory) {
    this.#runtime = runtime
    this.#heap = heap
  }

  /** Scan indexes to capture; every generator begins at phase 0. */
  setChannels(channels: readonly number[]): void {
    this.#channels = channels
    this.#position = 0
    this.#done = 0
    this.#idleSinceMs = null
    this.#idleMs = 0
  }

  /** It converts only into transfers: so long it has stood still since the start, because there was none, ms. */
  get idleMs(): number {
    return this.#idleMs
  }

  /** What is due by now is in transfers that are through, the last one short. */
  flush(): void {
    const [transfer] = this.#transfers
    if (transfer === undefined) return
    const leftMs = this.#dueMs - this.#runtime.clock.nowMs()
    const left = Math.max(0, Math.ceil((leftMs * scansPerSecond) / 1000 - 1e-6))
    const scans = this.#scansOf(transfer) - left
    if (scans <= 0) return
    this.#timer?.dispose()
    this.#dueMs -= (left * 1000) / scansPerSecond
    this.#complete(transfer, scans)
  }

  /** Queues a transfer; the first one begins now, the others when the one before is over. */
  issue(transfer: Transfer): void {
    this.#transfers.push(transfer)
    if (this.#transfers.length > 1) return
    this.#dueMs = this.#runtime.clock.nowMs()
    if (this.#idleSinceMs !== null) this.#idleMs += this.#dueMs - this.#idleSinceMs
    this.#idleSinceMs = null
    this.#arm()
  }

  /** Forgets all transfers; none of them is reported any more. */
  terminate(): void {
    this.#timer?.dispose()
    this.#timer = null
    this.#transfers = []
  }

  #arm(): void {
    const [transfer] = this.#transfers
    if (transfer === undefined) return
    this.#dueMs += (this.#scansOf(transfer) * 1000) / scansPerSecond
    this.#timer = this.#runtime.clock.timer(Math.max(this.#dueMs - this.#runtime.clock.nowMs(), 0), () =>
      this.#complete(transfer, this.#scansOf(transfer)),
    )
  }

  #complete(transfer: Transfer, scans: number): void {
    this.#transfers.shift()
    this.#timer = null
    this.#arm()
    if (this.#transfers.length === 0) this.#idleSinceMs = this.#dueMs
    this.#fill(transfer.address, scans)
    const first = this.#done
    this.#done += scans
    transfer.onDone(scans * this.#channels.length * 2, first)
  }

  #scansOf(transfer: Transfer): number {
    return Math.floor(transfer.bytes / (this.#channels.length * 2))
  }

  /** Bytes left over at the end are not written. */
  #fill(address: number, scans: number): void {
    const bytes = this.#heap.u8(address, scans * this.#channels.length * 2)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let offset = 0
    for (let scan = 0; scan < scans; scan++, this.#position++) {
      for (const channel of this.#channels) {
        const wave = waveforms[channel]!
        view.setInt16(offset, wave[this.#position % wave.length]!, true)
        offset += 2
      }
    }
  }
}
