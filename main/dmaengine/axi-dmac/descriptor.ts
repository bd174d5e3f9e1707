// A descriptor with the driver's progress: how much of it was handed to the hardware and how much is through.
import { type DescriptorOwner, type DescriptorSpec, DmaDescriptor } from '../descriptor.ts'
import type { DmaSegment } from '../types.ts'

export class AxiDmacDescriptor extends DmaDescriptor {
  readonly pieces: readonly DmaSegment[]
  /** Cyclic: pieces of one period; a period longer than the hardware takes at once has several. */
  readonly piecesPerPeriod: number
  /** Accesses per burst, as configured when it was prepared. */
  readonly maxBurst: number
  /**
   * The hardware repeats it by itself; otherwise a cyclic descriptor's pieces are queued again and again. Decided when it
   * starts.
   */
  isHardwareCyclic = false
  /** Next piece to submit. */
  submitted = 0
  /** Pieces handed to the hardware and not through, and whether there ever was one. */
  outstanding = 0
  hasBegun = false
  /** Cyclic: pieces of the present period that are through. */
  throughInPeriod = 0
  /** Cyclic: replaced by the transfer behind it; no further round is queued. */
  isEnding = false
  /** Bytes transferred by the pieces that are through; of the present period when cyclic. */
  transferred = 0
  isFaulty = false

  constructor(owner: DescriptorOwner, spec: DescriptorSpec, pieces: readonly DmaSegment[], maxBurst: number) {
    super(owner, spec)
    this.pieces = pieces
    this.piecesPerPeriod = spec.periodBytes > 0 ? (pieces.length * spec.periodBytes) / this.length : 0
    this.maxBurst = maxBurst
    this.metadata = { firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
  }

  /** About to be handed to the hardware, for the first time or again. */
  rewind(): void {
    // The hardware repeats a single piece by itself, but then says nothing about its periods.
    const tellsPeriods = this.interrupt && (this.callback !== null || this.callbackResult !== null)
    this.isHardwareCyclic = this.isCyclic && this.pieces.length === 1 && !tellsPeriods
    this.submitted = 0
    this.outstanding = 0
    this.hasBegun = false
    this.throughInPeriod = 0
    this.isEnding = false
    this.transferred = 0
    this.isFaulty = false
  }
}
