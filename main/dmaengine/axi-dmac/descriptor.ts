// A descriptor with the driver's progress: how much of it was handed to the hardware and how much is through.
import { type DescriptorOwner, type DescriptorSpec, DmaDescriptor } from '../descriptor.ts'
import type { DmaSegment } from '../types.ts'

export class AxiDmacDescriptor extends DmaDescriptor {
  readonly pieces: readonly DmaSegment[]
  /** The hardware repeats it by itself; otherwise a cyclic descriptor's periods are queued again and again. */
  readonly isHardwareCyclic: boolean
  /** Next piece to submit. */
  submitted = 0
  /** Pieces handed to the hardware and not through. */
  outstanding = 0
  /** Bytes transferred by the pieces that are through. */
  transferred = 0
  isFaulty = false

  /** Accesses per burst, as configured when it was prepared. */
  readonly maxBurst: number

  constructor(
    owner: DescriptorOwner,
    spec: DescriptorSpec,
    pieces: readonly DmaSegment[],
    how: { readonly isHardwareCyclic: boolean; readonly maxBurst: number },
  ) {
    super(owner, spec)
    this.pieces = pieces
    this.isHardwareCyclic = how.isHardwareCyclic
    this.maxBurst = how.maxBurst
    this.metadata = { firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
  }
}
