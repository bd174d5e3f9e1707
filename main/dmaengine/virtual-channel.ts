// The bookkeeping every provider needs: lists of descriptors, cookies, deferred callbacks, termination. A provider
// extends it, adds its prepare operations and the three hooks at the end, and reports completions with complete().

import type { Deferred } from '#main/runtime/clock.ts'
import { Fifo } from '#main/runtime/lists/fifo.ts'
import { fail, say } from '#shared/errors.ts'
import { firstCookie, isCookieComplete, nextCookie } from './cookie.ts'
import type { DescriptorOwner, DmaDescriptor } from './descriptor.ts'
import type { DmaChannelOps } from './provider.ts'
import type { DmaCookie, DmaResult, DmaResultCode, DmaStatus, DmaTxState, TransferMetadata } from './types.ts'

export interface VirtualChannelOptions {
  readonly deferred: Deferred
  readonly canReuse?: boolean
  /** Issuing between terminateAsync() and the end of synchronize() fails with EBUSY; otherwise it is queued. */
  readonly strict?: boolean
  /** The cookie before the next one; for tests of the wrap. */
  readonly cookieBefore?: DmaCookie
}

/** Failed cookies remembered for txStatus(). */
const rememberedFailures = 64

export abstract class VirtualChannel implements DescriptorOwner, DmaChannelOps {
  readonly canReuse: boolean
  readonly #deferred: Deferred
  readonly #strict: boolean
  readonly #submitted = new Fifo<DmaDescriptor>()
  readonly #issued = new Fifo<DmaDescriptor>()
  readonly #inHardware = new Fifo<DmaDescriptor>()
  /** Completed or with elapsed periods, waiting for their callbacks. */
  readonly #reporting = new Fifo<DmaDescriptor>()
  readonly #failed: DmaCookie[] = []
  #used: DmaCookie
  #completed: DmaCookie
  #taskletPending = false
  #inCallback = false
  #isPaused = false
  #isStopping = false
  #stopWaiters: (() => void)[] = []
  readonly #result: { result: DmaResultCode; residue: number; metadata: TransferMetadata | null }

  constructor(options: VirtualChannelOptions) {
    this.#deferred = options.deferred
    this.canReuse = options.canReuse ?? false
    this.#strict = options.strict ?? false
    this.#used = options.cookieBefore ?? firstCookie
    this.#completed = this.#used
    this.#result = { result: 'NOERROR', residue: 0, metadata: null }
  }

  // Client side ------------------------------------------------------------------------------------------------------

  submit(descriptor: DmaDescriptor): DmaCookie {
    const again = descriptor.reusable && descriptor.state === 'recycled'
    if (descriptor.state !== 'prepared' && !again)
      fail('EINVAL', say`A descriptor can be submitted once per preparation.`)
    this.#used = nextCookie(this.#used)
    descriptor.cookie = this.#used
    descriptor.state = 'submitted'
    descriptor.resultCode = 'NOERROR'
    descriptor.residue = 0
    descriptor.elapsedPeriods = 0
    this.#submitted.push(descriptor)
    return descriptor.cookie
  }

  discard(descriptor: DmaDescriptor): void {
    descriptor.state = 'recycled'
  }

  issuePending(): void {
    if (this.#isStopping && this.#strict)
      fail('EBUSY', say`The channel is being terminated; synchronize before issuing transfers.`)
    for (let one = this.#submitted.shift(); one !== undefined; one = this.#submitted.shift()) {
      one.state = 'issued'
      this.#issued.push(one)
    }
    if (!this.#isStopping) this.startTransfers()
  }

  txStatus(cookie: DmaCookie): DmaTxState {
    const isComplete = cookie >= firstCookie && isCookieComplete(cookie, this.#completed, this.#used)
    const state: DmaTxState = {
      status: this.#statusOf(cookie, isComplete),
      last: this.#completed,
      used: this.#used,
      residue: isComplete ? 0 : this.#residueOf(cookie),
    }
    return state
  }

  terminateAll(): void {
    for (const list of [this.#submitted, this.#issued, this.#inHardware, this.#reporting])
      for (let one = list.shift(); one !== undefined; one = list.shift()) one.state = 'recycled'
    this.#isPaused = false
    if (this.#isStopping) return
    this.#isStopping = true
    this.stopHardware()
  }

  async synchronize(): Promise<void> {
    if (this.#inCallback) fail('EBUSY', say`A DMA callback must not wait for its own channel.`)
    while (this.#isStopping) await new Promise<void>((resolve) => this.#stopWaiters.push(resolve))
    // Tasklets run in order: behind this one, no callback deferred earlier is left.
    if (this.#taskletPending) await new Promise<void>((resolve) => this.#deferred.tasklet(resolve))
  }

  // Provider side ----------------------------------------------------------------------------------------------------

  protected get isPaused(): boolean {
    return this.#isPaused
  }

  protected set isPaused(paused: boolean) {
    this.#isPaused = paused
  }

  get isStopping(): boolean {
    return this.#isStopping
  }

  /** Descriptors the hardware holds now. */
  protected get inHardware(): Fifo<DmaDescriptor> {
    return this.#inHardware
  }

  protected get issuedCount(): number {
    return this.#issued.length
  }

  /** The next issued descriptor without taking it. */
  protected peekIssued(): DmaDescriptor | undefined {
    return this.#issued.at(0)
  }

  /** Hands the next issued descriptor to the hardware. */
  protected takeIssued(): DmaDescriptor | undefined {
    const descriptor = this.#issued.shift()
    if (descriptor !== undefined) this.#inHardware.push(descriptor)
    return descriptor
  }

  /**
   * A descriptor is through: its cookie completes now, its callback runs in a tasklet. Ignored for one that was
   * terminated meanwhile. The provider has filled descriptor.metadata if it keeps any.
   */
  complete(descriptor: DmaDescriptor, code: DmaResultCode = 'NOERROR', residue = 0): void {
    if (descriptor.state !== 'issued' || !this.#inHardware.remove(descriptor)) return
    this.#completed = descriptor.cookie
    if (code !== 'NOERROR' && this.#failed.push(descriptor.cookie) > rememberedFailures) this.#failed.shift()
    descriptor.resultCode = code
    descriptor.residue = residue
    descriptor.state = 'completed'
    // A cyclic descriptor with a period still to report is in the list already.
    if (descriptor.elapsedPeriods === 0) this.#report(descriptor)
  }

  /** A period of a cyclic descriptor is through. Periods that elapse before the callback runs are folded into one call. */
  periodElapsed(descriptor: DmaDescriptor): void {
    if (descriptor.state !== 'issued') return
    descriptor.elapsedPeriods++
    if (descriptor.elapsedPeriods === 1) this.#report(descriptor)
  }

  /** The hardware has stopped after {@link stopHardware}; what was issued meanwhile starts now. */
  protected hardwareStopped(): void {
    if (!this.#isStopping) return
    this.#isStopping = false
    const waiters = this.#stopWaiters
    this.#stopWaiters = []
    for (const wake of waiters) wake()
    if (this.#issued.length > 0) this.startTransfers()
  }

  /** Give the hardware as many issued descriptors as it takes, with {@link takeIssued}. */
  protected abstract startTransfers(): void
  /** Begin to stop; call {@link hardwareStopped} once nothing is written any more (it may be at once). */
  protected abstract stopHardware(): void
  /** Bytes not transferred yet of a descriptor the hardware holds; of the present period when cyclic. */
  protected abstract residueInHardware(descriptor: DmaDescriptor): number

  // ------------------------------------------------------------------------------------------------------------------

  #statusOf(cookie: DmaCookie, isComplete: boolean): DmaStatus {
    if (cookie < firstCookie || this.#failed.includes(cookie)) return 'ERROR'
    if (isComplete) return 'COMPLETE'
    return this.#isPaused ? 'PAUSED' : 'IN_PROGRESS'
  }

  #residueOf(cookie: DmaCookie): number {
    const same = (one: DmaDescriptor): boolean => one.cookie === cookie
    const running = this.#inHardware.find(same)
    if (running !== undefined) return this.residueInHardware(running)
    return (this.#issued.find(same) ?? this.#submitted.find(same))?.length ?? 0
  }

  #report(descriptor: DmaDescriptor): void {
    this.#reporting.push(descriptor)
    this.#scheduleTasklet()
  }

  #scheduleTasklet(): void {
    if (this.#taskletPending) return
    this.#taskletPending = true
    this.#deferred.tasklet(this.#tasklet)
  }

  /** One tasklet runs the callbacks of everything reported so far. A callback may prepare, submit, issue, terminate. */
  readonly #tasklet = (): void => {
    this.#taskletPending = false
    this.#inCallback = true
    try {
      for (let one = this.#reporting.shift(); one !== undefined; one = this.#reporting.shift()) this.#callBack(one)
    } finally {
      this.#inCallback = false
      if (this.#reporting.length > 0) this.#scheduleTasklet()
    }
  }

  #callBack(descriptor: DmaDescriptor): void {
    descriptor.elapsedPeriods = 0
    // Recycled before its callback runs, so that the callback may use the channel freely.
    if (descriptor.state === 'completed') descriptor.state = 'recycled'
    if (!descriptor.interrupt) return
    if (descriptor.callbackResult === null) {
      descriptor.callback?.()
      return
    }
    this.#result.result = descriptor.resultCode
    this.#result.residue = descriptor.residue
    this.#result.metadata = descriptor.metadata
    const result: DmaResult = this.#result
    descriptor.callbackResult(result)
  }
}
