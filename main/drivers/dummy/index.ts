// The dummy: template for driver authors and test vehicle. Two variants: `kfifo` (trigger, one push per scan, fixed
// values) and `dma` (an emulated converter that fills blocks).
import {
  type BlockMemory,
  constantAttribute,
  type DeviceInfo,
  freeKfifoBuffer,
  type IioBus,
  IioDevice,
  maskHas,
  maskIndexes,
  setupTriggeredBuffer,
} from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { type DummyState, dummyChannels } from './channels.ts'
import { freeDummyDmaBuffer, setupDummyDmaBuffer } from './dma-buffer.ts'
import { EmulatedDma, scansPerSecond } from './emulated-dma.ts'

export interface DummyOptions {
  readonly bus: IioBus
  readonly runtime: Runtime
  readonly heap: BlockMemory
  readonly variant: 'kfifo' | 'dma'
  /** Default `iio_dummy`. */
  readonly name?: string
}

/** Values of the software path by scan index. */
const fakeData = [7, -33, -2, 344] as const

export interface Dummy {
  readonly device: IioDevice
  /** By so much its clock fell behind since the enable, ms. With a trigger the clock is the trigger's. */
  readonly slippedMs: number
  /** What was sampled until now is in blocks that are done. */
  flush(): void
  /** Event generator: voltage0 crossed a level, as the hardware would report it. */
  crossThreshold(level: number): void
  /** Unregisters the device and frees its buffer. */
  remove(): Promise<void>
}

/** Makes a dummy device and registers it. */
export async function probeDummy(options: DummyOptions): Promise<Dummy> {
  const { bus, runtime, heap, variant, name = 'iio_dummy' } = options
  const dma = new EmulatedDma(runtime, heap)
  const state: DummyState = {
    readRaw: (value) => device.inDirectMode(() => value),
    dacRaw: 0,
    steps: 47,
    thresholdEnabled: false,
    threshold: 0,
  }
  const dmaInfo: DeviceInfo = { updateScanMode: (mask) => dma.setChannels(maskIndexes(mask)) }
  const device: IioDevice = new IioDevice({
    name,
    runtime,
    channels: dummyChannels(state).filter((one) => variant === 'kfifo' || one.kind !== 'timestamp'),
    // With a trigger the rate is the trigger's.
    attributes: variant === 'dma' ? { sampling_frequency: constantAttribute(scansPerSecond) } : {},
    hasEvents: true,
    info: variant === 'dma' ? dmaInfo : {},
  })
  if (variant === 'dma') setupDummyDmaBuffer(device, heap, dma)
  else setupTriggeredBuffer(device, { onTrigger: (timestampNs) => pushFakeData(device, timestampNs) })
  await bus.register(device)
  return {
    device,
    get slippedMs() {
      return variant === 'dma' ? dma.idleMs : 0
    },
    flush: () => dma.flush(),
    crossThreshold(level) {
      if (!state.thresholdEnabled || level < state.threshold) return
      device.pushEvent({ channel: 'voltage0', type: 'thresh', direction: 'rising', timestampNs: device.timestampNs() })
    },
    async remove() {
      await bus.unregister(device)
      freeDummyDmaBuffer(device)
      freeKfifoBuffer(device)
    },
  }
}

/** The trigger handler: "reads" the enabled channels and pushes one scan. */
function pushFakeData(device: IioDevice, timestampNs: bigint): void {
  const scan = new Uint8Array(device.scanBytes)
  const view = new DataView(scan.buffer)
  let offset = 0
  for (const [index, value] of fakeData.entries()) {
    if (!maskHas(device.activeScanMask, index)) continue
    view.setInt16(offset, value, true)
    offset += 2
  }
  try {
    device.pushWithTimestamp(scan, timestampNs)
  } catch {
    // A full FIFO drops the newest scan; it counts them itself.
  }
}
