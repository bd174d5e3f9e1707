// What is in a recording, as far as it is known: scans, segments, gaps, and since when. The description is made of it.
import os from 'node:os'
import type { Clock } from '#main/runtime/clock.ts'
import { thisProcess } from '#main/runtime/running-process.ts'
import type { ErrnoError } from '#shared/errors.ts'
import { formatScanType, timestampScanType } from '#shared/iio/index.ts'
import type { SourceFormat } from '../hub/queue.ts'
import type { BlockRef, StreamChannel, StreamFormat } from '../tap.ts'
import { GapLog, JsonMembers } from './gap-log.ts'
import type { Description, RecordedSegment, RowPlace, Sidecar, Writer } from './sidecar.ts'
import type { StreamListener } from './target.ts'

export interface RecordedStream {
  readonly device: string
  readonly deviceName: string
  /** What the device is set to when the recording begins, and what stands before its channels; the stream says what it was set to. */
  readonly format: SourceFormat
  readonly clock: Clock
  /** The file is one of a row. Absent: it stands alone. */
  readonly row?: RowAccount
}

/** What a file of a row knows of the ones before it. */
export interface RowAccount {
  /** Its place, as it is now: the name of the next one comes late. */
  place(): RowPlace
  /** How far the clock of the samples had fallen behind at the end of the file before, in that epoch; null: this is the first. */
  readonly before: { readonly epoch: number; readonly slippedMs: number } | null
  /** What is to be added to the clock for the time of day, all along the row, ms. */
  readonly unixMinusClockMs: number
}

/** What the recorder knows beside the account. */
export interface Progress extends Pick<Sidecar, 'file' | 'scans' | 'wantedScans' | 'ended' | 'problem'> {
  readonly unixMs: number
}

/** This program, as descriptions name it. */
export const thisWriter: Writer = {
  host: os.hostname(),
  ...thisProcess,
}

export class Account {
  readonly gaps = new GapLog()
  readonly #stream: RecordedStream
  readonly #segments = new JsonMembers()
  /** Of the first segment. */
  #began: Pick<RecordedSegment, 'firstSample' | 'samplingFrequencyHz' | 'startUnixMs'> | null = null
  /** Trigger of the kept segment that follows, or that was the last one; null: the stream is taken as it comes. */
  #trigger: number | null = null
  #format: SourceFormat
  #taken = 0
  /** Sample that would follow without a gap; null at the begin of a segment. */
  #next: number | null = null
  #mark = 0
  /** How far the clock had fallen behind at the last block, in its epoch; and since the recording began, ms. */
  #slipBeforeMs = 0
  #slippedMs = 0
  /** The wall clock is read once: what is set at it later must not move segments against each other. */
  #unixMinusClockMs: number | null = null

  readonly #listener: StreamListener | undefined

  /** @param listener hears of each segment and gap when it is known */
  constructor(stream: RecordedStream, listener?: StreamListener) {
    this.#stream = stream
    this.#listener = listener
    this.#format = stream.format
    this.#unixMinusClockMs = stream.row?.unixMinusClockMs ?? null
  }

  /** Scans taken, written or about to be. */
  get taken(): number {
    return this.#taken
  }

  get segmentCount(): number {
    return this.#segments.count
  }

  get next(): number | null {
    return this.#next
  }

  /** Grows with every fact that a reader of the samples taken since must know: a segment, a gap. */
  get mark(): number {
    return this.#mark
  }

  /**
   * Whether no sample is missing between the first and the last; null: not known before the end, and not to be claimed
   * when the clock fell behind: then they follow each other, but took longer than the rate says; nor of a stream whose gaps are known
   * by the clock only. Of kept segments, what lies between two is not missing.
   */
  gapFree(isClosed: boolean): boolean | null {
    if (this.gaps.count > 0 || (this.#segments.count > 1 && this.#trigger === null)) return false
    const isProven = this.#slippedMs === 0 && this.#format.gapsByClock !== true
    return isClosed && this.#taken > 0 && isProven ? true : null
  }

  /** Blocks of a new epoch follow. */
  begin(format: StreamFormat): void {
    // The stream may have begun behind another probe, which no code of it tells.
    this.#format = { ...format, channels: format.channels.map((one) => behindProbe(one, this.#stream.format.channels)) }
    this.#next = null
  }

  /** A kept segment follows, in one block. @param trigger its instant, samples since the begin of the stream, with a fraction */
  triggered(trigger: number): void {
    this.#trigger = trigger
    this.#next = null
  }

  /** The first `scans` scans of the block follow. Returns why they cannot, and then takes none; null: they can. */
  take(block: BlockRef, scans: number): ErrnoError | null {
    if (this.#next === null) {
      const refusal = this.#beginSegment(block)
      if (refusal !== null) return refusal
    } else if (block.firstSample > this.#next) this.missing(block.firstSample - this.#next)
    this.#slippedMs += block.slippedMs - this.#slipBeforeMs
    this.#slipBeforeMs = block.slippedMs
    this.#next = block.firstSample + scans
    this.#taken += scans
    return null
  }

  /** So many scans behind the last one taken are lost. Before the first of a segment nothing is missing yet. */
  missing(lostSamples: number): void {
    if (this.#next === null) return
    const gap = { atScan: this.#taken, firstMissingSample: this.#next, lostSamples }
    this.gaps.add(gap)
    this.#listener?.onGap(gap)
    this.#next += lostSamples
    this.#mark++
  }

  describe(progress: Progress): Description {
    const { device, deviceName, row } = this.#stream
    const { bytesPerScan, channels, timestamp, samplingFrequencyHz } = this.#format
    const first = this.#began
    const { file, scans, wantedScans, ended, problem, unixMs } = progress
    return {
      sidecar: {
        format: 'blockscope-raw',
        version: 1,
        file,
        device,
        deviceName,
        samplingFrequencyHz: first?.samplingFrequencyHz ?? samplingFrequencyHz,
        layout: 'interleaved',
        bytesPerScan,
        channels: channels.map(
          ({ id, scanIndex, scanType, offsetBytes, unit, scaleMillivolts, offsetCodes, factor = 1 }) => ({
            id,
            scanIndex,
            scanType,
            offsetBytes,
            unit,
            scaleMillivolts,
            offsetCodes,
            factor,
          }),
        ),
        timestamp: timestamp === undefined ? null : { ...timestamp, scanType: formatScanType(timestampScanType) },
        startUnixMs: first?.startUnixMs ?? null,
        startTime: first === null ? null : new Date(first.startUnixMs).toISOString(),
        wantedScans,
        scans,
        bytes: scans * bytesPerScan,
        ended,
        complete: ended && problem === null && (wantedScans === null || scans === wantedScans),
        problem,
        gapFree: this.gapFree(ended),
        lostSamples: this.gaps.lostSamples,
        slippedMs: Number(this.#slippedMs.toFixed(3)),
        describedTime: new Date(unixMs).toISOString(),
        writtenBy: thisWriter,
        ...(row !== undefined && { rotation: { ...row.place(), firstSample: first?.firstSample ?? null } }),
      },
      segments: this.#segments.text(),
      gaps: this.gaps.text(),
    }
  }

  #beginSegment(block: BlockRef): ErrnoError | null {
    const { clock, row } = this.#stream
    const { samplingFrequencyHz } = this.#format
    // What slipped before the recording began is not its own; between two files of a row it is the later one's.
    const before = this.#taken === 0 ? (row?.before ?? null) : null
    if (before?.epoch === block.epoch) this.#slipBeforeMs = before.slippedMs
    else this.#slipBeforeMs = block.sequence === 0 ? 0 : block.slippedMs
    const firstSampleMs = block.lastSampleMs - ((block.scans - 1) / samplingFrequencyHz) * 1e3
    this.#unixMinusClockMs ??= clock.unixMinusNowMs()
    const segment = {
      atScan: this.#taken,
      firstSample: block.firstSample,
      samplingFrequencyHz,
      startUnixMs: this.#unixMinusClockMs + firstSampleMs,
      ...(this.#trigger !== null && { scans: block.scans, triggerSample: this.#trigger }),
    }
    const refusal = this.#listener?.onSegment(segment) ?? null
    if (refusal !== null) return refusal
    this.#segments.add(segment)
    this.#began ??= segment
    this.#mark++
    return null
  }
}

/** A channel of a stream behind what stands before it now, which no code of the stream tells. @param now the channels as they are set */
export function behindProbe(channel: StreamChannel, now: readonly StreamChannel[]): StreamChannel {
  const set = now.find(({ id }) => id === channel.id)
  if (set === undefined) return channel
  const { unit, factor = 1 } = set
  return { ...channel, unit, factor, scaleMillivolts: (channel.scaleMillivolts / (channel.factor ?? 1)) * factor }
}
