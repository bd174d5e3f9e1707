// The way of a block: into the line before hardware, to hardware, back, and out in the order of completion. Synchronous
// throughout: these are the sections that a kernel guards with the queue's list lock.
import type { Runtime } from '#main/runtime/clock.ts'
import type { WaitQueue } from '#main/runtime/wait-queue.ts'
import { asErrnoError, ErrnoError, say } from '#shared/errors.ts'
import type { DmaBlock } from './block.ts'
import { BlockList } from './block-list.ts'
import type { BlockPool } from './block-pool.ts'
import { OutgoingList } from './outgoing-list.ts'
import type { BlockReturns, DmaBufferOps } from './types.ts'

/** What the way of a block needs of its queue. */
export interface CircuitQueue extends BlockReturns {
  readonly runtime: Runtime
  readonly waitQueue: WaitQueue
  readonly pool: BlockPool
  /** Null: the hardware is gone. */
  readonly ops: DmaBufferOps | null
  /** Blocks go straight on to hardware. */
  readonly active: boolean
}

export class BlockCircuit {
  /** Waiting for the next enable, first in line first. */
  readonly incoming = new BlockList('incoming')
  /** Completed, oldest first. */
  readonly outgoing = new OutgoingList()
  /** Hand-overs the binding refused and accepted, and how the accepted ones came back. */
  submitFailures = 0
  submitted = 0
  completed = 0
  aborted = 0
  readonly #queue: CircuitQueue

  constructor(queue: CircuitQueue) {
    this.#queue = queue
  }

  /** Blocks that hardware has. */
  get inHardware(): number {
    return this.submitted - this.completed - this.aborted
  }

  /** Hands hardware everything that waits, in order. */
  start(): void {
    for (let block = this.incoming.shift(); block !== null; block = this.incoming.shift()) this.#submit(block)
  }

  /** `block` is DEQUEUED: on to hardware while the queue is enabled, else into the line before it. */
  enqueue(block: DmaBlock): void {
    if (this.#queue.active) {
      this.#submit(block)
      return
    }
    block.moveTo('QUEUED')
    this.incoming.append(block)
  }

  /** The block that completed first, now the caller's; null when there is none. */
  takeOutgoing(): DmaBlock | null {
    const block = this.outgoing.head
    if (block !== null) this.unqueue(block)
    return block
  }

  /** Takes an idle block off its list: DEQUEUED, whatever it was waiting for. Others stay as they are. */
  unqueue(block: DmaBlock): void {
    if (block.state === 'DONE') this.outgoing.remove(block)
    else if (block.state === 'QUEUED') this.incoming.remove(block)
    else return
    block.moveTo('DEQUEUED')
  }

  /** Marks `block` DEAD and takes it off incoming or outgoing; one in flight stays on the binding's list. */
  kill(block: DmaBlock): void {
    if (block.state === 'DEAD') return
    this.unqueue(block)
    block.moveTo('DEAD')
    // An error costs more than all of the rest: it is made for somebody who waits for it.
    if (!block.isInHardware && block.onReturned !== null)
      tell(block, new ErrnoError('EINTR', say`The block was freed before its transfer began.`))
  }

  /** Hardware is done with `block`, whose bytesUsed says what arrived. */
  done(block: DmaBlock): void {
    this.#handBack(block, null)
    this.completed++
    this.#queue.waitQueue.wake()
  }

  /** Hardware was stopped: what is left in flight comes back with no data. One wake-up. */
  abort(inFlight: BlockList): void {
    for (let block = inFlight.shift(); block !== null; block = inFlight.shift()) {
      block.bytesUsed = 0
      this.#handBack(block, block.onReturned === null ? null : new ErrnoError('EINTR', say`The transfer was aborted.`))
      this.aborted++
    }
    this.#queue.waitQueue.wake()
  }

  #handBack(block: DmaBlock, error: ErrnoError | null): void {
    block.leaveHardware()
    block.doneMs = this.#queue.runtime.clock.nowMs()
    if (block.state !== 'DEAD') {
      block.moveTo(block.onReturned === null ? 'DONE' : 'DEQUEUED')
      if (block.onReturned === null) this.outgoing.append(block)
    }
    tell(block, error)
    this.#queue.pool.put(block, true)
  }

  #submit(block: DmaBlock): void {
    const { ops, pool, runtime } = this.#queue
    // Hardware gone: limbo. The block never completes and waits to be freed.
    if (ops === null) return
    block.enterHardware()
    block.submittedMs = runtime.clock.nowMs()
    pool.get(block)
    try {
      ops.submit(this.#queue, block)
    } catch (thrown) {
      this.#refused(block, asErrnoError(thrown))
      return
    }
    block.submissions++
    this.submitted++
  }

  /** A DMABUF hears of it through its fence and can be enqueued again; other blocks stay ACTIVE, on no list. */
  #refused(block: DmaBlock, error: ErrnoError): void {
    this.submitFailures++
    block.leaveHardware()
    if (block.onReturned !== null) block.moveTo('DEQUEUED')
    tell(block, error)
    this.#queue.pool.put(block)
  }
}

/** Tells whoever waits for the return of `block`, once. */
function tell(block: DmaBlock, error: ErrnoError | null): void {
  const { onReturned } = block
  block.onReturned = null
  onReturned?.(block, error)
}
