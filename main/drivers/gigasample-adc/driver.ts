// The gigasample ADC: two simultaneous 16-bit channels, +-1 V, 1 kS/s to 4 GS/s, with a DMA buffer. The buffer is two
// calls: one sets it up, one frees it; no code here runs per block.
import type { DmaEngine } from '#main/dmaengine/index.ts'
import type { FileLoader } from '#main/files/index.ts'
import type { Hardware } from '#main/hardware/index.ts'
import {
  type ChannelSpec,
  constantAttribute,
  type DmaBufferQueue,
  freeDmaengineBuffer,
  type IioBus,
  IioDevice,
  maskHas,
  numberAttribute,
  setupDmaengineBuffer,
} from '#main/iio/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { type FindFile, fileAt } from '#main/runtime/found-file.ts'
import type { StreamTable } from '#main/streams/index.ts'
import { ChannelSource } from './channel-source.ts'
import { codesPerVolt, signalsAtPowerUp } from './signal.ts'

export const gigasampleName = 'gigascope'
const samplingFrequencyRange = { min: 1_000, max: 4_000_000_000 } as const
const samplingFrequencyAtPowerUp = 1_000_000_000

export interface GigasampleOptions {
  readonly bus: IioBus
  readonly engine: DmaEngine
  readonly hardware: Hardware
  readonly heap: CoherentHeap
  /** Reads the files that its channels play. */
  readonly files: FileLoader
  /** Opens the streams that its channels convert. Default: they convert none. */
  readonly streams?: StreamTable
  readonly runtime: Runtime
  /** The same seed gives the same samples. */
  readonly seed: number
  /** Finds the files that sources name. Default: the path is taken as it is. */
  readonly findFile?: FindFile
}

export interface GigasampleAdc {
  readonly device: IioDevice
  readonly buffer: DmaBufferQueue
  /** By channel number. */
  readonly sources: readonly ChannelSource[]
  /** By so much the converter's clock fell behind since the last enable, because the machine is too slow for it, ms. */
  readonly slippedMs: number
  /** So long its clock stood still since the last enable, because a stream gave nothing, ms. */
  readonly waitedMs: number
  /**
   * Ends the block that is being filled, short, when it has data: what was converted until now is in blocks that are
   * done. Nothing is lost by it. @throws ENODEV
   */
  flush(): Promise<void>
  /** Unregisters the device, then frees its buffer and what it holds. The hardware is the caller's to stop. */
  remove(): Promise<void>
}

/**
 * Binds the driver: the device appears on the bus as `gigascope`. Its DMA channel is the one the engine's links name
 * `rx` for it.
 * @throws ENODEV, EPROBE_DEFER, EBUSY from the channel request
 */
export async function probeGigasampleAdc(options: GigasampleOptions): Promise<GigasampleAdc> {
  const { bus, engine, hardware, heap, files, streams, runtime, seed } = options
  const findFile = options.findFile ?? ((name) => Promise.resolve(fileAt(name)))
  let samplingFrequencyHz = samplingFrequencyAtPowerUp
  let scanMask = 0n

  const sources = signalsAtPowerUp.map(
    (signal, channel) =>
      new ChannelSource({
        outlet: {
          other: 'loopback',
          play: (settings) => hardware.setSignal(channel, settings),
          playOther: () => hardware.setLoopback(channel),
          streams:
            streams === undefined
              ? null
              : { table: streams, convert: ({ ring, column }) => hardware.setStream(channel, ring, column) },
        },
        heap,
        files,
        channel,
        seed,
        signal,
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

  const device = new IioDevice({
    name: gigasampleName,
    label: 'Simulated gigasample ADC',
    runtime,
    channels: sources.map((source, channel) => channelSpec(source, channel, () => rawRead(channel))),
    attributes: {
      sampling_frequency: numberAttribute({
        get: () => samplingFrequencyHz,
        set: setSamplingFrequency,
        available: () => samplingFrequencies,
        integer: true,
        ...samplingFrequencyRange,
      }),
    },
    info: {
      updateScanMode(mask) {
        scanMask = mask
      },
    },
    // DMA transfers are submitted before sampling starts, and sampling stops before they are aborted.
    setupOps: {
      async postenable() {
        await hardware.startConverter(samplingFrequencyHz, Number(scanMask))
      },
      // The block that is being filled then ends short, and is delivered with what it has.
      async predisable() {
        if (!hardware.isGone) await hardware.stopConverter()
      },
    },
  })
  // Each channel has a converter of its own: one that is not captured is idle.
  const isCaptured = (channel: number): boolean => maskHas(device.activeScanMask, channel)
  const rawRead = (channel: number): Promise<number> =>
    device.isBufferEnabled && !isCaptured(channel)
      ? hardware.convertOnce(channel)
      : device.inDirectMode(() => hardware.convertOnce(channel))

  for (const source of sources) await source.refresh()
  const buffer = setupDmaengineBuffer(device, { engine, heap, runtime })
  await bus.register(device)

  return {
    device,
    buffer,
    sources,
    get slippedMs() {
      return hardware.counters.slippedMs
    },
    get waitedMs() {
      return hardware.counters.waitedMs
    },
    async flush(): Promise<void> {
      await hardware.flush()
    },
    async remove(): Promise<void> {
      await bus.unregister(device)
      await freeDmaengineBuffer(device)
      for (const source of sources) source.dispose()
    },
  }
}

/** 1 kS/s to 4 GS/s in steps of 1, 2, 5, and the top. Any whole number between is accepted too. */
const samplingFrequencies: readonly number[] = Array.from({ length: 7 }, (_, decade) =>
  [1, 2, 5].map((step) => step * 10 ** (decade + 3)),
)
  .flat()
  .filter((rate) => rate < samplingFrequencyRange.max)
  .concat(samplingFrequencyRange.max)

function channelSpec(source: ChannelSource, channel: number, rawRead: () => Promise<number>): ChannelSpec {
  return {
    kind: 'voltage',
    channel,
    scanIndex: channel,
    scanType: { sign: 's', realbits: 16 },
    attributes: {
      raw: numberAttribute({ get: rawRead }),
      // (raw + offset) * scale is millivolts.
      scale: constantAttribute(1000 / codesPerVolt),
      offset: constantAttribute(0),
      ...source.attributes,
    },
  }
}
