// The benchmarks there are. To add one: write a module with a function that measures and returns a report, and a row here.
import type { Target } from '../build/targets.ts'
import type { Figure } from './figure.ts'
import type { Table } from './table.ts'

/** What the command line may ask of a benchmark, beside `--json` and `--compare`. */
export interface BenchOptions {
  /** Seconds of each measured run; null: what the benchmark thinks right. */
  readonly seconds: number | null
  /** File for a plot (SVG); null: none. */
  readonly plot: string | null
}

export interface BenchContext {
  /** Bytes per second of memcpy in this run. */
  readonly memcpy: number
  readonly options: BenchOptions
}

export interface BenchReport {
  readonly figures: readonly Figure[]
  readonly tables?: readonly Table[]
  /** How it was measured, and what is not in the figures: one sentence each. */
  readonly notes?: readonly string[]
}

type Measure = (context: BenchContext) => Promise<BenchReport | readonly Figure[]> | BenchReport | readonly Figure[]

export interface BenchCommand {
  readonly summary: string
  /** What has to be built before. */
  readonly builds: readonly Target[]
  /** Options it knows. */
  readonly options: readonly (keyof BenchOptions)[]
  /** Loaded when it is run, so that one benchmark does not wait for what another needs. */
  load(): Promise<Measure>
}

export const commands: Readonly<Record<string, BenchCommand>> = {
  kernels: {
    summary: 'the loops that touch samples, against memcpy and their TypeScript twins',
    builds: ['kernels'],
    options: [],
    load: async () => (await import('./kernels.ts')).benchKernels,
  },
  overhead: {
    summary: 'an interrupt per sample against DMA blocks: CPU time, wake-ups, latency',
    builds: ['kernels'],
    options: ['plot'],
    load: async () => (await import('./overhead/index.ts')).benchOverhead,
  },
  capture: {
    summary: 'the whole instrument at its highest rates, with and without analysis',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/capture.ts')).benchCapture,
  },
  latency: {
    summary: 'last sample of a block -> tap, over block sizes',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/latency.ts')).benchLatency,
  },
  zoom: {
    summary: 'pan and zoom over a full capture memory, 1200 columns',
    builds: ['kernels', 'main'],
    options: [],
    load: async () => (await import('./instrument/zoom.ts')).benchZoom,
  },
  ports: {
    summary: 'throughput of the ports that carry frames, per message size',
    builds: [],
    options: ['seconds'],
    load: async () => (await import('./ports/index.ts')).benchPorts,
  },
  render: {
    summary: 'the screen at 1 GS/s: frames per second, long tasks, lost samples',
    builds: ['kernels', 'main', 'preload', 'page'],
    options: ['seconds'],
    load: async () => (await import('./render.ts')).benchRender,
  },
  soak: {
    summary: 'memory over a long run at 1 GS/s (10 minutes)',
    builds: ['kernels', 'main'],
    options: ['seconds'],
    load: async () => (await import('./instrument/soak.ts')).benchSoak,
  },
}
