// What measurements are made of, over records of 64 Ki samples: one of `bench kernels`.
import type { Kernels } from '../kernels/index.ts'
import * as twins from '../kernels/twins/states.ts'

/** Samples of a record. */
const record = 65_536

export interface StatesBench {
  readonly kernels: Kernels
  readonly memory: WebAssembly.Memory
  /** Measures a run over so many samples, and its twin. */
  readonly add: (name: string, samples: number, run: () => void, twin: [samples: number, run: () => void]) => unknown
  /** The first samples of what is at `codes`, as an ordinary array. */
  readonly few: Int16Array
  /** Addresses: a sine of 1000 samples a period and {@link StatesBench.samples}; small things; instants. */
  readonly codes: number
  readonly work: number
  readonly out: number
  readonly samples: number
}

export function benchStates({ kernels, memory, add, few, codes, work, out, samples }: StatesBench): void {
  const each = (run: (address: number) => void) => (): void => {
    for (let done = 0; done < samples; done += record) run(codes + 2 * done)
  }
  const one = few.subarray(0, record)
  const [low, high, middle] = [-10_400, 10_400, 0]
  const factor = Math.floor((256 * 2 ** 24) / 65_536)
  const counts = new Uint32Array(256)
  add(
    'state histogram',
    samples,
    each((at) => kernels.binCounts(at, record, -32_768, factor, work)),
    [record, () => twins.binCounts(one, -32_768, factor, counts)],
  )
  add(
    'sum of the codes of a state',
    samples,
    each((at) => kernels.sumBetween(at, record, high, 32_767)),
    [record, () => twins.sumBetween(one, high, 32_767)],
  )
  const state = new Uint32Array(memory.buffer, work, 2)
  const search = (at: number): number => {
    state.fill(0)
    return kernels.stateEdges(at, record, low, high, middle, work, out + 8, record)
  }
  add('edges between states, with their instants', samples, each(search), [
    record,
    () => twins.stateEdges(one, low, high, middle),
  ])
  const edges = search(codes)
  const instants = new Float64Array(memory.buffer, out, edges + 2)
  instants[0] = 0
  instants[edges + 1] = record - 1
  const rises = (state[0] === 2) === (edges % 2 === 1)
  const transitions = out + 16 * edges + 64
  add(
    'transition times of edges',
    samples,
    each((at) => kernels.stateTransitions(at, record, out, edges, Number(rises), -20_800, 20_800, transitions)),
    [record, () => twins.stateTransitions(one, [...instants], rises, -20_800, 20_800)],
  )
}
