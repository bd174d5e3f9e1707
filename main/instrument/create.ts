// Builds an instrument: the stack below it, the hub on its device, the taps, and the settings it starts with.
import os from 'node:os'
import path from 'node:path'
import { AnalysisHost, CaptureHub, type SizingLimits, type Tap } from '#main/capture/index.ts'
import type { DmaBufferQueue } from '#main/iio/index.ts'
import { type Runtime, realRuntime } from '#main/runtime/clock.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import { Acquisition } from './acquisition.ts'
import { type Assignment, defaultSeed } from './command-line.ts'
import { DeviceSource } from './device-source.ts'
import { Instrument } from './instrument.ts'
import type { InstrumentParts } from './parts.ts'
import { Recordings } from './recordings.ts'
import { assign, inDependencyOrder } from './settings.ts'
import { bootStack, type Stack } from './stack.ts'
import { StateKeeper } from './state-keeper.ts'
import { TriggerControl } from './trigger.ts'
import { blockscopeVersion } from './version.ts'

export interface InstrumentOptions {
  readonly front: InstrumentService['front']
  /** Default 1. */
  readonly seed?: number
  /** Settings applied before the first capture. */
  readonly set?: readonly Assignment[]
  /** Begin to capture at once. Default true. */
  readonly run?: boolean
  /** Folder of recordings without a name. Default: `Blockscope` in the home folder. */
  readonly recordingsFolder?: string
  /** Block memory kept for looking back. Default 256 MiB. */
  readonly historyBytes?: number
  /** And never more than this much signal (but some blocks in any case). Default: no such limit. */
  readonly historySeconds?: number
  /** All memory for blocks. Only what is used is taken from the system. Default 1 GiB. */
  readonly heapBytes?: number
  /** Analyse what is captured. Default true; without, it captures and records, and has nothing to show. */
  readonly analysis?: boolean
  readonly runtime?: Runtime
}

const defaultHistoryBytes = 256 << 20
const defaultHeapBytes = 2 ** 30
/** A short history still holds some large blocks. */
const leastHistoryBytes = 8 << 20
const leastBlockBytes = 64
/** The hardware's queue is this deep; one place stays free for the piece it is loading. */
const mostBlocks = 4095

function sizingLimits(queue: DmaBufferQueue, heapBytes: number): SizingLimits {
  const circulationBytes = heapBytes / 2
  return {
    minBlockBytes: Math.max(leastBlockBytes, queue.lengthAlignBytes),
    maxBlockBytes: Math.min(queue.maxBlockBytes, circulationBytes / 4),
    alignBytes: queue.lengthAlignBytes,
    minBlocks: 2,
    maxBlocks: mostBlocks,
    circulationBytes,
  }
}

/**
 * An instrument that captures (unless `run` is false). Whatever fails, nothing is left running.
 * @throws ENOMEM; EIO when a thread does not start; what a setting of `set` is refused with
 */
export async function createInstrument(options: InstrumentOptions): Promise<Instrument> {
  const runtime = options.runtime ?? realRuntime
  const heapBytes = options.heapBytes ?? defaultHeapBytes
  const stack = await bootStack({ heapBytes, seed: options.seed ?? defaultSeed, runtime })
  let analysis: AnalysisHost | null = null
  try {
    const historyBytes = options.historyBytes ?? defaultHistoryBytes
    const { heap, kernelModule } = stack
    if (options.analysis ?? true) analysis = await AnalysisHost.start({ heap, kernelModule, runtime, historyBytes })
    const parts = compose(stack, analysis, options, heapBytes)
    for (const channel of stack.device.scanElements) await stack.device.writeAttribute(`${channel.id}/en`, '1')
    await parts.state.refresh()
    const instrument = new Instrument(parts, { version: blockscopeVersion, front: options.front })
    for (const assignment of inDependencyOrder(options.set ?? [])) await assign(instrument, assignment)
    parts.trigger.apply(parts.state.channels)
    if (options.run ?? true) await instrument.handlers.run()
    return instrument
  } catch (thrown) {
    await analysis?.stop()
    await stack.close()
    throw thrown
  }
}

function compose(
  stack: Stack,
  analysis: AnalysisHost | null,
  options: InstrumentOptions,
  heapBytes: number,
): InstrumentParts {
  const { runtime, device, queue, bus, heap } = stack
  const { clock } = runtime
  const source = new DeviceSource(stack)
  const hub = new CaptureHub({ source, runtime, limits: sizingLimits(queue, heapBytes) })
  const { historySeconds } = options
  if (analysis !== null) {
    if (historySeconds !== undefined) hub.addTap(limitHistory(analysis, historySeconds))
    hub.addTap(analysis)
  }
  const recordings = new Recordings({
    hub,
    clock,
    device: device.id,
    deviceName: device.name,
    folder: options.recordingsFolder ?? path.join(os.homedir(), 'Blockscope'),
    bytesOf: (address, length) => heap.u8(address, length),
  })
  const trigger = new TriggerControl(analysis)
  const acquisition = new Acquisition({ hub, bus, source, analysis, recordings, trigger, clock })
  const seed = options.seed ?? defaultSeed
  const state = new StateKeeper({ hub, source, acquisition, recordings, trigger, seed })
  return { stack, source, hub, analysis, recordings, acquisition, trigger, state }
}

/** A tap that takes no blocks: with each form of the stream, so many seconds of it are so many bytes. */
function limitHistory(analysis: AnalysisHost, seconds: number): Tap {
  return {
    name: 'history limit',
    onFormat: (format) => analysis.limitHistory(historyBytesOf(seconds, format)),
    onBlocks: () => undefined,
  }
}

/** Bytes that hold so many seconds of a stream. */
export function historyBytesOf(
  seconds: number,
  stream: { readonly bytesPerScan: number; readonly samplingFrequencyHz: number },
): number {
  return Math.max(seconds * stream.bytesPerScan * stream.samplingFrequencyHz, leastHistoryBytes)
}
