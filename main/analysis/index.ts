export type { AnalysedView } from './display/analysed-view.ts'
export type { AnalysisView } from './display/view-handle.ts'
export type { CodeMath } from './math/code-math.ts'
export { unitsPerCodeOf } from './math/evaluator.ts'
export type { ChannelSummary } from './measure/looks/channel-summary.ts'
export type { ChannelScale } from './measure/record/record-reader.ts'
export type { GateWindow } from './measure/running/gate.ts'
export type { MarkedRow } from './measure/running/marker.ts'
export type { MeasuredRow, RowFigures, RowPlot } from './measure/running/measured-row.ts'
export type { FoundEvent, SearchFigures } from './search/search-figures.ts'
export type {
  SegmentCodes,
  SegmentFigures,
  SegmentRow,
  SegmentsWanted,
  SegmentTrace,
} from './segments/segment-figures.ts'
export { segmentBytes } from './segments/segment-store.ts'
export { AnalysisHost } from './thread/host.ts'
export type { AnalysisOptions } from './thread/host-options.ts'
export type { CodeTrigger } from './trigger/code-trigger.ts'
