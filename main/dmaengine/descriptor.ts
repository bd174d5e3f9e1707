// A descriptor: one prepared transfer. The client sets its callback and submits it; the provider reads what to move.
import { fail, say } from '#shared/errors.ts'
import type { DmaCookie, DmaDirection, DmaResult, DmaResultCode, DmaSegment, TransferMetadata } from './types.ts'

/** Where a descriptor is. `recycled`: the engine is through with it; only a reusable one can be submitted again. */
export type DescriptorState = 'prepared' | 'submitted' | 'issued' | 'completed' | 'recycled'

/** The channel side a descriptor needs. */
export interface DescriptorOwner {
  readonly canReuse: boolean
  submit(descriptor: DmaDescriptor): DmaCookie
  discard(descriptor: DmaDescriptor): void
}

export interface DescriptorSpec {
  readonly direction: DmaDirection
  /** Pieces in memory, in order. */
  readonly segments: readonly DmaSegment[]
  /** Bytes per period; 0 = not cyclic. A cyclic transfer repeats until terminated. */
  readonly periodBytes: number
  readonly interrupt: boolean
  /** Ends a running cyclic transfer at the end of its round and takes its place. */
  readonly loadEot?: boolean
}

export class DmaDescriptor {
  readonly direction: DmaDirection
  readonly segments: readonly DmaSegment[]
  /** Bytes of all segments. */
  readonly length: number
  readonly periodBytes: number
  readonly interrupt: boolean
  readonly loadEot: boolean
  /** Runs in tasklet context when the transfer (or a period) is complete. */
  callback: (() => void) | null = null
  /** Takes precedence over {@link callback}. The result object is valid during the call only. */
  callbackResult: ((result: DmaResult) => void) | null = null
  /** 0 until submitted. */
  cookie: DmaCookie = 0
  state: DescriptorState = 'prepared'
  reusable = false
  /** Outcome, filled by the provider before it completes the descriptor. */
  resultCode: DmaResultCode = 'NOERROR'
  residue = 0
  metadata: TransferMetadata | null = null
  /** Cyclic: periods elapsed and not yet reported. */
  elapsedPeriods = 0
  readonly #owner: DescriptorOwner

  constructor(owner: DescriptorOwner, spec: DescriptorSpec) {
    this.#owner = owner
    this.direction = spec.direction
    this.segments = spec.segments
    this.periodBytes = spec.periodBytes
    this.interrupt = spec.interrupt
    this.loadEot = spec.loadEot ?? false
    this.length = spec.segments.length === 1 ? spec.segments[0]!.length : totalBytes(spec.segments)
  }

  get isCyclic(): boolean {
    return this.periodBytes > 0
  }

  /**
   * Puts the transfer in the channel's queue; it moves nothing before the channel's issuePending().
   * @throws EINVAL when it was submitted before (and is not a completed reusable one).
   */
  submit(): DmaCookie {
    return this.#owner.submit(this)
  }

  /** Lets the descriptor be submitted again after completion. @throws EPERM when the provider does not support it. */
  setReuse(): void {
    if (!this.#owner.canReuse) fail('EPERM', say`The DMA controller does not support descriptor reuse.`)
    this.reusable = true
  }

  /** Gives a reusable descriptor back. @throws EPERM when it is not marked reusable; EBUSY while it is queued. */
  free(): void {
    if (!this.reusable) fail('EPERM', say`Only a reusable descriptor is freed by its client.`)
    if (this.state !== 'prepared' && this.state !== 'recycled')
      fail('EBUSY', say`The descriptor is still queued; terminate the channel first.`)
    this.reusable = false
    this.#owner.discard(this)
  }
}

function totalBytes(segments: readonly DmaSegment[]): number {
  return segments.reduce((sum, segment) => sum + segment.length, 0)
}
