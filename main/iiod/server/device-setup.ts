// A device that nobody captures, made ready for a client through its node, and put back as it was.
import {
  type DeviceNode,
  DmaengineBuffer,
  type IioBuffer,
  type IioDevice,
  maskHas,
  openDevice,
  type ScanMask,
} from '#main/iio/index.ts'
import { fail, say } from '#shared/errors.ts'

/** An open node, and what its buffer was set to before. */
export class DeviceSetup {
  readonly device: IioDevice
  readonly node: DeviceNode
  readonly buffer: IioBuffer
  readonly #before: { readonly mask: ScanMask; readonly timestamp: boolean; readonly length: number }

  /** @throws ENODEV gone, or without a buffer; EBUSY another program has it open, or it is enabled */
  constructor(device: IioDevice) {
    const buffer = device.buffers[0] ?? fail('ENODEV', say`${device.name} has no buffer.`)
    if (buffer.isActive) fail('EBUSY', say`${device.name} is in use.`)
    this.device = device
    this.buffer = buffer
    this.node = openDevice(device)
    this.#before = { mask: buffer.scanMask, timestamp: buffer.scanTimestamp, length: buffer.length }
  }

  /** The form of the scans that the buffer is set to. */
  get layout() {
    return this.device.layout(this.buffer.scanMask, this.buffer.scanTimestamp)
  }

  /** Scans from so many on whose bytes are a multiple of what the hardware transfers. @throws EINVAL more than a transfer may have */
  wholeTransfer(scans: number): number {
    if (!(this.buffer instanceof DmaengineBuffer)) return scans
    const { lengthAlignBytes, maxBlockBytes } = this.buffer
    const { bytes } = this.layout
    let whole = scans
    while ((whole * bytes) % lengthAlignBytes !== 0) whole++
    if (whole * bytes > maxBlockBytes)
      fail('EINVAL', say`A buffer of ${this.device.name} has ${maxBlockBytes} bytes at most, not ${whole * bytes}.`)
    return whole
  }

  /** @throws EINVAL the device cannot capture these channels together; EBUSY enabled */
  async setChannels(mask: ScanMask, timestamp: boolean): Promise<void> {
    const { device, buffer } = this
    const elements = device.channels.filter(
      ({ scanIndex, direction }) => scanIndex >= 0 && direction === buffer.direction,
    )
    const isOn = ({ kind, scanIndex }: (typeof elements)[number]): boolean =>
      kind === 'timestamp' ? timestamp : maskHas(mask, scanIndex)
    // Off first: not every device captures all of them together.
    for (const channel of elements.toSorted((a, b) => Number(isOn(a)) - Number(isOn(b))))
      await device.writeAttribute(`buffer0/${channel.sysfsName}_en`, isOn(channel) ? '1' : '0')
  }

  async setLength(scans: number): Promise<void> {
    await this.device.writeAttribute('buffer0/length', String(scans))
  }

  async enable(on: boolean): Promise<void> {
    if (this.device.isGone) return
    await this.device.writeAttribute('buffer0/enable', on ? '1' : '0')
  }

  /** Disabled, as it was, and closed. Never fails: what is gone needs nothing. */
  async undo(): Promise<void> {
    const { mask, timestamp, length } = this.#before
    const steps: (() => void | Promise<void>)[] = [
      () => this.enable(false),
      () => this.setChannels(mask, timestamp),
      () => this.setLength(length),
      () => this.node.close(),
    ]
    for (const step of steps)
      try {
        await step()
      } catch {
        // The device went away meanwhile.
      }
  }
}
