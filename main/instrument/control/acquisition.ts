// Run, stop, single; and every write to a device. What a device refuses while it captures is applied by a transaction:
// disable, change, enable. When a step fails the configuration before it is restored and the error is returned.
import { type AttributeHolder, parseBoolean } from '#main/iio/index.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import type { BufferWish } from '#shared/buffer/limits.ts'
import type { AcquisitionState } from '#shared/contract/topics/capture.ts'
import { asErrnoError, ErrnoError, errnoOf, fail, say, sentenceOf } from '#shared/errors.ts'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { bufferPaths, enablePaths, hasChannelOn, readOr, scalePaths } from '../board/captured-attributes.ts'
import { holderOf } from '../board/sampling-rate.ts'
import type { AcquisitionParts, AttributeWrite } from './acquisition-parts.ts'
import { DeviceChange } from './device-change.ts'
import { changeOfAttribute } from './seam-change.ts'

export class Acquisition {
  readonly #parts: AcquisitionParts
  /** One change at a time, in the order they were asked for. */
  readonly #lock = new Mutex()
  readonly #device: DeviceChange
  readonly #onChange = new Emitter<void>()
  readonly #onLost = new Emitter<Error>()
  #state: AcquisitionState = 'stopped'
  #fault: ErrnoError | null = null
  /** The last channel was switched off while it ran: the next one that is switched on makes it run again. */
  #waitsForChannel = false

  constructor(parts: AcquisitionParts) {
    this.#parts = parts
    this.#device = new DeviceChange({ ...parts, begin: () => this.#begin() })
    parts.hub.onFault.on((fault) => void this.#lock.run(() => this.#halt(fault)))
    parts.bus.onChange.on(() => void this.#lock.run(() => this.#checkPresent()))
    parts.analysis?.onSingle.on(({ epoch }) => void this.#lock.run(() => this.#singleDone(epoch)))
  }

  /** State, or anything a state is made of, may have changed. */
  get onChange(): Event<void> {
    return this.#onChange
  }

  /** The device went away while it was captured. */
  get onLost(): Event<Error> {
    return this.#onLost
  }

  get state(): AcquisitionState {
    return this.#state
  }

  /** Why it stopped by itself; null otherwise. */
  get fault(): ErrnoError | null {
    return this.#fault
  }

  /** @throws what the enable transaction fails with (EINVAL no channel, ENOMEM, ...); then it is stopped. */
  run(): Promise<void> {
    return this.#change(async () => {
      this.#parts.trigger.setSingle(false)
      await this.#start()
      this.#state = 'running'
    })
  }

  /** @throws what the disable transaction fails with; a recording is ended all the same */
  stop(): Promise<void> {
    return this.#change(async () => {
      try {
        await this.#stop()
        this.#state = 'stopped'
      } finally {
        await this.#endRecording(null)
      }
    })
  }

  /** Runs until the next trigger's record is complete. */
  single(): Promise<void> {
    return this.#change(async () => {
      // Arms anew; so does a stream that begins. Once more behind them, and what has fired since would be forgotten.
      this.#parts.trigger.setSingle(true)
      await this.#start()
      this.#state = 'single'
    })
  }

  /** Runs again where it still stands for this fault. @returns the fault it has now; null: it runs; undefined: it stood for it no more */
  resume(fault: ErrnoError): Promise<ErrnoError | null | undefined> {
    return this.#change(async () => {
      if (this.#state !== 'fault' || this.#fault !== fault) return undefined
      await this.#start().catch((thrown: unknown) => this.#halt(asErrnoError(thrown)))
      if (this.#fault === null) this.#state = 'running'
      return this.#fault
    })
  }

  /** Resolves when every change that was asked for before is done, or has failed. */
  settle(): Promise<void> {
    return this.#lock.run(async () => undefined)
  }

  /**
   * Captures another device, live or not.
   * @throws as {@link DeviceChange.to}; what was captured is captured again then, or it is a fault
   */
  captureDevice(idOrName: string): Promise<void> {
    return this.#change(async () => {
      const { hub, analysis } = this.#parts
      const wasRunning = hub.isRunning
      try {
        if (!(await this.#device.to(idOrName))) return
      } catch (thrown) {
        if (wasRunning && !hub.isRunning) await this.#halt(thrown instanceof Error ? thrown : new Error(String(thrown)))
        throw thrown
      }
      if (this.#state === 'single') analysis?.armSingle()
      if (wasRunning) return
      this.#waitsForChannel = false
      this.#state = 'stopped'
      this.#fault = null
    })
  }

  /** @param how `adopt` goes back to values of before: see {@link CaptureHub.setBuffer} */
  setBuffer(request: Partial<BufferWish>, how: 'ask' | 'adopt' = 'ask'): Promise<void> {
    return this.#change(() => this.#parts.hub.setBuffer(request, how))
  }

  /**
   * Writes an attribute and returns what it then reads.
   * @throws ENODEV no such device; and what the attribute refuses (ENOENT, EACCES, EINVAL, ...)
   */
  async writeAttribute(deviceName: string, path: string, value: string): Promise<string> {
    const write = await this.prepareAttribute(deviceName, path, value)
    try {
      return await write.carryOut()
    } finally {
      write.discard()
    }
  }

  /**
   * Does the part of a write that takes long (a file is read), without holding anything up.
   * @throws as {@link writeAttribute}
   */
  async prepareAttribute(deviceName: string, path: string, value: string): Promise<AttributeWrite> {
    const { bus, source } = this.#parts
    const find = (): AttributeHolder =>
      holderOf(bus, deviceName, path) ?? fail('ENODEV', say`There is no device '${deviceName}'.`)
    if (!find().isSlowWrite(path, value))
      return {
        carryOut: () => this.#write(find, path, value, (device) => device.writeAttribute(path, value)),
        discard: () => undefined,
      }
    // What takes long is done first, and holds nothing up.
    await this.#lock.run(() => source.restore())
    const device = find()
    const prepared = await device.prepareWrite(path, value)
    const store = async (): Promise<void> => {
      if (device.isGone) fail('ENODEV', say`${device.name} is gone.`)
      await prepared.commit()
    }
    return {
      carryOut: () => this.#write(() => device, path, value, store),
      discard: () => prepared.discard(),
    }
  }

  #write(
    find: () => AttributeHolder,
    path: string,
    value: string,
    store: (device: AttributeHolder) => Promise<void>,
  ): Promise<string> {
    return this.#change(async () => {
      await this.#parts.source.restore()
      const device = find()
      const before = await readOr(device, path)
      if (this.#isCaptured(device) && enablePaths.has(path)) return this.#writeEnable(device, path, value)
      const beginMs = this.#parts.clock.nowMs()
      try {
        await store(device)
      } catch (thrown) {
        const refusedWhileEnabled = errnoOf(thrown) === 'EBUSY' && this.#isCaptured(device) && this.#parts.hub.isRunning
        if (!refusedWhileEnabled) throw thrown
        if (value.trim() !== before) await this.#transaction(device, path, before, value)
        return device.readAttribute(path)
      }
      if (this.#waitsForChannel && (await hasChannelOn(this.#parts.source.device))) {
        await this.#start()
        this.#state = 'running'
      }
      const after = await readOr(device, path)
      const isMarked = bufferPaths.test(path)
      if (this.#isCaptured(device) && this.#parts.hub.isRunning && after !== before && !isMarked)
        this.#markLive(path, before, after, this.#parts.clock.nowMs() - beginMs)
      return after
    })
  }

  /** Whether it is the captured device, or the trigger that this one samples with. */
  #isCaptured(holder: AttributeHolder): boolean {
    const { device } = this.#parts.source
    return holder === device || holder === device.trigger
  }

  /** Marks the sample at which an attribute of the running device changed; a changed signal is another picture. */
  #markLive(path: string, before: string, after: string, costMs: number): void {
    const { hub, source, analysis } = this.#parts
    const change = changeOfAttribute(path, before, after)
    const atSample = source.changedAtSample(path) ?? hub.nextSample
    hub.addSeam({ ...change, lostSamples: 0, costMs, how: 'live' }, atSample)
    if (change.subject === 'source' || scalePaths.test(path)) analysis?.markSeam(hub.epoch, atSample)
  }

  #change<T>(section: () => Promise<T>): Promise<T> {
    return this.#lock.run(() => section().finally(() => this.#onChange.fire()))
  }

  async #start(): Promise<void> {
    this.#waitsForChannel = false
    if (this.#parts.hub.isRunning) return
    // A fault stands until it runs again: what tries it again goes on doing so.
    if (this.#state !== 'fault') this.#state = 'stopped'
    await this.#parts.source.restore()
    await this.#begin()
    this.#fault = null
    this.#parts.analysis?.setRunning(true)
  }

  async #begin(): Promise<void> {
    const { hub, memory, source } = this.#parts
    await memory.prepare(await source.readFormat())
    await hub.start()
  }

  async #stop(): Promise<void> {
    this.#waitsForChannel = false
    this.#parts.analysis?.setRunning(false)
    await this.#parts.hub.stop()
  }

  async #transaction(device: AttributeHolder, path: string, before: string, value: string): Promise<void> {
    const { hub, recordings, clock, source } = this.#parts
    if (recordings.isActive && changeOfAttribute(path, before, value).subject === 'channels')
      fail('EBUSY', say`The channels cannot change while recording; stop the recording first.`)
    const beginMs = clock.nowMs()
    await hub.stop()
    try {
      await device.writeAttribute(path, value)
      if (!(await hasChannelOn(source.device))) return this.#waitForChannel()
      await this.#begin()
    } catch (thrown) {
      await this.#restore(device, path, before)
      throw thrown
    }
    const after = await readOr(device, path)
    // The new stream began with the change: the seam is at its first sample.
    const costMs = clock.nowMs() - beginMs
    hub.addSeam({ ...changeOfAttribute(path, before, after), lostSamples: 0, costMs, how: 'transaction' }, 0)
  }

  /** Nothing is left to capture: no fault, and no wish to stop either. */
  #waitForChannel(): void {
    this.#parts.analysis?.setRunning(false)
    this.#state = 'stopped'
    this.#waitsForChannel = true
  }

  async #restore(device: AttributeHolder, path: string, before: string): Promise<void> {
    try {
      await device.writeAttribute(path, before)
      await this.#begin()
    } catch (thrown) {
      await this.#halt(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
  }

  async #writeEnable(device: AttributeHolder, path: string, value: string): Promise<string> {
    const on = parseBoolean(value)
    if (on) await this.#start()
    else await this.#stop()
    this.#state = on ? 'running' : 'stopped'
    return device.readAttribute(path)
  }

  async #checkPresent(): Promise<void> {
    const { hub, source } = this.#parts
    if (!hub.isRunning || !source.device.isGone) return
    const lost = new ErrnoError('ENODEV', say`${source.device.name} is gone.`)
    await this.#halt(lost)
    this.#onLost.fire(lost)
  }

  /** The stream ended by itself, or cannot go on. */
  async #halt(fault: Error): Promise<void> {
    this.#state = 'fault'
    this.#fault = asErrnoError(fault)
    try {
      await this.#stop()
    } catch {
      // The device may be gone; the reason is known already.
    }
    this.#onChange.fire()
    await this.#endRecording(new ErrnoError(errnoOf(fault), say`The capture stopped by itself: ${sentenceOf(fault)}`))
    this.#onChange.fire()
  }

  async #endRecording(problem: ErrnoError | null): Promise<void> {
    const { recordings } = this.#parts
    if (recordings.isActive) await recordings.stopAll(problem)
  }

  async #singleDone(epoch: number): Promise<void> {
    if (!this.#parts.trigger.isSingle || epoch !== this.#parts.hub.epoch || !this.#parts.hub.isRunning) return
    await this.#stop()
    this.#state = 'stopped'
    this.#onChange.fire()
  }
}
