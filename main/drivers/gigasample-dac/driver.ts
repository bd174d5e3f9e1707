// The gigasample DAC: two simultaneous 16-bit outputs, 1 kS/s to 1 GS/s, fed by a DMA buffer. The same two calls as for an
// input, with the other direction. A channel may put out a signal of its own, or a file, in the place of the buffer. An ADC
// channel whose source is `loopback` converts what it puts out.
import type { DmaEngine } from '#main/dmaengine/index.ts'
import type { FileLoader } from '#main/files/index.ts'
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
import { type FindFile, fileAt } from '#main/runtime/found-file.ts'
import { type ChannelSignal, ChannelSource, noGlitches } from '../gigasample-adc/index.ts'

export const gigadacName = 'gigadac'
const samplingFrequencyAtPowerUp = 100_000_000
/** The buffer is put out; what stands beside is played when a waveform is chosen. */
const signalAtPowerUp: ChannelSignal = {
  source: 'buffer',
  frequencyHz: 1_000_000,
  amplitudeVolts: 0.5,
  offsetVolts: 0,
  phaseDegrees: 0,
  noiseVolts: 0,
  ...noGlitches,
}

export interface GigasampleDacOptions {
  readonly bus: IioBus
  readonly engine: DmaEngine
  readonly hardware: Hardware
  readonly heap: CoherentHeap
  readonly runtime: Runtime
  /** Reads the files that its channels play. */
  readonly files: FileLoader
  /** The same seed gives the same samples. */
  readonly seed: number
  /** Finds the files that sources name. Default: the path is taken as it is. */
  readonly findFile?: FindFile
}

export interface GigasampleDac {
  readonly device: IioDevice
  readonly buffer: DmaengineBuffer
  /** By channel number. */
  readonly sources: readonly ChannelSource[]
  /** Unregisters the device, then frees its buffer. The hardware is the caller's to stop. */
  remove(): Promise<void>
}

/**
 * Binds the driver: the device appears on the bus as `gigadac`. Its DMA channel is the one the engine's links name `tx`
 * for it.
 * @throws ENODEV, EPROBE_DEFER, EBUSY from the channel request
 */
export async function probeGigasampleDac(options: GigasampleDacOptions): Promise<GigasampleDac> {
  const { bus, engine, hardware, heap, runtime, files, seed } = options
  const findFile = options.findFile ?? ((name) => Promise.resolve(fileAt(name)))
  let samplingFrequencyHz = samplingFrequencyAtPowerUp
  let scanMask = 0n
  const sources = [0, 1].map(
    (channel) =>
      new ChannelSource({
        outlet: {
          other: 'buffer',
          play: (settings) => hardware.setDacSignal(channel, settings),
          playOther: () => hardware.releaseDac(channel),
          streams: null,
        },
        heap,
        files,
        channel,
        seed,
        signal: signalAtPowerUp,
        findFile,
        samplingFrequencyHz: () => samplingFrequencyHz,
      }),
  )
  const setSamplingFrequency = (wanted: number): Promise<void> =>
    device.inDirectMode(async () => {
      for (const source of sources) source.check(wanted)
      samplingFrequencyHz = wanted
      for (const source of sources) await source.refresh()
    })

  const device: IioDevice = new IioDevice({
    name: gigadacName,
    label: 'Simulated gigasample DAC',
    runtime,
    channels: sources.map((source, channel) => ({
      kind: 'voltage',
      direction: 'out',
      channel,
      scanIndex: channel,
      scanType: { sign: 's', realbits: 16 },
      // (raw + offset) * scale is millivolts: +-1 V.
      attributes: { scale: constantAttribute(1000 / 32768), offset: constantAttribute(0), ...source.attributes },
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
    sources,
    async remove(): Promise<void> {
      await bus.unregister(device)
      await freeDmaengineBuffer(device)
      // What it puts out then is held: nobody reads the files any more.
      if (!hardware.isGone) for (const channel of sources.keys()) await hardware.releaseDac(channel)
      for (const source of sources) source.dispose()
    },
  }
}
