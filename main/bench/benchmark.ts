// What a benchmark is given and gives back, and how it is listed.
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
  /** Each loop is run once only: it is to be seen that it runs, not how quickly. Default: it is measured. */
  readonly isTrial?: boolean
}

export interface BenchReport {
  readonly figures: readonly Figure[]
  readonly tables?: readonly Table[]
  /** How it was measured, and what is not in the figures: one sentence each. */
  readonly notes?: readonly string[]
}

/** Measures, and says what it found. */
export type Measure = (
  context: BenchContext,
) => Promise<BenchReport | readonly Figure[]> | BenchReport | readonly Figure[]

export interface BenchCommand {
  readonly summary: string
  /** What has to be built before. */
  readonly builds: readonly Target[]
  /** Options it knows. */
  readonly options: readonly (keyof BenchOptions)[]
  /** Loaded when it is run, so that one benchmark does not wait for what another needs. */
  load(): Promise<Measure>
}
