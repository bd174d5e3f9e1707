// The public door of the capture room.
export {
  type AnalysedView,
  AnalysisHost,
  type AnalysisHostStats,
  type AnalysisView,
  type ChannelSummary,
  type CodeTrigger,
} from './analysis/index.ts'
export { CaptureHub, type HubOptions } from './hub/hub.ts'
export { LatencyHistogram, type Percentiles } from './hub/latency-histogram.ts'
export type { BlockQueue, CaptureSource, QueueBlock, SourceFormat } from './hub/queue.ts'
export { fileError, shownName } from './recorder/file-error.ts'
export type { FileIdentity } from './recorder/file-target.ts'
export { openTarget } from './recorder/open-target.ts'
export { Recorder, type RecorderOptions } from './recorder/recorder.ts'
export type { RecordedGap, RecordedSegment, Sidecar } from './recorder/sidecar.ts'
export { isStandardOutput } from './recorder/stream-target.ts'
export type { BlockRef, StreamChannel, StreamFormat, Tap } from './tap.ts'
