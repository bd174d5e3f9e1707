// Builds an instrument: the stack below it, the hub on its device, the taps, and the settings it starts with.
import path from 'node:path'
import { AnalysisHost } from '#main/analysis/index.ts'
import { type BlockQueue, CaptureHub, ConvertingTap } from '#main/capture/index.ts'
import { loadKernelModule } from '#main/kernels/index.ts'
import { CoherentHeap, heapBytesFor, heapWarning, Prefaulter, reservedBytes } from '#main/memory/index.ts'
import { type Runtime, realRuntime } from '#main/runtime/clock.ts'
import { homeFolder } from '#main/runtime/drive/home.ts'
import { TimeBreaks } from '#main/runtime/pauses/time-breaks.ts'
import { niceness, setThreadPriority } from '#main/runtime/thread-priority.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import type { BufferLimits } from '#shared/contract/topics/buffer.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { wholeOrNot } from '#shared/teardown.ts'
import { switchOnFirst } from './board/captured-attributes.ts'
import { ChannelInputs } from './board/channel-inputs.ts'
import { DeviceSource } from './board/device-source.ts'
import { aheadBytes, leastHistory, MemoryKeeper } from './board/memory-keeper.ts'
import { bootStack, type Stack } from './board/stack.ts'
import { Acquisition } from './control/acquisition.ts'
import { AcquisitionModeControl } from './control/acquisition-mode.ts'
import { BandwidthControl } from './control/bandwidth.ts'
import { MathControl } from './control/math.ts'
import { MeasureControl } from './control/measure.ts'
import { SearchControl } from './control/search.ts'
import { SegmentControl } from './control/segments.ts'
import { TriggerControl } from './control/trigger.ts'
import { defaultSeed } from './default-seed.ts'
import { IiodControl } from './iiod/iiod-control.ts'
import { Instrument } from './instrument.ts'
import type { FileWaysIn } from './offered/file-handlers.ts'
import { OfferedFiles } from './offered/offered-files.ts'
import type { InstrumentParts } from './parts.ts'
import { RecordingFolder } from './recording/folder.ts'
import type { RecordingDesk } from './recording/handlers.ts'
import { keptMemory } from './recording/kept-parts.ts'
import { Recordings } from './recording/recordings.ts'
import { References } from './references/references.ts'
import { addContexts } from './remote/add-contexts.ts'
import { ScpiControl } from './scpi/scpi-control.ts'
import { addMeasurements } from './settings/add-measurements.ts'
import { assign, inDependencyOrder } from './settings/assign.ts'
import type { Assignment } from './settings/assignment.ts'
import { CursorControl } from './settings/cursors.ts'
import type { KeptWays } from './settings/kept/kept-ways.ts'
import { ScreenControl } from './settings/screen.ts'
import { setTrigger } from './settings/set-trigger.ts'
import { StateKeeper } from './status/state-keeper.ts'
import type { OpenUpdater } from './updates/update-control.ts'
import type { SelfKnowledge } from './upkeep/diagnose.ts'
import { ToldBreaks } from './upkeep/told-breaks.ts'
import { UnfinishedRecordings } from './upkeep/unfinished.ts'
import { blockscopeVersion } from './version.ts'

export interface InstrumentOptions {
  readonly front: InstrumentService['front']
  /** Default 1. */
  readonly seed?: number
  /** Contexts of other machines, or of this one: `ip:HOST`, `local:`. The first device of them that can be captured is, unless {@link device} says another one. */
  readonly connect?: readonly string[]
  /** Id or name of the device to capture. Default, or null: the gigasample ADC. */
  readonly device?: string | null
  /** Sets it up before {@link set}: a session. What it throws is thrown. */
  readonly begin?: (instrument: Instrument) => Promise<void>
  /** Settings applied before the first capture. */
  readonly set?: readonly Assignment[]
  /** `pulse channel=voltage0 width=<20ns`; null, the default: the one that is set. */
  readonly trigger?: string | null
  /** What is looked for in the memory, as a text of the same form; null, the default: what is set. */
  readonly search?: string | null
  /** Measurements beside those of a session: `rise voltage0`. */
  readonly measure?: readonly string[]
  /** Begin to capture at once. Default true. */
  readonly run?: boolean
  /** Folder of recordings without a name. Default: `Blockscope` in the home folder. */
  readonly recordingsFolder?: string
  /** A person chose that folder in an earlier run. Default false. */
  readonly isFolderChosen?: boolean
  /** Folders whose files viewers may play. None (the default): that of recordings. */
  readonly offeredFolders?: readonly string[]
  /** How viewers bring files: see {@link FileWaysIn}. Default: they cannot. */
  readonly chooseFile?: FileWaysIn['chooseFile']
  readonly uploads?: boolean
  /** What can be done with recordings where this program has a desktop: see {@link RecordingDesk}. Default: nothing. */
  readonly recordingDesk?: RecordingDesk
  /** Keeps profiles and preferences of the person. Default: nothing does. */
  readonly kept?: KeptWays | null
  /** What the program notes of itself, for the diagnostics. Default: nothing. */
  readonly self?: SelfKnowledge
  /** Opens the updates of the program, for a front that can install them. Default, or null: it cannot. */
  readonly updates?: OpenUpdater | null
  /** Block memory kept for looking back, at most 2 GiB. Default: half of the heap. */
  readonly historyBytes?: number
  /** And never more than this much signal (but some blocks in any case). Default: no such limit. */
  readonly historySeconds?: number
  /** The analysis should leave nothing out: a capture begins when there is memory for it to be late in, or 2.5 s later. Default false. */
  readonly examinesAll?: boolean
  /**
   * All memory for blocks. Only what is used is taken from the system. Null: a quarter of what the machine has or the
   * container may use, at most 4 GiB.
   */
  readonly heapBytes?: number | null
  /** Hears a sentence when that memory may be more than the system gives. */
  readonly warn?: (sentence: string) => void
  /** Analyse what is captured. Default true; without, it captures and records, and has nothing to show. */
  readonly analysis?: boolean
  readonly runtime?: Runtime
  /** Finds where time had a break. Default: by the clocks of this machine. */
  readonly breaks?: TimeBreaks
}

const mostHistoryBytes = 2 ** 31
/** Room for segments, of the heap: taken from the system when it is written. */
const segmentShare = 1 / 8
const mostSegmentBytes = 2 ** 29
const leastBlockBytes = 64
/** A limit is a multiple of this, bytes. */
const limitStep = 1 << 20
/** The hardware's queue is this deep; one place stays free for the piece it is loading. */
const mostBlocks = 4095

function bufferLimits(queue: BlockQueue, heap: CoherentHeap): BufferLimits {
  const { capacityBytes, allocatedAtEndBytes, buffer } = heap
  const own = capacityBytes - allocatedAtEndBytes - reservedBytes(capacityBytes) - leastHistory.bytes
  // Some in any case: what cannot be is refused by the allocation, which says why.
  const circulationBytes = Math.max(1, Math.floor(Math.min(buffer.byteLength / 2, own) / limitStep)) * limitStep
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
 * @throws ENOMEM; EIO when a thread does not start; EINVAL the device is none that can be captured; what a setting of `set`
 *   is refused with
 */
export async function createInstrument(options: InstrumentOptions): Promise<Instrument> {
  const runtime = options.runtime ?? realRuntime
  setThreadPriority(niceness.capture)
  const heapBytes = options.heapBytes ?? heapBytesFor()
  const warning = heapWarning(heapBytes)
  if (warning !== null) options.warn?.(warning)
  const files = new OfferedFiles({ folders: foldersOf(options) })
  // What the analysis needs grows with it, and blocks need room beside it.
  const historyBytes = Math.min(options.historyBytes ?? mostHistoryBytes, heapBytes / 2)
  return wholeOrNot(async (teardown) => {
    teardown.add(() => files.close())
    const findFile = (name: string) => files.locate(name)
    const heap = new CoherentHeap({ bytes: heapBytes })
    const kernelModule = await loadKernelModule()
    const withAnalysis = options.analysis ?? true
    const segmentBytes = Math.min(mostSegmentBytes, heapBytes * segmentShare)
    // Threads take longer to begin than all else here, so they begin together: the hardware, the analysis, the toucher.
    const booting = bootStack({ heap, kernelModule, seed: options.seed ?? defaultSeed, runtime, findFile })
    const analysing = withAnalysis
      ? AnalysisHost.start({ heap, kernelModule, runtime, historyBytes, segmentBytes })
      : Promise.resolve(null)
    // What they fail with is told where they are waited for; what has begun ends in any case.
    const [booted, begun] = [booting.catch(() => null), analysing.catch(() => null)]
    teardown.add(async () => (await booted)?.close())
    teardown.add(async () => (await begun)?.stop())
    const prefaulter = new Prefaulter({ heap })
    teardown.add(() => prefaulter.stop())
    prefaulter.want(aheadBytes)
    const stack = await booting
    const analysis = await analysing
    const parts = compose(stack, analysis, files, { ...options, historyBytes, prefaulter })
    teardown.add(() => parts.memory.stop())
    // Where nobody watches, nobody can be asked.
    if (options.front !== 'headless') void parts.unfinished.look(parts.recordingFolder.path)
    await switchOnFirst(stack.device)
    await parts.state.refresh()
    const { front, chooseFile = null, uploads = false } = options
    const { recordingDesk: desk = null, kept = null, self = null, updates = null } = options
    const ways = { chooseFile, uploads }
    const about = { version: blockscopeVersion, front, ways, desk, kept, self, updates }
    const instrument = new Instrument(parts, about)
    // It closes its parts itself; those that are down already take no harm.
    teardown.add(() => instrument.close())
    const { device = null, connect = [] } = options
    const capture = (id: string): Promise<unknown> => Promise.resolve(instrument.handlers.captureDevice({ device: id }))
    await addContexts(stack.remotes, connect, device === null ? capture : null)
    await options.begin?.(instrument)
    if (device !== null) await instrument.handlers.captureDevice({ device })
    for (const assignment of inDependencyOrder(options.set ?? [])) await assign(instrument, assignment)
    const { trigger = null, search = null } = options
    if (trigger !== null) await setTrigger(instrument, trigger)
    if (search !== null) await setTrigger(instrument, search, 'search.')
    await addMeasurements(instrument, options.measure ?? [])
    parts.trigger.apply(parts.state.channels)
    parts.bandwidth.follow(parts.state.channels)
    parts.math.follow(parts.state.channels)
    parts.search.apply(parts.state.channels)
    await instrument.settings.begin()
    if (options.run ?? true) await instrument.handlers.run()
    return instrument
  })
}

function recordingsFolderOf({ recordingsFolder }: InstrumentOptions): string {
  return recordingsFolder ?? path.join(homeFolder(), 'Blockscope')
}

const namesFolders = ({ offeredFolders = [] }: InstrumentOptions): boolean => offeredFolders.length > 0

function foldersOf(options: InstrumentOptions): readonly string[] {
  return namesFolders(options) ? (options.offeredFolders ?? []) : [recordingsFolderOf(options)]
}

function compose(
  stack: Stack,
  analysis: AnalysisHost | null,
  files: OfferedFiles,
  options: InstrumentOptions & {
    readonly historyBytes: number
    readonly prefaulter: Prefaulter
  },
): InstrumentParts {
  const { runtime, bus, heap } = stack
  const { clock, deferred } = runtime
  const { historyBytes, historySeconds = null, prefaulter, examinesAll = false } = options
  const channelInputs = new ChannelInputs()
  const source = new DeviceSource(stack, channelInputs)
  const limits = (queue: BlockQueue): BufferLimits => bufferLimits(queue, heap)
  const hub = new CaptureHub({ source, runtime, limits, hasRoom: (bytes): boolean => memory.hasRoom(bytes) })
  // What is kept to look back gives way to buffers that clients ask for.
  heap.relief = (bytes) => {
    const before = heap.allocatedBytes
    hub.giveWay(bytes)
    return heap.allocatedBytes < before
  }
  stack.onFailure.on((reason) => {
    // Of the gigasample hardware: another device that is captured goes on.
    if (stack.input === stack.gigasample.input) hub.sourceFailed(new ErrnoError('EIO', say`${reason}`))
  })
  // What a stream gave before it ran dry is shown and recorded, though it fills no block.
  stack.streams.onDry.on(() => void hub.flush().catch(() => undefined))
  const display = analysis === null ? null : new ConvertingTap(analysis, heap)
  if (display !== null) hub.addTap(display)
  const segments = new SegmentControl(analysis, () => state)
  const isCollecting = (): boolean => analysis !== null && (examinesAll || segments.settings.on)
  const kept = { historyBytes, historySeconds, isCollecting }
  const memory: MemoryKeeper = new MemoryKeeper({ heap, prefaulter, hub, analysis, display, deferred, ...kept })
  const unfinished = new UnfinishedRecordings()
  const recordingFolder = new RecordingFolder({
    folder: recordingsFolderOf(options),
    isChosen: options.isFolderChosen ?? false,
    onChosen: (folder) => {
      // What is recorded can be played, unless other folders were named for that.
      if (!namesFolders(options)) files.offerFolder(folder)
      void unfinished.look(folder)
    },
  })
  const recordings = new Recordings({
    hub,
    clock,
    readFormat: () => source.readFormat(),
    played: () => stack.played,
    device: () => stack.device,
    folder: recordingFolder,
    memory: () => keptMemory(hub, analysis),
    bytesOf: (address, length) => heap.u8(address, length),
    mostWaitingBytes: () => memory.spareBytes,
  })
  const trigger = new TriggerControl(analysis)
  const screen = new ScreenControl()
  const cursors = new CursorControl()
  const measures = new MeasureControl(
    analysis,
    () => screen.settings,
    () => cursors.settings,
  )
  const acquisition = new Acquisition({ hub, bus, source, board: stack, analysis, recordings, trigger, clock, memory })
  const seed = options.seed ?? defaultSeed
  const sources = () => stack.sources
  const state = new StateKeeper({ sources, channelInputs, inputs: () => stack.inputs, hub, source, acquisition, seed })
  const made = { channelInputs, stack, source, hub, analysis, memory, recordings, recordingFolder }
  const math = new MathControl(analysis)
  const bandwidth = new BandwidthControl(analysis)
  const search = new SearchControl(analysis)
  const references = new References({
    ...{ heap, clock, files, loader: stack.loader },
    memory: () => keptMemory(hub, analysis),
    channels: () => state.channels,
    samplingFrequencyHz: () => state.samplingFrequencyHz,
  })
  const acquisitionMode = new AcquisitionModeControl(analysis)
  const analysed = { bandwidth, acquisitionMode, trigger, measures, math, search, segments }
  return {
    ...made,
    ...analysed,
    acquisition,
    state,
    screen,
    cursors,
    references,
    breaks: new ToldBreaks({ hub, recordings, clock, breaks: options.breaks ?? new TimeBreaks() }),
    unfinished,
    files,
    iiod: new IiodControl(),
    scpi: new ScpiControl(),
  }
}
