// What a headless run reports: one JSON object at the end, a line for a person each second.

import type { OutflowState } from '#main/capture/index.ts'
import type { ExportState, Instrument } from '#main/instrument/index.ts'
import { peakRssMiB, triggerFigures } from '#main/instrument/index.ts'
import type { MeasurementFigures } from '#shared/contract/topics/measure.ts'
import type { SegmentFigures } from '#shared/contract/topics/memory/segments.ts'
import { isUnderWay, type RecordingState, silenceWords } from '#shared/contract/topics/recording.ts'
import type { Seam } from '#shared/contract/topics/seams.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import type { TriggerFigures } from '#shared/contract/topics/trigger.ts'
import type { StreamState } from '#shared/streams/stream-state.ts'
import { formatBytes, formatSi } from '#shared/units.ts'
import { playedFiles } from './files.ts'
import type { SearchReport } from './search-report.ts'
import type { SegmentExport } from './segment-exports.ts'

export interface Report {
  readonly device: string
  readonly deviceName: string
  readonly samplingFrequencyHz: number
  /** Ids of the enabled channels. */
  readonly channels: readonly string[]
  readonly blockBytes: number
  readonly blockCount: number
  /** Scans. */
  readonly watermark: number
  /** Wall time from begin to end of the capture. */
  readonly seconds: number
  /** Scans captured. */
  readonly samples: number
  /** Scans per second of signal. */
  readonly samplesPerSecond: number
  readonly blocks: number
  readonly wakes: number
  readonly wakesPerSecond: number
  /** By which the device handed samples over: one per scan without DMA, one per block or more with it. */
  readonly interruptsPerSecond: number
  readonly lostSamples: number
  /** By so much the clock of the samples fell behind, because the machine is too slow for the rate, ms. */
  readonly slippedMs: number
  /** Nothing is missing; null: that is not to be claimed, because the clock fell behind. */
  readonly gapFree: boolean | null
  /** The device is on another machine, which does not count what is missing: it is known by the clock only. */
  readonly gapsByClock: boolean
  readonly seams: readonly Seam[]
  /** Last sample of a block -> tap. */
  readonly latencyMs: { readonly p50: number; readonly p99: number }
  readonly mainThreadBusy: number
  readonly peakRssMiB: number
  /** Of the samples, the share the trigger examined, and the share that persistence and records have as well. */
  readonly examinedShare: number
  readonly drawnShare: number
  readonly waveformsPerSecond: number
  /** That began a record, of all triggers there were. */
  readonly triggers: number
  /** Of the trigger in force at the end. */
  readonly triggerFigures: TriggerFigures
  readonly skippedBlocks: number
  /** Of what --measure and the session ask for, in that order. */
  readonly measurements: readonly MeasurementFigures[]
  /** What --search, or the session, looks for in what is in memory; null: nothing. */
  readonly search: SearchReport | null
  /** Null: none were to be kept. */
  readonly segments: SegmentFigures | null
  readonly seed: number
  readonly recording: RecordingState | null
  /** Of what --export asks for, in that order. */
  readonly exports: readonly ExportReport[]
  /** Of what --export-segments asks for, in that order. */
  readonly segmentExports: readonly SegmentExport[]
  /** Of what --stream asks for, in that order. */
  readonly outflows: readonly OutflowState[]
  /** Streams that channels convert, as they stood at the end; and how long the capture waited for them. */
  readonly streams: readonly StreamState[]
  readonly streamsAwaitedMs: number
  /** What was decided about the files that are played. */
  readonly files: ReturnType<typeof playedFiles>
}

export type ExportReport = Pick<
  ExportState,
  'file' | 'format' | 'scans' | 'bytes' | 'complete' | 'gaps' | 'lostSamples' | 'gapFree' | 'problem' | 'row'
>

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

/** What was measured while it ran. */
export interface Measured {
  readonly seconds: number
  /** Share of wall time, 0..1. */
  readonly mainThreadBusy: number
  readonly interrupts: number
  readonly measurements: readonly MeasurementFigures[]
  readonly search: SearchReport | null
  readonly segments: SegmentFigures | null
  readonly segmentExports: readonly SegmentExport[]
  readonly outflows: readonly OutflowState[]
}

export function makeReport(instrument: Instrument, measured: Measured): Report {
  const { seconds, mainThreadBusy, interrupts, measurements, search, segments } = measured
  const { hub, analysis } = instrument.parts
  const state = instrument.state()
  const analysed = analysis?.stats()
  const { p50, p99 } = hub.account.latency.percentiles()
  const offered = analysed?.offeredSamples ?? 0
  const shareOf = (samples = 0): number => (offered > 0 ? round(Math.min(samples / offered, 1), 6) : 0)
  return {
    device: state.device,
    deviceName: state.deviceName,
    samplingFrequencyHz: state.samplingFrequencyHz,
    channels: state.channels.filter((channel) => channel.enabled).map((channel) => channel.id),
    blockBytes: state.buffer.blockBytes,
    blockCount: state.buffer.blockCount,
    watermark: state.buffer.watermark,
    seconds: round(seconds, 3),
    samples: hub.samples,
    samplesPerSecond: hub.account.streamedSeconds > 0 ? round(hub.samples / hub.account.streamedSeconds, 1) : 0,
    blocks: hub.blocks,
    wakes: hub.wakes,
    wakesPerSecond: seconds > 0 ? round(hub.wakes / seconds, 1) : 0,
    interruptsPerSecond: seconds > 0 ? round(interrupts / seconds, 1) : 0,
    lostSamples: hub.lostSamples,
    slippedMs: round(hub.account.slippedMs, 3),
    gapFree: hub.lostSamples > 0 ? false : hub.account.slippedMs > 0 || hub.format?.gapsByClock === true ? null : true,
    gapsByClock: hub.format?.gapsByClock === true,
    seams: state.seams,
    latencyMs: { p50: round(p50, 4), p99: round(p99, 4) },
    mainThreadBusy: round(mainThreadBusy, 4),
    peakRssMiB: round(peakRssMiB(), 1),
    examinedShare: shareOf(analysed?.examinedSamples),
    drawnShare: shareOf(analysed?.drawnSamples),
    waveformsPerSecond: seconds > 0 ? round((analysed?.waveforms ?? 0) / seconds, 1) : 0,
    triggers: analysed?.triggers ?? 0,
    triggerFigures: triggerFigures(instrument.parts),
    skippedBlocks: analysed?.skippedBlocks ?? 0,
    measurements: measurements.map((one) => ({ ...one, share: round(one.share, 6) })),
    search,
    segments,
    seed: state.seed,
    recording: state.recording,
    exports: instrument.parts.recordings.exports.states.map(exported),
    segmentExports: measured.segmentExports,
    outflows: measured.outflows,
    streams: instrument.parts.stack.streams.states,
    streamsAwaitedMs: round(instrument.parts.stack.input.waitedMs ?? 0, 3),
    files: playedFiles(state),
  }
}

function exported(one: ExportState): ExportReport {
  const { file, format, scans, bytes, complete, gaps, lostSamples, gapFree, problem, row } = one
  return {
    file,
    format,
    scans,
    bytes,
    complete,
    gaps,
    lostSamples,
    gapFree,
    problem,
    ...(row !== undefined && { row }),
  }
}

/** One line: rate, blocks, loss, delay, cost. */
export function statusLine(seconds: number, stats: Stats, ...others: readonly string[]): string {
  const parts = [
    `${seconds.toFixed(0).padStart(5)} s`,
    formatSi(stats.samplesPerSecond, 'S/s'),
    `${Math.round(stats.blocksPerSecond)} blocks/s`,
    continuity(stats),
    `p99 ${stats.latencyMs.p99.toFixed(2)} ms`,
    `main ${(stats.mainThreadBusy * 100).toFixed(1)} %`,
    `examined ${(stats.examinedShare * 100).toFixed(1)} %`,
    `${Math.round(stats.rssMiB)} MiB`,
    ...(isUnderWay(stats.recording) && stats.recording.silentSeconds !== undefined
      ? [silenceWords(stats.recording.silentSeconds)]
      : []),
    ...others,
  ]
  return parts.join(' | ')
}

type Continuity = Pick<Stats, 'lostSamples' | 'slippedMs' | 'gapsByClock'>

function continuity({ lostSamples, slippedMs, gapsByClock = false }: Continuity): string {
  if (lostSamples > 0) return `${gapsByClock ? 'about ' : ''}${lostSamples} samples lost`
  if (slippedMs > 0) return `none lost, ${formatSi(slippedMs / 1e3, 's')} too slow`
  return gapsByClock ? 'no gap by the clock' : 'gap-free'
}

/** The end, for a person. */
export function closingLine(report: Report): string {
  const kept = continuity(report)
  const rate = formatSi(report.samplesPerSecond, 'S/s', 4)
  const sent = report.outflows.map(({ sentBytes, target, skippedScans }) => {
    const left = skippedScans === 0 ? '' : `, ${skippedScans} scans left out`
    return `; ${formatBytes(sentBytes)} to ${target}${left}`
  })
  const files: { readonly scans: number; readonly file: string; readonly row?: { readonly files: number } }[] = [
    ...(report.recording === null ? [] : [report.recording]),
    ...report.exports,
    ...report.segmentExports.filter(({ problem }) => problem === null),
  ]
  const recorded = files
    .map(({ scans, file, row }) => `; ${scans} scans in ${row === undefined ? '' : `${row.files} files up to `}${file}`)
    .join('')
  const busy = (report.mainThreadBusy * 100).toFixed(1)
  return `${report.samples} samples in ${report.seconds} s (${rate}), ${kept}, main thread ${busy} % busy${recorded}${sent.join('')}`
}
