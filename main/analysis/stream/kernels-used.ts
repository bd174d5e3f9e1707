// The kernels the analysis needs.
import type { PersistenceKernels, ScanKernels, StateKernels } from '#main/kernels/index.ts'

export type AnalysisKernels = Pick<
  ScanKernels,
  | 'copy'
  | 'combine'
  | 'lowPass'
  | 'sums'
  | 'meanRecord'
  | 'envelope'
  | 'envelopeMerge'
  | 'moments'
  | 'findEdges'
  | 'findCrossings'
  | 'keepSegments'
> &
  StateKernels &
  PersistenceKernels
