// The contract between the instrument (main) and its viewers (the page, a script, a test). Both ends derive from the
// two interfaces here: the server takes an object of `InstrumentCalls`, the client is a proxy of it. See rpc.ts.
//
// Units are in the names. "Scan" is one sample of every enabled channel; sample indexes count scans since the stream
// began (they keep counting through lost samples, so a gap is a jump).

import type { FileLoad, PlayedFile } from '../files/played-file.ts'
import type { Role } from './access.ts'
import type { FileWays, OfferedFile } from './files.ts'
import type { Seam } from './seams.ts'

/** Raised when a message changes shape; a viewer with another number is refused with EPROTO. */
export const protocolVersion = 4

export type Auto<T> = T | 'auto'

/** What the capture is doing. `fault`: it stopped by itself; `InstrumentState.fault` says why. */
export type AcquisitionState = 'running' | 'stopped' | 'single' | 'fault'
/**
 * State word of the top bar. `ready`: no sample has come yet; `warming`: right after a start the analysis has not caught up
 * with the stream yet; `roll`: every view shows the newest samples as they come.
 */
export type TriggerWord = 'ready' | 'warming' | 'armed' | 'trigd' | 'auto' | 'roll' | 'stop'
/** Without a trigger `auto` shows the signal anyway, `normal` waits. To wait for one and then stop is a call: `single`. */
export type TriggerMode = 'auto' | 'normal'

export interface ChannelState {
  /** IIO channel id, `voltage0`. */
  readonly id: string
  /** Scan index, which is also the channel number in frames. */
  readonly index: number
  readonly enabled: boolean
  /** Type string, `le:s16/16>>0`. */
  readonly scanType: string
  /** Millivolts per code: processed value in mV = (raw + offset) * scale. */
  readonly scaleMillivolts: number
  readonly offsetCodes: number
  /** `sine`, ..., or `file:PATH?options`; see shared/files. */
  readonly source: string
  /** What was decided about the file that is played; null when none is. */
  readonly file: PlayedFile | null
  /** A file that is being read to become the source; null when none is. */
  readonly loading: FileLoad | null
}

export interface BufferLimits {
  readonly minBlockBytes: number
  /** Maximum segment of the DMA controller. */
  readonly maxBlockBytes: number
  /** `length_align_bytes`; a block is also a whole number of scans. */
  readonly alignBytes: number
  readonly minBlocks: number
  readonly maxBlocks: number
  /** Most memory the blocks in circulation may take together, bytes. */
  readonly circulationBytes: number
}

export interface BufferState {
  readonly mode: 'block'
  readonly blockBytes: number
  readonly blockBytesAuto: boolean
  /** While a new block size is on its way: the one that blocks still have until its first arrives. Else null. */
  readonly changingFromBytes: number | null
  readonly blockCount: number
  readonly blockCountAuto: boolean
  /** Scans that must be ready before the reader is woken. */
  readonly watermark: number
  readonly watermarkAuto: boolean
  readonly bytesPerScan: number
  /** How long the queued blocks last when the main thread does not come, in seconds. */
  readonly rideOutSeconds: number
  readonly limits: BufferLimits
}

export interface TriggerSettings {
  readonly mode: TriggerMode
  readonly channel: string
  readonly slope: 'rising' | 'falling'
  readonly levelVolts: number
}

/** What a viewer wants to see. Each viewer has its own. */
export interface ViewSettings {
  readonly secondsPerDiv: number
  /** Time of the centre of the screen after the trigger (or after `atSample`). */
  readonly positionSeconds: number
  /** Plot width in device pixels: envelope frames have at most this many columns. */
  readonly columns: number
  /** Look at the past: the sample shown at the centre when positionSeconds is 0; null follows the trigger / the newest. */
  readonly atSample: number | null
  /** Triggered frames carry persistence sections too (digital phosphor); off when left out. */
  readonly persistence?: boolean
  /** Voltages at the lower and the upper edge of the screen: a persistence map has its rows there. Else the whole range. */
  readonly vertical?: readonly ChannelRange[]
}

export interface ChannelRange {
  /** IIO channel id, `voltage0`. */
  readonly channel: string
  readonly lowVolts: number
  /** Above {@link lowVolts}. */
  readonly highVolts: number
}

export interface RecordingState {
  readonly file: string
  /** Scans taken; at the end, those in the file. */
  readonly scans: number
  /** Scans asked for; null records until stopped. */
  readonly wanted: number | null
  /** Bytes in the file. */
  readonly bytes: number
  /** Bytes taken that are still in memory. */
  readonly waitingBytes: number
  /** How long it has taken samples, in seconds. */
  readonly seconds: number
  readonly lostSamples: number
  /** Nothing is missing between its first and its last sample; null: not known yet, or not to be claimed. */
  readonly gapFree: boolean | null
  /** `writing`: no more samples are taken, and what is in memory is being written. */
  readonly state: 'recording' | 'writing' | 'finished' | 'failed'
  readonly problem: string | null
}

/** What a viewer wants to record. The folder is the instrument's: see {@link InstrumentState.recordingFolder}. */
export interface RecordingWish {
  /** Scans; null: until stopped, or as long as {@link seconds} says. */
  readonly scans: number | null
  /** Seconds of signal; null, or left out: until stopped, or as many as {@link scans} says. */
  readonly seconds?: number | null
  /** As a person types it; see shared/files/recording-name.ts. Empty, null, or left out: by the date and the time. */
  readonly name?: string | null
  /** Replace what has this name, and its description; else it is refused with EEXIST. */
  readonly overwrite?: boolean
}

export interface InstrumentState {
  /** Grows by one with every change; a viewer may ignore an older state that arrives late. */
  readonly revision: number
  readonly acquisition: AcquisitionState
  readonly fault: string | null
  readonly device: string
  readonly deviceName: string
  readonly samplingFrequencyHz: number
  readonly samplingFrequenciesHz: readonly number[]
  readonly channels: readonly ChannelState[]
  readonly buffer: BufferState
  readonly trigger: TriggerSettings
  readonly recording: RecordingState | null
  /** Where recordings go, as people write it: `~/Blockscope`. */
  readonly recordingFolder: string
  readonly seams: readonly Seam[]
  readonly seed: number
  /** Who watches now: windows, pages, scripts. They share the instrument; each has a view of its own. */
  readonly viewers: number
  /** Grows with every disable/enable transaction; sample indexes restart with it. */
  readonly epoch: number
  /** Names of files that were brought, or named on the command line: `file:NAME` plays one. The newest last. */
  readonly broughtFiles: readonly string[]
}

/** The account of the present epoch, or of the last one while stopped: all of the same stretch of time. */
export interface StreamFigures {
  /** Unix ms of the begin of the epoch, or of the end of a warm-up that went wrong; null before the first. */
  readonly sinceUnixMs: number | null
  /** Scans that arrived. */
  readonly samples: number
  /** Scans that are missing, and in how many gaps. */
  readonly lostSamples: number
  readonly gaps: number
  /** By so much the clock of the samples fell behind. */
  readonly slippedMs: number
  /** When samples were missing last, or the clock fell behind; null when neither was. */
  readonly lastTroubleUnixMs: number | null
  /** What went wrong in the first seconds of the program; null: nothing. */
  readonly warmUp: WarmUp | null
}

/**
 * A program that has just begun is slow: its memory and its code are new to the machine. What goes wrong then is told as
 * such, and when these seconds are over the figures of the stream begin anew.
 */
export interface WarmUp {
  /** The figures of the stream are counted since its end. */
  readonly isOver: boolean
  readonly lostSamples: number
  readonly slippedMs: number
}

/** Small figures for the status bar, about four times a second. */
export interface Stats {
  readonly atUnixMs: number
  /** Unix ms since when no sample was lost and the clock did not fall behind; null while stopped before the first block. */
  readonly gapFreeSinceUnixMs: number | null
  /** Since the program began, over all epochs. */
  readonly samples: number
  readonly lostSamples: number
  /** By so much the clock of the samples has fallen behind, because the machine is too slow for the rate, ms. */
  readonly slippedMs: number
  readonly stream: StreamFigures
  /** Achieved, over the last interval. */
  readonly samplesPerSecond: number
  readonly blocksPerSecond: number
  /** Reader wake-ups (the watermark). */
  readonly wakesPerSecond: number
  /** Last sample of a block -> tap. */
  readonly latencyMs: { readonly p50: number; readonly p99: number }
  /** Share of wall time the main thread was busy, 0..1. */
  readonly mainThreadBusy: number
  readonly triggerWord: TriggerWord
  /** Of the samples the analysis has come to since the last figures, the share the trigger examined, 0..1; and what it found. */
  readonly examinedShare: number
  readonly waveformsPerSecond: number
  readonly triggers: number
  readonly framesPerSecond: number
  readonly skippedBlocks: number
  readonly rssMiB: number
  /** The recording that is under way, or was the last; null: there was none. */
  readonly recording: RecordingState | null
}

/**
 * Lives of blocks, oldest first, for the DMA lanes. Times are in ms of the stream clock (0 = stream begin); null = not yet.
 * `queued` and `active` begin when the block was handed to the queue / to the hardware, `done` when its last sample was
 * there, `held` when the reader took it; `read` when the last reader (the analysis, a recording) let go of it. From then on
 * only memory keeps it, until it is returned to the hardware.
 */
export interface BlockLife {
  readonly sequence: number
  readonly bytes: number
  readonly firstSample: number
  readonly scans: number
  readonly lostBefore: number
  readonly queuedMs: number
  readonly activeMs: number
  readonly doneMs: number | null
  readonly heldMs: number | null
  readonly readMs: number | null
  readonly returnedMs: number | null
}

export interface Lanes {
  readonly epoch: number
  readonly nowMs: number
  /** Counts of all blocks by what they are doing now. */
  readonly queued: number
  readonly active: number
  readonly done: number
  /** Held by a reader. */
  readonly held: number
  /** Held by memory alone. */
  readonly kept: number
  readonly lives: readonly BlockLife[]
}

export interface AttributeInfo {
  /** `sampling_frequency`, `voltage0/scale`, `buffer0/length`. */
  readonly path: string
  readonly value: string
  readonly writable: boolean
  /** Present when the value is one of a list. */
  readonly options: readonly string[] | null
}

export interface DeviceTree {
  /** `iio:device0` */
  readonly id: string
  readonly name: string
  readonly status: 'ok' | 'idle' | 'gone'
  readonly attributes: readonly AttributeInfo[]
}

export interface Hello {
  readonly protocol: number
  readonly version: string
  readonly front: 'electron' | 'browser' | 'headless'
  /** What this viewer may do: everything, or look only. */
  readonly role: Role
  /** How this viewer may bring a file to play. */
  readonly files: FileWays
  readonly state: InstrumentState
}

/** Calls a viewer makes. Each answers with its result or with a WireError, and then nothing has changed. */
export interface InstrumentCalls {
  /** First call on a port; every other call before it fails with EPROTO. */
  hello(request: { protocol: number; client: string }): Hello
  run(): InstrumentState
  stop(): InstrumentState
  single(): InstrumentState
  forceTrigger(): InstrumentState
  /**
   * Chooses the trigger from the signal at hand, and a view for the viewer that asks: timebase, and the voltages that each
   * channel reaches. `only: 'time'` leaves the trigger alone. Right after a change it waits for enough of the signal.
   */
  autoSet(request?: { readonly only: 'time' } | null): {
    state: InstrumentState
    view: ViewSettings
    ranges: readonly ChannelRange[]
  }
  setBuffer(request: {
    blockBytes?: Auto<number>
    blockCount?: Auto<number>
    watermark?: Auto<number>
  }): InstrumentState
  setTrigger(request: Partial<TriggerSettings>): InstrumentState
  setView(request: ViewSettings): null
  /**
   * Writes one attribute; a write the device refuses while enabled is applied by a disable/enable transaction. A file is
   * named by `file:NAME` with a name of {@link listFiles}; any other is refused with EACCES.
   */
  writeAttribute(request: { device: string; path: string; value: string }): { value: string; state: InstrumentState }
  readAttribute(request: { device: string; path: string }): { value: string }
  /** Ends the reading of a file at once; the source stays as it is. Nothing happens when none is read. */
  cancelLoad(request: { channel: string }): InstrumentState
  /** The lives around the block that holds a sample of an epoch. ENOENT when its life is not known any more, or not yet. */
  lanesAround(request: { epoch: number; sample: number }): Lanes
  listDevices(): readonly DeviceTree[]
  /** Files a viewer may play: what was brought, the newest first, then those of the folders that are offered. */
  listFiles(): readonly OfferedFile[]
  /** Lets the person at this program choose a file in the system's dialog; null when none was chosen. ENOSYS without one. */
  chooseFile(): { name: string | null }
  /** Records into the folder of recordings. EEXIST: a file of that name is there. */
  startRecording(request: RecordingWish): RecordingState
  stopRecording(): RecordingState
  /** Lets the person at this program choose the folder of recordings in the system's dialog. ENOSYS without one. */
  chooseRecordingFolder(): InstrumentState
  /** Shows a file that this instrument has recorded in the system's file manager; any other is refused with EACCES. */
  showRecording(request: { file: string }): null
}

/** What the instrument tells unasked. */
export interface InstrumentEvents {
  state: InstrumentState
  stats: Stats
  lanes: Lanes
  /** Trouble worth a line: what happened, what was done, what the user can do. */
  problem: {
    readonly severity: 'info' | 'warning' | 'error'
    readonly message: string
    readonly tip: string | null
    /** The file of the recording that it tells about. */
    readonly recording?: string
  }
}

/**
 * Frames are paced by the viewer: it grants credits with `{ t: 'frames', credits, seen }`, the instrument sends at most
 * that many frames and keeps only the newest meanwhile. `seen` is the sequence of the last frame drawn (0 = none yet).
 * More than this many outstanding credits are refused with EINVAL.
 */
export const maxFrameCredits = 4
