// What of the memory an export is made of: a stretch of the kept blocks, or the segments, as blocks one after the other.
import type { AnalysisHost } from '#main/analysis/index.ts'
import {
  type BlockRef,
  type CaptureHub,
  displayedFormat,
  holdBlocks,
  isNative,
  type KeptBlocks,
  type StreamFormat,
} from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import type { ExportPart } from '#shared/contract/topics/memory/exports.ts'
import { fail, say } from '#shared/errors.ts'
import { formatSi } from '#shared/units.ts'

/** What is kept, in the form in which it is kept. */
export interface KeptMemory {
  readonly format: StreamFormat
  readonly blocks: Pick<KeptBlocks, 'begin' | 'end' | 'at'>
  readonly segmenting: Pick<AnalysisHost['segmenting'], 'codes'>
}

/** A block; of a segment with the instant of its trigger: samples since the begin of the stream, with a fraction. */
export interface KeptBlock extends BlockRef {
  readonly trigger?: number
}

/** Blocks that are handed on a few at a time. */
export interface KeptPart {
  readonly format: StreamFormat
  /** Scans, as far as that is known before. */
  readonly scans: number
  /** Scans that were asked for: no more, and not yet, in memory. */
  readonly goneBefore: number
  readonly notYet: number
  /** The bytes of its blocks; null: they lie in the heap. */
  readonly bytesOf: ((address: number, length: number) => Uint8Array) | null
  /** Its blocks are segments of so many scans each; null: they are a stretch. */
  readonly segmentScans: number | null
  /** The next blocks, each of which the caller releases; none: that was all. @throws ENODATA it is not there any more */
  next(): Promise<readonly KeptBlock[]>
  /** Lets go of what was not handed on. */
  release(): void
}

/** A description of more would be larger than what it describes. */
const mostSegments = 1_000_000

/** So many bytes are handed on at once: as text they take half a second, and then it can be given up. */
const stepBytes = 1 << 20

export function keptMemory(hub: Pick<CaptureHub, 'format'>, analysis: AnalysisHost | null): KeptMemory | null {
  const { format } = hub
  if (format === null || analysis === null) return null
  const { kept: blocks, segmenting } = analysis
  return { format: isNative(format) ? format : displayedFormat(format), blocks, segmenting }
}

/**
 * Takes hold of it.
 * @throws ENODATA nothing of it is in memory; the sentence says what is
 */
export async function openPart(part: ExportPart, memory: KeptMemory | null, clock: Clock): Promise<KeptPart> {
  if (memory === null) fail('ENODATA', say`Nothing was captured yet.`)
  return part.of === 'segments' ? openSegments(memory, clock) : openStretch(part, memory)
}

function openStretch(part: Exclude<ExportPart, { of: 'segments' }>, { format, blocks }: KeptMemory): KeptPart {
  const isAll = !('first' in part)
  const [first, end] = isAll ? [0, Number.POSITIVE_INFINITY] : [part.first, part.end]
  if (!isAll && part.epoch !== format.epoch)
    fail('ENODATA', say`These samples are not in memory any more: the capture began anew since.`)
  const held = holdBlocks(blocks, format, first, end)
  if (held.scans === 0) {
    if (blocks.begin === blocks.end) fail('ENODATA', say`Nothing is in memory.`)
    const oldest = blocks.at(blocks.begin).firstSample
    fail(
      'ENODATA',
      end <= oldest
        ? say`These samples are not in memory any more: what is kept begins ${formatSi((oldest - end) / format.samplingFrequencyHz, 's')} behind them.`
        : say`These samples are not in memory: they are lost, or not there yet.`,
    )
  }
  const oldest = blocks.at(blocks.begin).firstSample
  return {
    format,
    scans: held.scans,
    // What lies between is a gap, which the file says.
    goneBefore: isAll ? 0 : Math.max(0, Math.min(oldest, end) - first),
    notYet: isAll ? 0 : Math.max(0, end - held.end),
    bytesOf: null,
    segmentScans: null,
    next: () => Promise.resolve(held.take(stepBytes)),
    release: () => held.release(),
  }
}

async function openSegments({ format, segmenting }: KeptMemory, clock: Clock): Promise<KeptPart> {
  const { epoch, bytesPerScan, samplingFrequencyHz } = format
  const first = await segmenting.codes(0, 0)
  if (first === null || first.kept === 0 || first.epoch !== epoch) fail('ENODATA', say`No segments are kept.`)
  const { kept, scans } = first
  if (kept > mostSegments)
    fail(
      'EOVERFLOW',
      say`A file describes up to ${mostSegments} segments; ${kept} are kept. Keep fewer (segments.count).`,
    )
  const atOnce = Math.max(1, Math.floor(stepBytes / (scans * bytesPerScan)))
  /** Monotonic time of the first sample of the stream, ms. */
  const beganMs = format.startUnixMs - clock.unixMs() + clock.nowMs()
  let bytes: Uint8Array = new Uint8Array(0)
  let done = 0
  /** The first sample of the segment before. */
  let before = -1
  return {
    format,
    scans: kept * scans,
    goneBefore: 0,
    notYet: 0,
    bytesOf: (address, length) => bytes.subarray(address, address + length),
    segmentScans: scans,
    async next() {
      const wanted = Math.min(atOnce, kept - done)
      if (wanted === 0) return []
      const found = await segmenting.codes(done, wanted)
      const isSame = found?.epoch === epoch && found.scans === scans && found.samples.length === wanted
      if (!isSame || found.samples[0]! <= before)
        fail('ENODATA', say`The segments became others while they were exported.`)
      const { codes, samples, triggers } = found
      before = samples.at(-1)!
      bytes = new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength)
      const length = scans * bytesPerScan
      // Each is whole in the file, also where it shares samples with the one before: so all are as long.
      return samples.map((sample, k) => ({
        ...madeBlock({
          ...{ sequence: done++, epoch, address: k * length, bytes: length, capacityBytes: length },
          ...{ scans, firstSample: sample, lostBefore: 0 },
          lastSampleMs: beganMs + ((sample + scans - 1) / samplingFrequencyHz) * 1e3,
        }),
        trigger: triggers[k]!,
      }))
    },
    release: () => {
      done = kept
    },
  }
}

type Facts = Omit<BlockRef, 'slippedMs' | 'doneMs' | 'retain' | 'release' | 'keep' | 'forget' | 'hold'>

/** A block of bytes that nobody else waits for. */
function madeBlock(facts: Facts): BlockRef {
  const nothing = (): void => undefined
  const held = { retain: nothing, release: nothing, keep: nothing, forget: nothing, hold: nothing }
  return { ...facts, ...held, slippedMs: 0, doneMs: facts.lastSampleMs }
}
