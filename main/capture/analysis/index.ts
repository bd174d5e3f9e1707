export { AnalysisHost, type AnalysisHostStats, type AnalysisOptions } from './host.ts'
export type { AnalysedView, ChannelSummary, CodeTrigger } from './types.ts'
export type { AnalysisView } from './view-handle.ts'
