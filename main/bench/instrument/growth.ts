// Growth of what a program takes, told from filling: memory fills up to what is kept to look back on, and then stays.
import type { Instrument } from '#main/instrument/index.ts'
import { median } from '../measure.ts'
import { wait } from './scene.ts'

/** Memory is filled as fast as the system gives pages: so long between two looks, and at most so many seconds of waiting. */
const settle = { lookSeconds: 2, mostSeconds: 60 }
/** Between two looks it may still grow by so much and counts as full. */
const stillShare = 0.005
/** Growth over a run that is still flat: what a garbage collector leaves lying about. */
export const flatGrowth = 0.05

/** Median of the last quarter of the values over that of the first, less one; NaN for fewer than four values. */
export function growthOf(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4)
  return quarter === 0 ? Number.NaN : median(values.slice(-quarter)) / median(values.slice(0, quarter)) - 1
}

/** Resolves when neither block memory nor the process grows any more, or after a minute. */
export async function filled(instrument: Instrument): Promise<void> {
  const { heap } = instrument.parts.stack
  const look = (): readonly number[] => [heap.allocatedBytes, process.memoryUsage.rss()]
  let before = look()
  for (let waited = 0; waited < settle.mostSeconds; waited += settle.lookSeconds) {
    await wait(settle.lookSeconds)
    const now = look()
    if (now.every((bytes, i) => bytes <= before[i]! * (1 + stillShare))) return
    before = now
  }
}
