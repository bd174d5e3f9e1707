// The registry: controllers register, clients request channels by name as their firmware describes them.
import { fail, say, word } from '#shared/errors.ts'
import type { DmaChannel } from './channel.ts'
import type { DmaDevice } from './device.ts'
import type { DmaSlaveCaps } from './types.ts'

/** One line of the firmware's description: consumer `gigascope` calls channel `ch0` of `axi-dmac0` its `rx`. */
export interface DmaLink {
  readonly consumer: string
  readonly name: string
  readonly provider: string
  readonly channel: string
}

/** Segment size assumed for a controller that sets none. */
export const defaultMaxSegmentBytes = 65536

export class DmaEngine {
  readonly #devices = new Map<string, DmaDevice>()
  readonly #links: DmaLink[] = []

  get devices(): readonly DmaDevice[] {
    return [...this.#devices.values()]
  }

  /**
   * Describes which channel a consumer's name stands for; before or after the provider registers.
   * @throws EEXIST when the consumer has a channel of that name.
   */
  link(link: DmaLink): void {
    if (this.#find(link.consumer, link.name) !== undefined)
      fail('EEXIST', say`${link.consumer} already has a DMA channel named '${link.name}'.`)
    this.#links.push(link)
  }

  /** @throws EIO for a device without what its capabilities claim; EEXIST for a second one of the same name. */
  registerDevice(device: DmaDevice): void {
    const missing = missingOperation(device)
    if (missing !== null) fail('EIO', say`DMA controller ${device.name} lacks ${word(missing)}.`)
    if (this.#devices.has(device.name)) fail('EEXIST', say`DMA controller ${device.name} is registered already.`)
    this.#devices.set(device.name, device)
  }

  /** No new requests; clients keep the channels they hold until they release them. @throws ENODEV when not registered. */
  unregisterDevice(device: DmaDevice): void {
    if (this.#devices.get(device.name) !== device) fail('ENODEV', say`DMA controller ${device.name} is not registered.`)
    this.#devices.delete(device.name)
  }

  /**
   * Exclusive use of the channel the consumer calls `name`, normally `rx` or `tx`.
   * @throws ENODEV when none is described; EPROBE_DEFER when its controller has not registered; EBUSY when it is taken.
   */
  requestChannel(consumer: string, name: string): DmaChannel {
    const link = this.#find(consumer, name) ?? fail('ENODEV', say`${consumer} has no DMA channel named '${name}'.`)
    const device =
      this.#devices.get(link.provider) ??
      fail('EPROBE_DEFER', say`DMA controller ${link.provider} has not registered yet.`)
    const channel =
      device.channels.find((one) => one.name === link.channel) ??
      fail('ENODEV', say`DMA controller ${device.name} has no channel ${link.channel}.`)
    if (channel.client !== null)
      fail('EBUSY', say`DMA channel ${device.name}/${channel.name} is used by ${channel.client}.`)
    channel.ops.allocResources?.()
    channel.client = consumer
    return channel
  }

  /** Terminates nothing by itself; waits for callbacks, then frees the channel. @throws EINVAL when it is not held. */
  async releaseChannel(channel: DmaChannel): Promise<void> {
    if (channel.client === null) fail('EINVAL', say`DMA channel ${channel.name} is not in use.`)
    await channel.synchronize()
    channel.ops.freeResources?.()
    channel.client = null
  }

  /** What the channel can do. @throws EINVAL without a channel; ENXIO when it serves no device or has no directions. */
  getSlaveCaps(channel: DmaChannel | null): DmaSlaveCaps {
    if (channel === null) fail('EINVAL', say`No DMA channel was given.`)
    const { device, ops } = channel
    const serves = device.capabilities.includes('SLAVE') || device.capabilities.includes('CYCLIC')
    if (!serves || device.directions.length === 0)
      fail('ENXIO', say`DMA controller ${device.name} does not serve other devices.`)
    return {
      srcAddrWidths: device.srcAddrWidths,
      dstAddrWidths: device.dstAddrWidths,
      directions: device.directions,
      maxBurst: device.maxBurst,
      residueGranularity: device.residueGranularity ?? 'DESCRIPTOR',
      canPause: ops.pause !== undefined,
      canResume: ops.resume !== undefined,
      canTerminate: ops.terminateAll !== undefined,
      descriptorReuse: device.descriptorReuse,
    }
  }

  #find(consumer: string, name: string): DmaLink | undefined {
    return this.#links.find((link) => link.consumer === consumer && link.name === name)
  }
}

function missingOperation(device: DmaDevice): string | null {
  if (device.channels.length === 0) return 'channels'
  for (const { ops } of device.channels) {
    if (ops.txStatus === undefined) return 'the operation txStatus'
    if (ops.issuePending === undefined) return 'the operation issuePending'
    const claims = (capability: (typeof device.capabilities)[number]) => device.capabilities.includes(capability)
    if (claims('SLAVE') && ops.prepSlaveSg === undefined) return 'prepSlaveSg for its capability SLAVE'
    if (claims('CYCLIC') && ops.prepDmaCyclic === undefined) return 'prepDmaCyclic for its capability CYCLIC'
    if (claims('INTERLEAVE') && ops.prepInterleaved === undefined)
      return 'prepInterleaved for its capability INTERLEAVE'
    if (claims('PERIPHERAL_VEC') && ops.prepPeripheralDmaVec === undefined)
      return 'prepPeripheralDmaVec for its capability PERIPHERAL_VEC'
  }
  return null
}
