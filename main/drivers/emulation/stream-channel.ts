// One channel of an emulated DMA controller between memory and a stream that moves at a sample clock.
import {
  DmaDescriptor,
  type DmaDirection,
  type DmaPrepFlags,
  type DmaSegment,
  VirtualChannel,
} from '#main/dmaengine/index.ts'
import type { Clock, Deferred } from '#main/runtime/clock.ts'

export interface StreamChannelOptions {
  readonly clock: Clock
  readonly deferred: Deferred
  readonly direction: DmaDirection
  /** Something happened that changes when to wake next. */
  onChange(): void
}

export class StreamChannel extends VirtualChannel {
  readonly #options: StreamChannelOptions
  #current: DmaDescriptor | null = null
  /** Bytes moved of the current descriptor (of the present round when cyclic). */
  #moved = 0
  /** Bytes the stream offered while no transfer was there. */
  lostBytes = 0
  #streamBytes = 0
  #lostBefore = 0

  constructor(options: StreamChannelOptions) {
    super({ deferred: options.deferred })
    this.#options = options
  }

  /** Bytes until the current transfer (or period) is through; infinite while there is none. */
  get bytesToNextEvent(): number {
    const next = this.#current ?? this.peekIssued()
    if (next === undefined) return Number.POSITIVE_INFINITY
    return toPeriodEnd(next, this.#moved)
  }

  /** The stream starts anew: positions count from 0. */
  restart(): void {
    this.#streamBytes = 0
    this.#lostBefore = 0
  }

  /**
   * `bytes` of the stream are due. `move(address, length, streamOffset)` copies each piece; what finds no transfer is
   * lost. `bytesPerScan` makes metadata of positions. Returns the bytes moved.
   */
  advance(bytes: number, bytesPerScan: number, move: (address: number, length: number, from: number) => void): number {
    let left = bytes
    while (left > 0) {
      const descriptor = this.#next()
      if (descriptor === null) break
      const toEnd = toPeriodEnd(descriptor, this.#moved)
      const amount = Math.min(left, toEnd)
      this.#movePiece(descriptor, amount, bytes - left, move)
      left -= amount
      this.#streamBytes += amount
      if (amount === toEnd) this.#end(descriptor, bytesPerScan)
    }
    this.lostBytes += left
    this.#lostBefore += left
    this.#streamBytes += left
    return bytes - left
  }

  /** Ends the transfer that is being filled here, short, when it has data: the next byte goes into the next one. */
  flush(bytesPerScan: number): void {
    const current = this.#current
    if (current === null || current.isCyclic || this.#moved === 0) return
    this.#endTransfer(current, bytesPerScan)
  }

  prepSlaveSg(segments: readonly DmaSegment[], direction: DmaDirection, flags: DmaPrepFlags): DmaDescriptor | null {
    return this.#prepare(segments, direction, 0, flags)
  }

  prepDmaCyclic(
    address: number,
    length: number,
    periodBytes: number,
    direction: DmaDirection,
    flags: DmaPrepFlags,
  ): DmaDescriptor | null {
    if (periodBytes <= 0 || length % periodBytes !== 0) return null
    return this.#prepare([{ address, length }], direction, periodBytes, flags)
  }

  protected startTransfers(): void {
    this.#options.onChange()
  }

  protected stopHardware(): void {
    this.#current = null
    this.#moved = 0
    this.hardwareStopped()
  }

  protected residueInHardware(descriptor: DmaDescriptor): number {
    return toPeriodEnd(descriptor, descriptor === this.#current ? this.#moved : 0)
  }

  #next(): DmaDescriptor | null {
    if (this.#current === null) {
      this.#current = this.takeIssued() ?? null
      this.#moved = 0
    }
    return this.#current
  }

  #movePiece(
    descriptor: DmaDescriptor,
    amount: number,
    from: number,
    move: (address: number, length: number, from: number) => void,
  ): void {
    let skip = this.#moved
    let left = amount
    for (const { address, length } of descriptor.segments) {
      const piece = Math.min(left, length - skip)
      if (piece > 0) {
        move(address + skip, piece, from + amount - left)
        left -= piece
      }
      skip = Math.max(skip - length, 0)
    }
    this.#moved += amount
  }

  /** A period of a cyclic transfer is through, or all of another one. */
  #end(descriptor: DmaDescriptor, bytesPerScan: number): void {
    if (this.#moved === descriptor.length) this.#moved = 0
    if (descriptor.isCyclic) {
      this.periodElapsed(descriptor)
      return
    }
    this.#endTransfer(descriptor, bytesPerScan)
  }

  #endTransfer(descriptor: DmaDescriptor, bytesPerScan: number): void {
    const now = this.#options.clock.nowMs()
    const moved = this.#moved === 0 ? descriptor.length : this.#moved
    descriptor.metadata = {
      firstSample: Math.floor((this.#streamBytes - moved) / bytesPerScan),
      lostBefore: Math.floor(this.#lostBefore / bytesPerScan),
      lastSampleMs: now,
      writtenMs: now,
    }
    this.#lostBefore = 0
    this.#current = null
    this.#moved = 0
    this.complete(descriptor, 'NOERROR', descriptor.length - moved)
  }

  #prepare(
    segments: readonly DmaSegment[],
    direction: DmaDirection,
    periodBytes: number,
    flags: DmaPrepFlags,
  ): DmaDescriptor | null {
    if (direction !== this.#options.direction || segments.some(({ length }) => length <= 0)) return null
    return new DmaDescriptor(this, { direction, segments, periodBytes, interrupt: flags.interrupt ?? true })
  }
}

/** Bytes until the period (without periods: the transfer) is through of which `moved` bytes of the round were moved. */
function toPeriodEnd(descriptor: DmaDescriptor, moved: number): number {
  const period = descriptor.periodBytes || descriptor.length
  return period - (moved % period)
}
