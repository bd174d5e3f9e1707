// Signals as records in shared memory, for tests of what is measured of them.
import { CodeRun, claimRuns, RunBench } from '../measure/record/code-run.ts'
import { upright } from '../measure/record/signal.ts'
import { Waveform } from '../measure/record/waveform.ts'
import { MemoryLayout } from '../stream/memory-layout.ts'
import type { SampledSignal } from './signals.ts'
import { testKernels } from './test-kernels.ts'

const pageBytes = 65_536
/** Waves are used a few at a time: their places are taken in turn. */
const places = 8
const stepBytes = 1 << 20

const layout = new MemoryLayout(pageBytes, { historyBytes: 32 << 20, lanes: 0 })
const plan = claimRuns(layout)
/** Interleaved codes before they are picked. */
const source = layout.take(16 << 20)
const pages = Math.ceil((pageBytes + layout.bytes) / pageBytes)
const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
const kernels = testKernels(memory)
/** A place for runs, and kernels that work on them. */
export const bench = new RunBench(memory.buffer as unknown as SharedArrayBuffer, kernels, plan)
let turn = 0

/** Puts codes where a block may be; the next ones take their place. @returns their address */
export function putCodes(codes: Int16Array): number {
  new Int16Array(memory.buffer, source, codes.length).set(codes)
  return source
}

/** The record that a signal is. It stays whole while fewer than {@link places} more are made. */
export function waveOf(signal: SampledSignal): Waveform {
  const { codes, first, stride, length, sampleRateHz } = signal
  if (2 * length > stepBytes) throw new Error(`a wave of ${length} samples has no room`)
  const address = plan.codes + (turn++ % places) * stepBytes
  kernels.pick(putCodes(codes), stride, first, length, address)
  return new Waveform(upright(new CodeRun(bench, address, length), signal, sampleRateHz))
}
