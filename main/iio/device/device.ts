// An IIO device: channels, attributes, attached buffers, and the state the enable transaction works on.

import type { Runtime } from '#main/runtime/clock.ts'
import { Mutex } from '#main/runtime/mutex.ts'
import { WaitQueue } from '#main/runtime/wait-queue.ts'
import { fail, say } from '#shared/errors.ts'
import { layoutScan, type ScanLayout } from '#shared/iio/index.ts'
import type { IioBuffer } from '../buffer.ts'
import type { DemuxPlan } from '../scan/demux.ts'
import { pushToBuffers, pushToBuffersWithTimestamp } from '../scan/demux.ts'
import { emptyMask, maskHas, type ScanMask } from '../scan/scan-mask.ts'
import { type TimestampClock, timestampNs } from '../scan/timestamp-clock.ts'
import type { IioTrigger, PollFunction, TriggerDirectory } from '../trigger/trigger.ts'
import { type AttributeEntry, isReadOnly, type PreparedWrite } from './attribute.ts'
import type { AttributeHolder } from './attribute-holder.ts'
import { AttributeTree } from './attribute-tree.ts'
import { type IioChannel, makeChannel } from './channel.ts'
import type { DeviceSpec } from './device-spec.ts'
import type { DeviceInfo, DeviceState, SetupOps } from './device-state.ts'
import type { EventFd, IioEvent } from './event.ts'
import { type Modes, mode } from './modes.ts'

export class IioDevice implements DeviceState, AttributeHolder {
  /** `iio:device0`, given at registration; empty before. */
  id = ''
  readonly name: string
  readonly label: string
  readonly channels: readonly IioChannel[]
  readonly availableScanMasks: readonly ScanMask[]
  readonly runtime: Runtime
  /** What the device can do. Helpers that set a buffer up add their modes before registration. */
  modes: Modes
  /** What it is doing: DIRECT unless a buffer is active. Written by the transaction. */
  currentMode: Modes = mode.direct
  setupOps: SetupOps
  /** Null once the device is unregistered. */
  info: DeviceInfo | null
  /** Device attributes as the driver declared them. */
  readonly attributes: NonNullable<DeviceSpec['attributes']>

  /** Attached buffers, in order of their index. */
  readonly buffers: IioBuffer[] = []
  /** Enabled buffers, newest first. Written by the transaction. */
  activeBuffers: IioBuffer[] = []
  /** What the device captures now. */
  activeScanMask: ScanMask = emptyMask
  activeTimestamp = false
  /** Bytes per captured scan. */
  scanBytes = 0
  /** How a captured scan becomes each buffer's own. Written by the transaction. */
  demux = new Map<IioBuffer, DemuxPlan>()

  trigger: IioTrigger | null = null
  /** Set by a driver that fixes its trigger: writes to current_trigger then fail with EPERM. */
  isTriggerFixed = false
  /** What to do when the trigger fires; set by setupTriggeredBuffer. */
  pollFunction: PollFunction | null = null
  bus: TriggerDirectory | null = null
  onWritten: () => void = () => undefined
  timestampClock: TimestampClock = 'realtime'

  /** Lock order: existence outside, device inside, then a queue's mutex. */
  readonly existenceLock = new Mutex()
  readonly deviceLock = new Mutex()
  /** One opener at a time. Written by the node. */
  isNodeOpen = false
  /** Open file of events; null when nobody listens. Written by that file. */
  eventFd: EventFd | null = null
  readonly hasEvents: boolean
  /** Woken by an event, and at unregister. */
  readonly eventQueue = new WaitQueue()
  #tree: AttributeTree | null = null

  constructor(spec: DeviceSpec) {
    this.name = spec.name
    this.label = spec.label ?? ''
    this.runtime = spec.runtime
    this.channels = spec.channels.map(makeChannel)
    this.availableScanMasks = spec.availableScanMasks ?? []
    this.modes = spec.modes ?? mode.direct
    this.setupOps = spec.setupOps ?? {}
    this.info = spec.info ?? {}
    this.attributes = spec.attributes ?? {}
    this.hasEvents = spec.hasEvents ?? false
  }

  /** Now, in nanoseconds, on the device's timestamp clock. */
  timestampNs(): bigint {
    return timestampNs(this.runtime.clock, this.timestampClock)
  }

  get isGone(): boolean {
    return this.info === null
  }

  get isBufferEnabled(): boolean {
    return this.activeBuffers.length > 0
  }

  /** Scan elements, ascending; the soft timestamp is not one of them. */
  get scanElements(): IioChannel[] {
    return this.channels
      .filter((channel) => channel.scanIndex >= 0 && channel.kind !== 'timestamp')
      .sort((a, b) => a.scanIndex - b.scanIndex)
  }

  /** Layout of a scan of `mask`, with the soft timestamp when asked. */
  layout(mask: ScanMask, timestamp: boolean): ScanLayout {
    const elements = this.scanElements
      .filter((channel) => maskHas(mask, channel.scanIndex))
      .map((channel) => ({ scanIndex: channel.scanIndex, type: channel.scanType }))
    return layoutScan(elements, timestamp)
  }

  channel(id: string): IioChannel | undefined {
    return this.channels.find((channel) => channel.id === id || channel.sysfsName === id)
  }

  /**
   * Binds `buffer` to the device for its lifetime; the device holds a reference until it is unregistered. Before
   * registration only.
   */
  attachBuffer(buffer: IioBuffer): void {
    buffer.index = this.buffers.length
    buffer.device = this
    this.buffers.push(buffer.get())
    this.#tree = null
  }

  /** Undoes {@link attachBuffer}: a driver's teardown, after the device was unregistered or before it is registered. */
  detachBuffer(buffer: IioBuffer): void {
    const index = this.buffers.indexOf(buffer)
    if (index < 0) return
    this.buffers.splice(index, 1)
    this.#tree = null
    buffer.put()
  }

  /**
   * Takes the device for direct-mode access: the device lock stays held until {@link releaseDirect}, so an enable waits.
   * @throws EBUSY when a buffer is enabled.
   */
  async claimDirect(): Promise<void> {
    await this.deviceLock.acquire()
    if (!this.isBufferEnabled) return
    this.deviceLock.release()
    fail('EBUSY', say`${this.name} is capturing; direct access needs its buffers disabled.`)
  }

  releaseDirect(): void {
    this.deviceLock.release()
  }

  /** Mirror of {@link claimDirect}. @throws EBUSY when no buffer is enabled. */
  async claimBufferMode(): Promise<void> {
    await this.deviceLock.acquire()
    if (this.isBufferEnabled) return
    this.deviceLock.release()
    fail('EBUSY', say`${this.name} has no buffer enabled.`)
  }

  releaseBufferMode(): void {
    this.deviceLock.release()
  }

  /** Runs `access` in direct mode: the usual body of a driver's raw read. @throws EBUSY when a buffer is enabled. */
  async inDirectMode<T>(access: () => T | Promise<T>): Promise<T> {
    await this.claimDirect()
    try {
      return await access()
    } finally {
      this.releaseDirect()
    }
  }

  /**
   * Software path: hands one captured scan (layout of the active mask) to every active buffer.
   * @throws the first buffer's error; later buffers then miss this scan.
   */
  push(scan: Uint8Array): void {
    pushToBuffers(this, scan)
  }

  /** {@link push}, after writing `timestampNs` into the scan's last slot. @throws ENOSPC when `scan` is too small. */
  pushWithTimestamp(scan: Uint8Array, timestampNs: bigint): void {
    pushToBuffersWithTimestamp(this, scan, timestampNs)
  }

  /** Reports an event to whoever has the events open. */
  pushEvent(event: IioEvent): void {
    this.eventFd?.add(event)
  }

  get #attributeTree(): AttributeTree {
    this.#tree ??= new AttributeTree(this)
    return this.#tree
  }

  /** Every attribute once, under its canonical path. */
  listAttributes(): readonly AttributeEntry[] {
    return this.#attributeTree.entries
  }

  /** @throws ENOENT unknown path; ENODEV device gone; or what the driver's show throws. */
  async readAttribute(path: string): Promise<string> {
    return this.#attributeTree.find(path).attribute.show()
  }

  /** Whether a write takes long: {@link prepareWrite} then. @throws ENOENT unknown path; ENODEV device gone */
  isSlowWrite(path: string, value: string): boolean {
    return this.#attributeTree.find(path).attribute.slow?.takes(value) ?? false
  }

  /**
   * Does the part of a write that takes long, without a lock; of one that takes no time, nothing.
   * @throws ENOENT unknown path; ENODEV device gone; and what the attribute's own rules say
   */
  async prepareWrite(path: string, value: string): Promise<PreparedWrite> {
    const { slow } = this.#attributeTree.find(path).attribute
    if (slow?.takes(value) === true) {
      const prepared = await slow.prepare(value)
      return {
        commit: async () => {
          await prepared.commit()
          this.onWritten()
        },
        discard: () => prepared.discard(),
      }
    }
    return { commit: () => this.writeAttribute(path, value), discard: () => undefined }
  }

  /** @throws ENOENT unknown path; EACCES read-only; ENODEV device gone; or what the attribute's own rules say. */
  async writeAttribute(path: string, value: string): Promise<void> {
    const { attribute } = this.#attributeTree.find(path)
    if (isReadOnly(attribute)) fail('EACCES', say`${path} is read-only.`)
    await attribute.store?.(value)
    this.onWritten()
  }
}
