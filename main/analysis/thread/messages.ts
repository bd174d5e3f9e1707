// What passes between the host (main thread) and the analyser (analysis thread), besides the blocks themselves.
import type { AcquisitionSettings } from '#shared/kinds/acquisitions.ts'
import type { BandwidthLimit } from '../bandwidth/filtered-blocks.ts'
import type { AnalysedView } from '../display/analysed-view.ts'
import type { CodeMath } from '../math/code-math.ts'
import type { ChannelSummary } from '../measure/looks/channel-summary.ts'
import type { ChannelScale } from '../measure/record/record-reader.ts'
import type { GateWindow } from '../measure/running/gate.ts'
import type { MeasuredRow, RowFigures, RowPlot } from '../measure/running/measured-row.ts'
import type { NewestFigures } from '../measure/running/newest.ts'
import type { FoundEvent, SearchFigures } from '../search/search-figures.ts'
import type { SegmentsWanted } from '../segments/segment-figures.ts'
import type { SegmentAnswers, SegmentQuestion } from '../segments/segment-reader.ts'
import type { AnalysedFormat } from '../stream/format.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'

export type ToAnalyser =
  | { readonly type: 'format'; readonly format: AnalysedFormat }
  | { readonly type: 'trigger'; readonly trigger: CodeTrigger }
  /** What is looked for in everything that is in memory; null: nothing. */
  | { readonly type: 'search'; readonly trigger: CodeTrigger | null }
  | { readonly type: 'math'; readonly math: CodeMath | null }
  | { readonly type: 'acquisition'; readonly settings: AcquisitionSettings }
  /** Channels are filtered; what is in memory is taken in once more. */
  | { readonly type: 'bandwidth'; readonly limits: readonly BandwidthLimit[] }
  | { readonly type: 'running'; readonly running: boolean }
  | { readonly type: 'arm' }
  | { readonly type: 'force' }
  | { readonly type: 'clearPersistence' }
  /** From `sample` on the signal is another one: what was drawn before is not part of its picture. */
  | { readonly type: 'seam'; readonly epoch: number; readonly sample: number }
  | { readonly type: 'view'; readonly view: number; readonly settings: AnalysedView }
  | { readonly type: 'closeView'; readonly view: number }
  | { readonly type: 'request'; readonly view: number }
  /** Of the samples from `since` on. */
  | { readonly type: 'summary'; readonly request: number; readonly since: number }
  /** What is measured from now on. */
  | { readonly type: 'measure'; readonly rows: readonly MeasuredRow[]; readonly gate: GateWindow | null }
  /** The statistics of what is measured begin anew. */
  | { readonly type: 'resetMeasured' }
  | { readonly type: 'measured'; readonly request: number }
  /** All values of one of the rows that are measured, by its place. */
  | { readonly type: 'measuredPlot'; readonly request: number; readonly row: number }
  /** All measurements of these channels, from the newest record; nothing before `since` counts. */
  | {
      readonly type: 'measureNewest'
      readonly request: number
      readonly channels: readonly ChannelScale[]
      readonly since: number
    }
  /** What the search has found so far. */
  | { readonly type: 'searched'; readonly request: number }
  /** Events that it has found, about a sample: see EventSearch.events. */
  | {
      readonly type: 'searchedEvents'
      readonly request: number
      readonly at: number | null
      readonly before: number
      readonly most: number
    }
  /** What is kept as segments from now on, beginning anew; null: nothing. */
  | { readonly type: 'segments'; readonly wanted: SegmentsWanted | null }
  | { readonly type: 'askSegments'; readonly request: number; readonly question: SegmentQuestion }
  /** Answered when everything announced before has been taken in. */
  | { readonly type: 'settle'; readonly request: number }
  /** The thread does nothing for this long: to see what that costs. */
  | { readonly type: 'stall'; readonly ms: number }
  | { readonly type: 'quit' }

export type FromAnalyser =
  | { readonly type: 'ready' }
  | { readonly type: 'frame'; readonly view: number; readonly frame: Uint8Array<ArrayBuffer> }
  /** A single acquisition is complete: the capture may stop. */
  | { readonly type: 'single'; readonly epoch: number; readonly sample: number }
  | { readonly type: 'summary'; readonly request: number; readonly channels: readonly ChannelSummary[] }
  | { readonly type: 'measured'; readonly request: number; readonly rows: readonly RowFigures[] }
  | { readonly type: 'plot'; readonly request: number; readonly plot: RowPlot | null }
  | { readonly type: 'newest'; readonly request: number; readonly channels: readonly NewestFigures[] }
  | { readonly type: 'found'; readonly request: number; readonly found: SearchFigures | readonly FoundEvent[] | null }
  | {
      readonly type: 'segments'
      readonly request: number
      readonly answer: SegmentAnswers[keyof SegmentAnswers]
    }
  /** There are as many segments as there is room for. */
  | { readonly type: 'segmentsFull' }
  | { readonly type: 'settled'; readonly request: number }
  | { readonly type: 'fault'; readonly message: string }
