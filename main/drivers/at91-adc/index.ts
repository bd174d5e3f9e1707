// An older converter in the manner of the AT91 ADC: 12 bits, 8 channels, up to 1 MS/s. Born with an interrupt per sample
// into a kfifo; the lines marked "DMA" are all it took to give it DMA.
import type { DmaEngine } from '#main/dmaengine/index.ts'
import {
  type BlockMemory,
  type ChannelSpec,
  constantAttribute,
  freeDmaengineBuffer, // DMA
  freeKfifoBuffer,
  type IioBus,
  IioDevice,
  maskIndexes,
  mode,
  numberAttribute,
  setupDmaengineBuffer, // DMA
  setupKfifoBuffer,
} from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { fail, say } from '#shared/errors.ts'
import { type At91Converter, channelCount } from './converter.ts'

/** The converter as its driver sees it: registers, an interrupt, and nothing of how it is made. */
export type At91Registers = Pick<
  At91Converter,
  'data' | 'onInterrupt' | 'setChannels' | 'convertNow' | 'start' | 'stop'
>

export interface At91Options {
  readonly bus: IioBus
  readonly runtime: Runtime
  readonly heap: BlockMemory
  /** With a DMA engine that has a channel `rx` for it, the converter uses DMA; without one, interrupts. */
  readonly engine?: DmaEngine
  readonly converter: At91Registers
  /** Default `at91_adc`. */
  readonly name?: string
}

export interface At91Adc {
  readonly device: IioDevice
  /** Samples the FIFO refused because nobody read it in time (interrupt variant). */
  readonly droppedScans: number
  /** Unregisters the device and frees its buffer. */
  remove(): Promise<void>
}

/** 3.3 V reference, 12 bits: millivolts per code. */
const scaleMillivolts = 3300 / 4096

export async function probeAt91Adc(options: At91Options): Promise<At91Adc> {
  const { bus, runtime, heap, engine, converter, name = 'at91_adc' } = options
  let rateHz = 100_000
  let droppedScans = 0
  const channels = Array.from(
    { length: channelCount },
    (_, channel): ChannelSpec => ({
      kind: 'voltage',
      channel,
      scanIndex: channel,
      scanType: { sign: 'u', realbits: 12, storagebits: 16 },
      attributes: { raw: numberAttribute({ get: () => device.inDirectMode(() => converter.convertNow(channel)) }) },
      sharedByType: { scale: constantAttribute(scaleMillivolts) },
    }),
  )
  const samplingFrequency = numberAttribute({
    integer: true,
    min: 1,
    max: 1_000_000,
    get: () => rateHz,
    set: (value) => {
      if (device.isBufferEnabled) fail('EBUSY', say`The sampling frequency cannot change while the buffer is enabled.`)
      rateHz = value
    },
  })
  const pushSample = (): void => {
    const scan = Uint16Array.from(maskIndexes(device.activeScanMask), (channel) => converter.data[channel]!)
    try {
      device.push(new Uint8Array(scan.buffer))
    } catch {
      droppedScans++
    }
  }
  const device: IioDevice = new IioDevice({
    name,
    runtime,
    channels,
    attributes: { sampling_frequency: samplingFrequency },
    info: { updateScanMode: (mask) => converter.setChannels(maskIndexes(mask)) },
    setupOps: {
      postenable: () => {
        converter.onInterrupt = device.currentMode === mode.bufferSoftware ? pushSample : null
        converter.start(rateHz)
      },
      predisable: () => converter.stop(),
    },
  })
  if (engine === undefined) setupKfifoBuffer(device)
  else setupDmaengineBuffer(device, { engine, heap, runtime }) // DMA
  await bus.register(device)
  return {
    device,
    get droppedScans() {
      return droppedScans
    },
    async remove() {
      await bus.unregister(device)
      freeKfifoBuffer(device)
      await freeDmaengineBuffer(device) // DMA
    },
  }
}
