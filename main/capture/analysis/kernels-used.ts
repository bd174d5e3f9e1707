// The kernels the analysis needs.
import type { ScanKernels } from '#main/kernels/index.ts'

export type AnalysisKernels = Pick<ScanKernels, 'envelope' | 'envelopeMerge' | 'moments' | 'findEdges' | 'persistence'>
