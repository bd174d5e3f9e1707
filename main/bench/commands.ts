// The benchmarks there are. To add one: write a module with a function that measures and returns figures, and a row here.
import type { Figure } from './figure.ts'

export interface BenchContext {
  /** Bytes per second of memcpy in this run. */
  readonly memcpy: number
}

export interface BenchCommand {
  readonly summary: string
  /** Loaded when it is run, so that one benchmark does not wait for what another needs. */
  load(): Promise<(context: BenchContext) => Promise<readonly Figure[]> | readonly Figure[]>
}

export const commands: Readonly<Record<string, BenchCommand>> = {
  kernels: {
    summary: 'the loops that touch samples, against memcpy and their TypeScript twins',
    load: async () => (await import('./kernels.ts')).benchKernels,
  },
}
