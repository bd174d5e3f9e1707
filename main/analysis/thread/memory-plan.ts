// Where the analysis keeps its things in the shared memory: one allocation, made by the host, zeroed, and known to both
// sides by its address. The size depends on the history budget only, because an envelope column costs 4 bytes per
// channel where its samples cost 512: level 0 of 2 GiB of samples takes 17 MiB. Every level takes as much, so each
// reaches back sixteen times as far as the one below: at 1 GS/s a second, 17 seconds, 4 minutes, an hour.
import { doorbellBytes, sharedRingBytes } from '#main/memory/index.ts'
import { level0Scans, levelCount, levelFactor } from '../envelope/levels.ts'
import { type LaneMemory, takeLane } from '../persistence/lane-tasks.ts'
import { painterBytes } from '../persistence/map-painter.ts'
import { maxChannels, maxColumns, maxMapColumns } from '../stream/limits.ts'

/** A level holds a multiple of this many columns, so that those that make one of the next never wrap between. */
const levelGranule = levelFactor ** (levelCount - 1)
/** A level takes at least so much, however short the history: ten seconds at 1 GS/s are 150,000 columns of level 2. */
const leastLevelBytes = 2 << 20

/** Bytes of a block that are worked on at once: they stay in the first-level cache from the first loop to the last. */
export const pieceBytes = 32 * 1024

/** Waveforms the persistence kernels are given at once, at most. */
export const mapListSegments = 256
/** A waveform of up to so many scans that is cut by the end of a block is put together before it is drawn. */
export const cutScans = 32_768

export const blockRecord = {
  bytes: 48,
  firstSample: 0,
  lostBefore: 8,
  lastSampleMs: 16,
  announcedMs: 24,
  address: 32,
  scans: 36,
  epoch: 40,
} as const
/** Blocks the host may announce ahead of the thread; 0.8 s at 20,000 blocks/s. More wait on the host's side. */
export const ringCapacity = 16384

/** What the analyser tells in shared memory: float64 words, written by the thread only. */
export const statWord = {
  examinedSamples: 0,
  triggers: 1,
  waveforms: 2,
  skippedBlocks: 3,
  triggerWord: 4,
  newestSample: 5,
  busyMs: 6,
} as const
const statWords = 8
/** Blocks read last, of which the analyser tells when: more than it reads between two looks of the host. */
export const readLogBlocks = 1024
/** Float64 words of each: epoch, one behind its last sample, when it had been read (ms). */
export const readLogWords = 3
/** A byte for every cell of a map. */
const gradesBytes = maxMapColumns * 256

export interface MemoryPlan {
  readonly base: number
  readonly historyBytes: number
  readonly bell: number
  /** int32, 1 while the thread sleeps and wants the bell. */
  readonly sleeping: number
  /** int32: the epoch {@link oldestValid} speaks of. */
  readonly validEpoch: number
  /** int64: samples before this one may be overwritten at any moment. */
  readonly oldestValid: number
  /** float64: block memory the host keeps at present, at most, bytes. */
  readonly budget: number
  readonly stats: number
  /** int32: blocks read so far; and what is noted of the newest of them, a ring. */
  readonly blocksRead: number
  readonly readLog: number
  readonly ring: { readonly address: number; readonly recordBytes: number; readonly capacity: number }
  /** State of the edge search, and 16 bytes behind it that of a passing one. */
  readonly edgeState: number
  /** u32 offsets of the edges of one piece. */
  readonly edges: number
  /** Envelope of one frame, and room for one more column. */
  readonly columns: number
  readonly oneColumn: number
  /** Another one: what a stretch spans. */
  readonly stretch: number
  /** f64 pairs per channel. */
  readonly moments: number
  /** u32 triples: waveforms to draw. */
  readonly mapList: number
  /** {@link cutScans} scans, put together. */
  readonly cut: number
  /** Bytes of brightness, a map's cells. */
  readonly grades: number
  readonly gradesBytes: number
  readonly pyramid: number
  /** Bytes of each of its levels. */
  readonly levelBytes: number
  /** Maps, and what drawing them needs: see phosphor/map-painter.ts. */
  readonly painter: number
  /** Threads that help with drawing. */
  readonly lanes: readonly LaneMemory[]
  readonly bytes: number
}

/** Lays the analysis memory out from `base` (a multiple of 64), with `lanes` threads that help with drawing. */
export function planMemory(base: number, historyBytes: number, lanes = 0): MemoryPlan {
  let at = base
  const take = (bytes: number): number => {
    const address = at
    at += Math.ceil(bytes / 64) * 64
    return address
  }
  // One granule of columns more than the budget holds, for what is written before the oldest is given up.
  const granuleBytes = levelGranule * maxChannels * 4
  const level0Bytes = (Math.ceil(historyBytes / (level0Scans / 2) / granuleBytes) + 1) * granuleBytes
  const levelBytes = Math.max(level0Bytes, leastLevelBytes)
  // What must be zero at first comes before the envelope.
  const control = Array.from({ length: lanes }, () => takeLane(take))
  return {
    base,
    historyBytes,
    bell: take(doorbellBytes),
    sleeping: take(64),
    validEpoch: take(64),
    oldestValid: take(64),
    budget: take(64),
    stats: take(statWords * 8),
    blocksRead: take(64),
    readLog: take(readLogBlocks * readLogWords * 8),
    ring: {
      address: take(sharedRingBytes(blockRecord.bytes, ringCapacity)),
      recordBytes: blockRecord.bytes,
      capacity: ringCapacity,
    },
    edgeState: take(64),
    edges: take((pieceBytes / 2) * 4),
    columns: take((maxColumns + 1) * maxChannels * 4),
    oneColumn: take(maxChannels * 4),
    stretch: take(maxChannels * 4),
    moments: take(maxChannels * 16),
    mapList: take(mapListSegments * 12),
    cut: take(cutScans * maxChannels * 2),
    grades: take(gradesBytes),
    gradesBytes,
    pyramid: take(levelBytes * levelCount),
    levelBytes,
    painter: take(painterBytes),
    lanes: control.map((lane) => ({ ...lane, painter: take(painterBytes) })),
    bytes: at - base,
  }
}

/** Columns a level has room for: a whole number of granules. */
export function levelColumns(plan: MemoryPlan, channels: number): number {
  return Math.floor(plan.levelBytes / (4 * channels) / levelGranule) * levelGranule
}
