// The door of the kernels: load them, instantiate them per thread, and synthesise signals with them.
export { onCubic } from './cubic.ts'
export { type Kernels, type ScanKernels, segmentFormBytes, segmentHeadBytes } from './kernels.ts'
export { instantiateKernels, loadKernelModule } from './load.ts'
export {
  crossedPitch,
  fillPitch,
  type PersistenceKernels,
  persistenceScratch,
  placeFormBytes,
} from './persistence-kernels.ts'
export { codeAtRow, fitRows, mapRows, type RowScale, rowScaleBytes, storeRowScale, wholeRange } from './row-scale.ts'
export { sincTableBytes, storeSincTable } from './sinc-table.ts'
export { binCountBytes, type StateKernels } from './state-kernels.ts'
export {
  checkSignal,
  type SignalSettings,
  type SignalShape,
  signalDefaults,
  signalShapes,
} from './synthesis/settings.ts'
export { longestPeriod, SignalSource } from './synthesis/source.ts'
export type { SynthesisKernels } from './synthesis-kernels.ts'
