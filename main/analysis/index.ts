export type { AnalysisView } from './display/view-handle.ts'
export { AnalysisHost, type AnalysisHostStats, type AnalysisOptions } from './thread/host.ts'
export type { AnalysedView, ChannelSummary, CodeTrigger } from './thread/types.ts'
