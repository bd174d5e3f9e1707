// The kernels the analysis needs.
import type { PersistenceKernels, ScanKernels } from '#main/kernels/index.ts'

export type AnalysisKernels = Pick<ScanKernels, 'envelope' | 'envelopeMerge' | 'moments' | 'findEdges'> &
  Pick<PersistenceKernels, 'persistence' | 'mapPeak' | 'mapGrade' | 'mapFade'>
