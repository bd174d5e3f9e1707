// The gigasample DAC: two simultaneous 16-bit outputs, 1 kS/s to 1 GS/s, fed by a DMA buffer. The same two calls as for an
// input, with the other direction. An ADC channel whose source is `loopback` converts what it puts out.
import type { DmaEngine } from '#main/dmaengine/index.ts'
import type { Hardware } from '#main/hardware/index.ts'
import {
  constantAttribute,
  type DmaengineBuffer,
  freeDmaengineBuffer,
  type IioBus,
  IioDevice,
  numberAttribute,
  setupDmaengineBuffer,
} from '#main/iio/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'

export const gigadacName = 'gigadac'
const samplingFrequencyAtPowerUp = 100_000_000

export interface GigasampleDacOptions {
  readonly bus: IioBus
  readonly engine: DmaEngine
  readonly hardware: Hardware
  readonly heap: CoherentHeap
  readonly runtime: Runtime
}

export interface GigasampleDac {
  readonly device: IioDevice
  readonly buffer: DmaengineBuffer
  /** Unregisters the device, then frees its buffer. The hardware is the caller's to stop. */
  remove(): Promise<void>
}

/**
 * Binds the driver: the device appears on the bus as `gigadac`. Its DMA channel is the one the engine's links name `tx`
 * for it.
 * @throws ENODEV, EPROBE_DEFER, EBUSY from the channel request
 */
export async function probeGigasampleDac(options: GigasampleDacOptions): Promise<GigasampleDac> {
  const { bus, engine, hardware, heap, runtime } = options
  let samplingFrequencyHz = samplingFrequencyAtPowerUp
  let scanMask = 0n
  const setSamplingFrequency = (wanted: number): Promise<void> =>
    device.inDirectMode(() => {
      samplingFrequencyHz = wanted
    })

  const device: IioDevice = new IioDevice({
    name: gigadacName,
    label: 'Simulated gigasample DAC',
    runtime,
    channels: [0, 1].map((channel) => ({
      kind: 'voltage',
      direction: 'out',
      channel,
      scanIndex: channel,
      scanType: { sign: 's', realbits: 16 },
      // (raw + offset) * scale is millivolts: +-1 V.
      attributes: { scale: constantAttribute(1000 / 32768), offset: constantAttribute(0) },
    })),
    attributes: {
      sampling_frequency: numberAttribute({
        get: () => samplingFrequencyHz,
        set: setSamplingFrequency,
        integer: true,
        min: 1_000,
        max: 1_000_000_000,
      }),
      /** Scans since the start for which nothing was queued: the last value was held. */
      underflow_count: numberAttribute({ get: () => hardware.dacCounters.lostScans }),
    },
    info: {
      updateScanMode(mask) {
        scanMask = mask
      },
    },
    // Transfers are submitted before the first scan is put out, and the output stops before they are aborted.
    setupOps: {
      async postenable() {
        await hardware.startDac(samplingFrequencyHz, Number(scanMask))
      },
      async predisable() {
        await hardware.stopDac()
      },
    },
  })
  const buffer = setupDmaengineBuffer(device, { engine, heap, runtime, direction: 'out' })
  await bus.register(device)
  return {
    device,
    buffer,
    async remove(): Promise<void> {
      await bus.unregister(device)
      await freeDmaengineBuffer(device)
    },
  }
}
