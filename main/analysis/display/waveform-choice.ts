// What a waveform is: how far around a trigger it reaches, which channels of it are drawn, and how soon after one another
// there can be two of them. The views that lead decide.
import type { RecordWindow } from '../acquisition/record-grid.ts'
import { clustersOf, unwatchedLayout, wholePerScan } from '../persistence/map-layout.ts'
import type { MapContent } from '../persistence/map-painter.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { TriggerEdge } from '../trigger/trigger-instant.ts'
import type { View } from './view.ts'

/** About five million waveforms a second are more than anybody shows; noting each costs about as much as looking at it. */
const leastHoldoffSeconds = 0.19e-6

export interface WaveformChoice {
  readonly content: MapContent
  readonly holdoffScans: number
  /** What a record is; null: nobody looks at the newest ones. */
  readonly record: RecordWindow | null
}

/** Views that decide what is acquired: guests only when there is nobody else. */
export function leadingOf(views: Iterable<View>): readonly View[] {
  const all = [...views]
  const leading = all.filter((view) => view.settings.isGuest !== true)
  return leading.length > 0 ? leading : all
}

/**
 * A waveform is what the newest view with persistence shows; without one, what the view of the shortest window does, of the
 * trigger's channel.
 */
export function chooseWaveform(
  views: readonly View[],
  format: AnalysedFormat,
  edge: TriggerEdge | null,
): WaveformChoice {
  const { samplingFrequencyHz: rate, scanIndexes } = format
  const drawing = views.findLast((view) => view.persistence)
  const watched = drawing ?? views.toSorted((a, b) => a.windowSeconds - b.windowSeconds)[0]
  const longestScans = Math.max(0, ...views.map((view) => view.spanSeconds)) * rate
  const layout = watched?.mapLayout(rate, scanIndexes.length) ?? unwatchedLayout
  const drawn =
    drawing?.drawnChannels(format) ?? (edge === null ? [] : [{ place: edge.lines[0]!.channel, range: null }])
  // An eighth of overlap, so that with noise a signal of just this period is not seen every other time; for the longest
  // window no more triggers than the log can hold; and never more than a thread can list.
  const holdoffScans = Math.max((layout.columns * layout.step * 7) / 8, longestScans / 4096, leastHoldoffSeconds * rate)
  const clusters = clustersOf(layout, rate, drawn.length)
  const whole = wholePerScan(layout, rate, drawn.length)
  const record = watched === undefined || watched.settings.atSample !== null ? null : watched.recordWindow(rate)
  const content = { layout, channels: Math.max(1, scanIndexes.length), drawn, clusters, wholePerScan: whole }
  return { record, content, holdoffScans }
}
