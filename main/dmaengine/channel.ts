// A channel as its client holds it. Every call goes to the provider's operation, or fails as documented when there is none.
import { fail, say } from '#shared/errors.ts'
import type { DmaDescriptor } from './descriptor.ts'
import type { DmaChannelOps, DmaController } from './provider.ts'
import type {
  DmaCookie,
  DmaDirection,
  DmaInterleavedTemplate,
  DmaPrepFlags,
  DmaSegment,
  DmaSlaveConfig,
  DmaTxState,
} from './types.ts'

const noFlags: DmaPrepFlags = {}

export class DmaChannel {
  readonly name: string
  readonly device: DmaController
  readonly ops: DmaChannelOps
  /** Who requested the channel; null while it is free. Set by the engine. */
  client: string | null = null

  constructor(device: DmaController, name: string, ops: DmaChannelOps) {
    this.device = device
    this.name = name
    this.ops = ops
  }

  /** Affects transfers prepared later only. @throws ENOSYS when the controller has nothing to configure. */
  slaveConfig(config: DmaSlaveConfig): void {
    if (this.ops.slaveConfig === undefined) fail('ENOSYS', say`Channel ${this.name} has no slave configuration.`)
    this.ops.slaveConfig(config)
  }

  /** One contiguous piece. Null when the controller cannot do it (direction, alignment, length 0). */
  prepSlaveSingle(
    address: number,
    length: number,
    direction: DmaDirection,
    flags: DmaPrepFlags = noFlags,
  ): DmaDescriptor | null {
    return this.ops.prepSlaveSg?.([{ address, length }], direction, flags) ?? null
  }

  /** Several pieces, one descriptor. */
  prepSlaveSg(
    segments: readonly DmaSegment[],
    direction: DmaDirection,
    flags: DmaPrepFlags = noFlags,
  ): DmaDescriptor | null {
    return this.ops.prepSlaveSg?.(segments, direction, flags) ?? null
  }

  /** A buffer split in periods, a callback per period, repeated until terminated. */
  prepDmaCyclic(
    address: number,
    length: number,
    periodBytes: number,
    direction: DmaDirection,
    flags: DmaPrepFlags = noFlags,
  ): DmaDescriptor | null {
    return this.ops.prepDmaCyclic?.(address, length, periodBytes, direction, flags) ?? null
  }

  prepInterleaved(template: DmaInterleavedTemplate, flags: DmaPrepFlags = noFlags): DmaDescriptor | null {
    if (flags.repeat === true && !this.device.capabilities.includes('REPEAT')) return null
    return this.ops.prepInterleaved?.(template, flags) ?? null
  }

  prepPeripheralDmaVec(
    segments: readonly DmaSegment[],
    direction: DmaDirection,
    flags: DmaPrepFlags = noFlags,
  ): DmaDescriptor | null {
    return this.ops.prepPeripheralDmaVec?.(segments, direction, flags) ?? null
  }

  /**
   * Starts as many submitted transfers as the hardware takes, in order; the rest follow by themselves.
   * @throws EBUSY in strict mode, between terminateAsync() and the end of synchronize().
   */
  issuePending(): void {
    this.ops.issuePending?.()
  }

  txStatus(cookie: DmaCookie): DmaTxState {
    return this.ops.txStatus?.(cookie) ?? fail('ENOSYS', say`Channel ${this.name} reports no status.`)
  }

  /**
   * Discards what is submitted, issued or completed but unreported, without callbacks. The hardware may go on until
   * {@link synchronize} has resolved. @throws EINVAL when the controller cannot.
   */
  terminateAsync(): void {
    if (this.ops.terminateAll === undefined) fail('EINVAL', say`Channel ${this.name} cannot be terminated.`)
    this.ops.terminateAll()
  }

  /** The call of old clients: as {@link terminateAsync}, but ENOSYS when the controller cannot. */
  terminateAll(): void {
    if (this.ops.terminateAll === undefined) fail('ENOSYS', say`Channel ${this.name} cannot be terminated.`)
    this.ops.terminateAll()
  }

  /** Waits until the hardware has stopped and no callback runs. Not inside a callback: rejects with EBUSY there. */
  async synchronize(): Promise<void> {
    await this.ops.synchronize?.()
  }

  /** terminateAsync() and synchronize(): afterwards no callback runs and no memory is written. */
  async terminateSync(): Promise<void> {
    this.terminateAsync()
    await this.synchronize()
  }

  /** Stops asking for data and keeps the position. @throws ENOSYS when the controller cannot. */
  pause(): void {
    if (this.ops.pause === undefined) fail('ENOSYS', say`Channel ${this.name} cannot pause.`)
    this.ops.pause()
  }

  /** @throws ENOSYS when the controller cannot. */
  resume(): void {
    if (this.ops.resume === undefined) fail('ENOSYS', say`Channel ${this.name} cannot resume.`)
    this.ops.resume()
  }
}
