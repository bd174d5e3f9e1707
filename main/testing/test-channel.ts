// The provider side of a controllable channel: an ordinary virtual channel over hardware that does nothing by itself.
import {
  DmaDescriptor,
  type DmaDirection,
  type DmaPrepFlags,
  type DmaSegment,
  type DmaSlaveConfig,
  VirtualChannel,
} from '#main/dmaengine/index.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { AuditedMemory } from './audited-memory.ts'
import type { FakeRuntime } from './fake-runtime.ts'
import type { FaultInjector } from './faults.ts'

export interface TestChannelOptions {
  readonly runtime: FakeRuntime
  /** Transfers the hardware holds at a time. */
  readonly queueDepth: number
  readonly strict: boolean
  readonly canReuse: boolean
  readonly directions: readonly DmaDirection[]
  /** Failures to order. */
  readonly faults?: FaultInjector
  /** Hears of every transfer. */
  readonly audit?: AuditedMemory
}

/** How often each thing happened. */
export interface ChannelCounts {
  prepared: number
  submitted: number
  /** Transfers the hardware took. */
  started: number
  /** Transfers the hardware ended (complete, short-complete or fail). */
  completed: number
  terminated: number
}

export class TestChannel extends VirtualChannel {
  readonly counts: ChannelCounts = { prepared: 0, submitted: 0, started: 0, completed: 0, terminated: 0 }
  config: DmaSlaveConfig | null = null
  /** In hardware, oldest first. */
  readonly running: DmaDescriptor[] = []
  isStalled = false
  holdsStop = false
  stopPending = false
  refusedPrepares = 0
  submitError: ErrnoError | null = null
  readonly #options: TestChannelOptions
  /** May still touch memory: submitted and not ended, and those of a termination that is under way. */
  readonly #accepted = new Set<DmaDescriptor>()
  readonly #stopping: DmaDescriptor[] = []

  constructor(options: TestChannelOptions) {
    super({ deferred: options.runtime.deferred, canReuse: options.canReuse, strict: options.strict })
    this.#options = options
  }

  override submit(descriptor: DmaDescriptor): number {
    const error = this.submitError
    this.submitError = null
    if (error !== null) throw error
    this.#options.faults?.pass('submit')
    this.counts.submitted++
    this.#options.audit?.transferBegins(descriptor)
    this.#accepted.add(descriptor)
    return super.submit(descriptor)
  }

  override terminateAll(): void {
    this.counts.terminated++
    this.running.length = 0
    // Those whose end is only an interrupt away are stopped with the others.
    this.#stopping.push(...this.#accepted)
    this.#accepted.clear()
    super.terminateAll()
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

  slaveConfig(config: DmaSlaveConfig): void {
    this.config = config
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
    this.startTransfers()
  }

  startTransfers(): void {
    while (!this.isStalled && !this.isPaused && this.running.length < this.#options.queueDepth) {
      const descriptor = this.takeIssued()
      if (descriptor === undefined) return
      this.counts.started++
      this.running.push(descriptor)
    }
  }

  /** Hardware is through with `descriptor`, though nobody has heard of it yet. */
  ended(descriptor: DmaDescriptor): void {
    this.#accepted.delete(descriptor)
    this.#options.audit?.transferEnds(descriptor)
  }

  finishStop(): void {
    this.stopPending = false
    this.#stopped()
  }

  protected stopHardware(): void {
    if (this.holdsStop) this.stopPending = true
    else this.#stopped()
  }

  #stopped(): void {
    for (const descriptor of this.#stopping.splice(0)) this.#options.audit?.transferEnds(descriptor)
    this.hardwareStopped()
  }

  protected residueInHardware(descriptor: DmaDescriptor): number {
    return descriptor.periodBytes || descriptor.length
  }

  #prepare(
    segments: readonly DmaSegment[],
    direction: DmaDirection,
    periodBytes: number,
    flags: DmaPrepFlags,
  ): DmaDescriptor | null {
    if (this.refusedPrepares > 0) {
      this.refusedPrepares--
      return null
    }
    if (this.#options.faults?.fails('prepare')) return null
    const isPossible = segments.length > 0 && segments.every(({ length }) => length > 0)
    if (!isPossible || !this.#options.directions.includes(direction)) return null
    this.counts.prepared++
    return new DmaDescriptor(this, { direction, segments, periodBytes, interrupt: flags.interrupt ?? true })
  }
}
