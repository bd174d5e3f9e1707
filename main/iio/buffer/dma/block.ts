// A block: one contiguous piece of coherent memory plus bookkeeping; the unit exchanged between application and
// hardware. Each field says who may touch it.
//
// What must never happen, whatever went wrong before, is refused here and not only by its callers: a DEAD block coming
// back to life, a block that hardware has going to hardware again, a transfer longer than the memory behind it.

import type { DmaDescriptor, DmaResult, TransferMetadata } from '#main/dmaengine/index.ts'
import type { ErrnoError } from '#shared/errors.ts'

/**
 * | state    | owner                                     | on list                     |
 * |----------|-------------------------------------------|-----------------------------|
 * | DEQUEUED | the application (or the file-IO reader)   | none                        |
 * | QUEUED   | the queue                                 | incoming                    |
 * | ACTIVE   | hardware, through the binding             | the binding's in-flight one |
 * | DONE     | the queue                                 | outgoing                    |
 * | DEAD     | whoever held it; freed at the last put    | none, or still in-flight    |
 *
 * A block that the binding refused stays ACTIVE, on no list and not in hardware, until it dies.
 */
export type BlockState = 'DEQUEUED' | 'QUEUED' | 'ACTIVE' | 'DONE' | 'DEAD'

/** Where a block may go from each state. DEAD is the end: what comes after a dead block is a new one. */
const nextStates: Readonly<Record<BlockState, readonly BlockState[]>> = {
  DEQUEUED: ['QUEUED', 'ACTIVE', 'DONE', 'DEAD'],
  QUEUED: ['ACTIVE', 'DEQUEUED', 'DEAD'],
  ACTIVE: ['DONE', 'DEQUEUED', 'DEAD'],
  DONE: ['DEQUEUED', 'DEAD'],
  DEAD: [],
}

/** The queue as its blocks know it: it outlives them, because each block holds a reference to it. */
export interface BlockOwner {
  get(): unknown
  put(): void
}

/** A list as its blocks know it. */
export interface BlockPlace {
  readonly name: string
}

export interface BlockSpec {
  readonly queue: BlockOwner
  /** Unique within the queue, counting from 0. */
  readonly id: number
  /** Address in the coherent heap. */
  readonly address: number
  /** Bytes the memory really has. */
  readonly capacity: number
  /** Bytes of a transfer, at most the capacity. */
  readonly size: number
  /** One of the two blocks of file-IO mode: no application ever gets it. */
  readonly isFileIo: boolean
  /** Gives the memory back. */
  freeMemory(): void
}

export class DmaBlock {
  readonly queue: BlockOwner
  readonly id: number
  readonly address: number
  readonly capacity: number
  readonly isFileIo: boolean
  /** Bytes of data. The owner's. */
  bytesUsed = 0
  /** Output only: repeat without gap until the buffer is disabled. The owner's. */
  cyclic = false
  /** Where in the stream the data is; zeros when the controller does not say. Written at completion. */
  readonly metadata: TransferMetadata = { firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
  /** Clock ms at which the block was handed to hardware, and at which it came back. */
  submittedMs = 0
  doneMs = 0
  /** Grows by one with each hand-over to hardware. */
  submissions = 0
  /** Sinks that read the memory now; it is not enqueued meanwhile. The block transfer's. */
  sinks = 0

  /** The list it is on; BlockList's alone. */
  list: BlockPlace | null = null
  next: DmaBlock | null = null
  previous: DmaBlock | null = null
  /** What the outgoing list has counted for this block; OutgoingList's alone. */
  countedSize = 0
  countedBytes = 0
  /** The pool's alone: one for whoever allocated it, one while hardware has it, one per mapping or sink. */
  references = 1
  /** The binding's alone: its completion callback for this block, made once. */
  completion: ((result: DmaResult) => void) | null = null
  /** The binding's alone: the descriptor of its transfers, where the controller lets one be submitted again. */
  descriptor: DmaDescriptor | null = null
  /**
   * Called once when the block comes back, in place of going to outgoing (DMABUF fences): null for success, EINTR for an
   * abort, or why it could not be submitted. The enqueuer's.
   */
  onReturned: ((block: DmaBlock, error: ErrnoError | null) => void) | null = null
  readonly #freeMemory: () => void
  #state: BlockState = 'DEQUEUED'
  #size: number
  #isInHardware = false

  constructor(spec: BlockSpec) {
    this.queue = spec.queue
    this.id = spec.id
    this.address = spec.address
    this.capacity = spec.capacity
    this.isFileIo = spec.isFileIo
    this.#freeMemory = () => spec.freeMemory()
    this.#size = 0
    this.resize(spec.size)
  }

  get state(): BlockState {
    return this.#state
  }

  /** Bytes of a transfer. Constant while hardware has the block. */
  get size(): number {
    return this.#size
  }

  /** Whether hardware may touch the memory: from the hand-over until the block is handed back, whatever its state. */
  get isInHardware(): boolean {
    return this.#isInHardware
  }

  /** The queue's alone. @throws Error for a step that no block may take: a fault of this program. */
  moveTo(state: BlockState): void {
    if (!nextStates[this.#state].includes(state)) this.#refuse(`go from ${this.#state} to ${state}`)
    if (this.#isInHardware && state !== 'DEAD') this.#refuse(`become ${state} while hardware has it`)
    this.#state = state
  }

  /** Another transfer size, within the memory there is. @throws Error when it is not: a fault of this program. */
  resize(bytes: number): void {
    if (!Number.isSafeInteger(bytes) || bytes <= 0 || bytes > this.capacity)
      this.#refuse(`hold ${bytes} bytes: its memory has ${this.capacity}`)
    if (this.#isInHardware) this.#refuse('change its size while hardware has it')
    this.#size = bytes
  }

  /** The queue is about to hand the block to hardware. @throws Error when it may not: a fault of this program. */
  enterHardware(): void {
    if (this.#isInHardware) this.#refuse('go to hardware twice')
    if (this.list !== null) this.#refuse(`go to hardware from the ${this.list.name} list`)
    this.moveTo('ACTIVE')
    this.#isInHardware = true
  }

  /** Hardware has handed the block back, or never took it. @throws Error when it was not there. */
  leaveHardware(): void {
    if (!this.#isInHardware) this.#refuse('come back from hardware: it is not there')
    this.#isInHardware = false
  }

  /** The pool's alone, at the last put. @throws Error while anyone may still use the memory. */
  checkFreeable(): void {
    if (this.#state !== 'DEAD' || this.#isInHardware) this.#refuse('be freed')
  }

  /** The pool's alone: gives the memory back, and the descriptor. */
  free(): void {
    this.checkFreeable()
    this.descriptor?.free()
    this.#freeMemory()
  }

  #refuse(what: string): never {
    throw new Error(`block ${this.id} (${this.#state}) cannot ${what}`)
  }
}
