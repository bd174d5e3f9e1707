// The channel of the AXI-DMAC-like controller: prepares descriptors, feeds their pieces to the hardware's queue, and
// walks the done bits when an interrupt comes.
import {
  blankRecord,
  type DmacRegisters,
  dmacInterrupt,
  doneFlag,
  type Hardware,
  type PieceRecord,
  pieceFlag,
} from '#main/hardware/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { DmaDescriptor } from '../descriptor.ts'
import type { DmaDirection, DmaInterleavedTemplate, DmaPrepFlags, DmaSegment, DmaSlaveConfig } from '../types.ts'
import { VirtualChannel, type VirtualChannelOptions } from '../virtual-channel.ts'
import { AxiDmacDescriptor } from './descriptor.ts'
import { cutSegments } from './pieces.ts'

export interface AxiDmacChannelOptions extends VirtualChannelOptions {
  readonly hardware: Hardware
  /** The register file this channel programs. */
  readonly registers: DmacRegisters
  /** Fixed by construction; preparing the other direction gives null. */
  readonly direction: DmaDirection
  /** Addresses and lengths are multiples of it. */
  readonly busBytes: number
  /** Longest piece the length register holds. */
  readonly maxPieceBytes: number
  /** Accesses per burst, at most. */
  readonly maxBurst: number
}

const generationMask = 0x1fffffff

export class AxiDmacChannel extends VirtualChannel {
  readonly #options: AxiDmacChannelOptions
  readonly #registers: DmacRegisters
  /** Descriptor of each outstanding id. */
  readonly #owners: (AxiDmacDescriptor | null)[]
  /** Accesses per burst of transfers prepared from now on. */
  #burst: number
  #feeding: AxiDmacDescriptor | null = null
  #generation = 0
  #isEnabled = false
  #nextId = 0
  /** Oldest id that is not through, and how many are outstanding. */
  #nextDone = 0
  #outstanding = 0
  readonly #record: PieceRecord = blankRecord()

  constructor(options: AxiDmacChannelOptions) {
    super(options)
    this.#options = options
    this.#registers = options.registers
    this.#burst = options.maxBurst
    this.#owners = new Array<AxiDmacDescriptor | null>(this.#registers.parameters.ids).fill(null)
    this.#registers.mask = dmacInterrupt.sot
  }

  prepSlaveSg(segments: readonly DmaSegment[], direction: DmaDirection, flags: DmaPrepFlags): DmaDescriptor | null {
    return this.#prepare(segments, direction, flags, 0)
  }

  prepDmaCyclic(
    address: number,
    length: number,
    periodBytes: number,
    direction: DmaDirection,
    flags: DmaPrepFlags,
  ): DmaDescriptor | null {
    if (!(periodBytes > 0) || !(length > 0) || length % periodBytes !== 0) return null
    const periods: DmaSegment[] = []
    for (let offset = 0; offset < length; offset += periodBytes)
      periods.push({ address: address + offset, length: periodBytes })
    return this.#prepare(periods, direction, flags, periodBytes)
  }

  prepInterleaved(template: DmaInterleavedTemplate, flags: DmaPrepFlags): DmaDescriptor | null {
    const { address, direction, elementBytes, gapBytes, rows } = template
    if (!(elementBytes > 0) || !(gapBytes >= 0) || !(rows > 0)) return null
    const segments = Array.from({ length: rows }, (_, row) => ({
      address: address + row * (elementBytes + gapBytes),
      length: elementBytes,
    }))
    return this.prepPeripheralDmaVec(segments, direction, flags)
  }

  prepPeripheralDmaVec(
    segments: readonly DmaSegment[],
    direction: DmaDirection,
    flags: DmaPrepFlags,
  ): DmaDescriptor | null {
    const total = segments.reduce((sum, segment) => sum + segment.length, 0)
    return this.#prepare(segments, direction, flags, flags.repeat === true ? total : 0)
  }

  /**
   * The widths and the burst of transfers prepared later; what is left out stays as it was.
   * @throws EINVAL for what the controller was not built with; nothing changes
   */
  slaveConfig(config: DmaSlaveConfig): void {
    const { busBytes, direction, maxBurst } = this.#options
    if (config.direction !== direction)
      fail('EINVAL', say`The channel moves ${direction} only, not ${config.direction}.`)
    for (const width of [config.srcAddrWidth ?? busBytes, config.dstAddrWidth ?? busBytes])
      if (width !== busBytes) fail('EINVAL', say`The bus is ${busBytes} bytes wide, not ${width}.`)
    const burst = config.maxBurst ?? this.#burst
    if (!(Number.isInteger(burst) && burst >= 1 && burst <= maxBurst))
      fail('EINVAL', say`A burst is 1 to ${maxBurst} accesses, not ${burst}.`)
    this.#burst = burst
  }

  /** Stops asking for data; what is sampled meanwhile is lost, as the converter does not wait. */
  pause(): void {
    this.isPaused = true
    this.#writeControl()
  }

  resume(): void {
    this.isPaused = false
    this.#writeControl()
  }

  /** Interrupt context: clears what is pending, walks all done bits in order, loads what the queue takes. */
  handleInterrupt(): void {
    const pending = this.#registers.pending
    if (pending === 0) return
    this.#registers.clearPending(pending)
    if ((pending & dmacInterrupt.stopped) !== 0) this.#checkStopped()
    if (this.isStopping) return
    while (this.#outstanding > 0 && this.#registers.isDone(this.#nextDone)) this.#pieceDone()
    this.startTransfers()
  }

  protected startTransfers(): void {
    if (!this.#isEnabled && this.issuedCount > 0) {
      this.#isEnabled = true
      this.#writeControl()
    }
    let isFull = false
    while (!isFull) {
      if (this.#feeding === null) {
        const next = this.takeIssued()
        if (next === undefined) break
        this.#feeding = next as AxiDmacDescriptor
        this.#feeding.rewind()
      }
      isFull = !this.#feed(this.#feeding)
    }
    // The start-of-transfer interrupt is of interest only while the queue, not the number of ids, holds us up.
    const wantsRoom = isFull && this.#registers.queue.isFull && this.#outstanding < this.#owners.length
    this.#registers.mask = wantsRoom ? 0 : dmacInterrupt.sot
    if (this.#registers.queue.length > 0 && this.#registers.isWakeWanted) this.#options.hardware.doorbell.ring()
  }

  protected stopHardware(): void {
    this.#feeding = null
    this.#owners.fill(null)
    if (!this.#isEnabled || this.#options.hardware.isGone) {
      this.#isEnabled = false
      this.#forgetOutstanding()
      this.hardwareStopped()
      return
    }
    this.#isEnabled = false
    this.#generation = (this.#generation + 1) & generationMask
    this.#writeControl()
  }

  protected residueInHardware(descriptor: DmaDescriptor): number {
    const one = descriptor as AxiDmacDescriptor
    let running = 0
    for (let id = 0; id < this.#owners.length; id++)
      if (this.#owners[id] === one) running = Math.max(running, this.#registers.progressOf(id))
    return (one.isCyclic ? one.periodBytes : one.length) - one.transferred - running
  }

  #prepare(
    segments: readonly DmaSegment[],
    direction: DmaDirection,
    flags: DmaPrepFlags,
    periodBytes: number,
  ): DmaDescriptor | null {
    const { busBytes, maxPieceBytes } = this.#options
    if (direction !== this.#options.direction || segments.length === 0) return null
    for (const { address, length } of segments)
      if (!(length > 0) || length % busBytes !== 0 || address % busBytes !== 0) return null
    const pieces = cutSegments(segments, maxPieceBytes, busBytes)
    const { interrupt = true, loadEot = false } = flags
    return new AxiDmacDescriptor(this, { direction, segments, periodBytes, interrupt, loadEot }, pieces, this.#burst)
  }

  /** Submits the next pieces of a descriptor. False when the hardware takes no more now. */
  #feed(descriptor: AxiDmacDescriptor): boolean {
    const { pieces } = descriptor
    const repeats = descriptor.isCyclic && !descriptor.isHardwareCyclic
    while (repeats || descriptor.submitted < pieces.length) {
      if (repeats && this.#isReplaced(descriptor)) {
        descriptor.isEnding = true
        break
      }
      // One round of periods ahead is enough, and two pieces at least, so that no gap opens between them.
      if (repeats && descriptor.outstanding >= Math.max(2, pieces.length)) return false
      if (this.#outstanding === this.#owners.length) return false
      const piece = pieces[descriptor.submitted]!
      if (!this.#registers.submit(piece.address, piece.length, this.#flagsOf(descriptor), this.#nextId)) return false
      this.#owners[this.#nextId] = descriptor
      this.#nextId = (this.#nextId + 1) % this.#owners.length
      this.#outstanding++
      descriptor.outstanding++
      descriptor.hasBegun = true
      descriptor.submitted++
      if (repeats && descriptor.submitted === pieces.length) descriptor.submitted = 0
    }
    this.#feeding = null
    return true
  }

  /** At the end of a round: whether the transfer behind it takes its place. */
  #isReplaced(descriptor: AxiDmacDescriptor): boolean {
    return descriptor.submitted === 0 && descriptor.hasBegun && this.peekIssued()?.loadEot === true
  }

  #flagsOf(descriptor: AxiDmacDescriptor): number {
    const { submitted, pieces, isCyclic } = descriptor
    // What belongs together is a period, or the whole of a transfer that does not repeat.
    const together = isCyclic ? descriptor.piecesPerPeriod : pieces.length
    let flags = descriptor.isHardwareCyclic ? pieceFlag.cyclic : 0
    if (submitted % together === 0) flags |= pieceFlag.first
    if (submitted % together === together - 1) flags |= pieceFlag.last
    if (submitted === 0 && !descriptor.hasBegun && descriptor.loadEot) flags |= pieceFlag.endOfCyclic
    return flags
  }

  #pieceDone(): void {
    const id = this.#nextDone
    const descriptor = this.#owners[id]
    this.#owners[id] = null
    this.#nextDone = (id + 1) % this.#owners.length
    this.#outstanding--
    if (descriptor === null || descriptor === undefined) return
    const record = this.#record
    this.#registers.readDone(id, record)
    const { metadata } = descriptor
    const isFirst = descriptor.transferred === 0 && (record.flags & doneFlag.skipped) === 0
    if (metadata !== null) {
      if (isFirst) {
        metadata.firstSample = record.firstSample
        metadata.lostBefore = record.lostBefore
      }
      if (record.transferred > 0) {
        metadata.lastSampleMs = record.lastSampleMs
        metadata.writtenMs = record.writtenMs
      }
    }
    descriptor.outstanding--
    descriptor.transferred += record.transferred
    if ((record.flags & doneFlag.fault) !== 0) descriptor.isFaulty = true
    if (descriptor.isCyclic) {
      this.#cyclicPieceDone(descriptor)
      return
    }
    if (descriptor.outstanding > 0 || descriptor.submitted < descriptor.pieces.length) return
    const failed = this.#options.direction === 'dev-to-mem' ? 'READ_FAILED' : 'WRITE_FAILED'
    this.complete(descriptor, descriptor.isFaulty ? failed : 'NOERROR', descriptor.length - descriptor.transferred)
  }

  /** The callback is for whole periods, however many pieces they have. */
  #cyclicPieceDone(descriptor: AxiDmacDescriptor): void {
    descriptor.throughInPeriod++
    if (descriptor.throughInPeriod < descriptor.piecesPerPeriod) return
    descriptor.throughInPeriod = 0
    descriptor.transferred = 0
    if (!descriptor.isHardwareCyclic) this.periodElapsed(descriptor)
    // Hardware gives its own cyclic piece back only when another transfer has taken its place.
    if (descriptor.isHardwareCyclic || (descriptor.isEnding && descriptor.outstanding === 0)) this.complete(descriptor)
  }

  #checkStopped(): void {
    if (!this.isStopping || this.#registers.flushedGeneration !== this.#generation) return
    this.#forgetOutstanding()
    this.hardwareStopped()
  }

  /**
   * The hardware ended by itself: what it had finished, told or not, is whole and completes. It cannot acknowledge a stop
   * that was asked for.
   */
  handleFailure(): void {
    while (!this.isStopping && this.#outstanding > 0 && this.#registers.isDone(this.#nextDone)) this.#pieceDone()
    this.#forgetOutstanding()
    this.hardwareStopped()
  }

  #forgetOutstanding(): void {
    this.#nextDone = this.#nextId
    this.#outstanding = 0
  }

  #writeControl(): void {
    this.#registers.setControl(this.#generation, this.#isEnabled, this.isPaused)
    this.#options.hardware.doorbell.ring()
  }
}
