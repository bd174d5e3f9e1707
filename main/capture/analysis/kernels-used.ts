// The kernels the analysis needs: all that a test's double must have.
import type { ScanKernels } from '#main/kernels/index.ts'

export type AnalysisKernels = Pick<ScanKernels, 'envelope' | 'envelopeMerge' | 'moments' | 'findEdges' | 'persistence'>
