// A hundred million samples with planted pulses, in tiles of an odd size: what each trigger finds is what was planted, no more
// and no less.
import { describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { seeded } from '#shared/testing/seeded.ts'
import { MemoryLayout } from '../../stream/memory-layout.ts'
import { armedByEdge } from '../../testing/armed.ts'
import { testKernels } from '../../testing/test-kernels.ts'
import type { CodeTrigger } from '../code-trigger.ts'
import { TriggerLog } from '../trigger-log.ts'
import { claimSearches, Searches } from './searches.ts'

const samples = 100_000_000
const chunk = 1 << 20
/** Prime: a pulse lies at every alignment to a tile, and over the end of many. */
const tileScans = 16_381
const low = -8000
const noise = 50

interface Pulse {
  readonly begin: number
  readonly width: number
  readonly top: number
}

const chance = seeded(12)
const whole = (from: number, to: number): number => from + Math.floor(chance() * (to - from + 1))

/** Pulses of 2 to 40 samples, a tenth of them runts, from 50 to 6000 samples apart; now and then much further. */
function plant(): Pulse[] {
  const pulses: Pulse[] = []
  let at = 1000
  while (at < samples - 200_000) {
    const width = whole(2, 40)
    pulses.push({ begin: at, width, top: chance() < 0.1 ? 0 : 8000 })
    at += width + (chance() < 0.01 ? whole(20_000, 90_000) : whole(50, 6000))
  }
  return pulses
}

const pulses = plant()
const full = pulses.filter(({ top }) => top > 0)
const end = ({ begin, width }: Pulse): number => begin + width

const heap = new CoherentHeap({ bytes: 32 << 20 })
const layout = new MemoryLayout(heap.alloc(1 << 20), { historyBytes: 0, lanes: 0 })
const searchMemory = claimSearches(layout)
const data = heap.alloc(2 * chunk)
const codes = heap.i16(data, chunk)
const quiet = Int16Array.from({ length: chunk }, () => low + whole(-noise, noise))

/** Sums of what was found, which a list of millions would be slow to compare by. */
class Found extends TriggerLog {
  override readonly at: (index: number) => number = (index) => this.all[index]!
  readonly all: number[] = []
  override push(sample: number): void {
    this.all.push(sample)
  }
  override pushAll(offsets: Uint32Array, from: number, until: number, sample: number): void {
    for (let k = from; k < until; k++) this.all.push(sample + offsets[k]!)
  }
}

function search(trigger: CodeTrigger): readonly number[] {
  const log = new Found()
  const searches = new Searches({ buffer: heap.buffer, kernels: testKernels(heap.memory), log }, searchMemory)
  const one = searches.choose(trigger, [0], 1)
  let next = 0
  for (let first = 0; first < samples; first += chunk) {
    codes.set(quiet)
    // A pulse may begin in the chunk before.
    while (next < pulses.length && end(pulses[next]!) <= first) next++
    for (let k = next; k < pulses.length && pulses[k]!.begin < first + chunk; k++) {
      const { begin, top } = pulses[k]!
      codes.fill(top, Math.max(0, begin - first), Math.min(chunk, end(pulses[k]!) - first))
    }
    const scans = Math.min(chunk, samples - first)
    for (let done = 0; done < scans; done += tileScans)
      one.search(data + 2 * done, first + done, Math.min(tileScans, scans - done))
  }
  return log.all
}

const common = { mode: 'normal', channel: 0, hysteresis: 500 } as const
const at = { level: 4000, slope: 'rising' } as const
const arm = { ...armedByEdge, armLevel: -4000 } as const

describe('in a hundred million samples', () => {
  it.each<[string, CodeTrigger, () => readonly number[]]>([
    ['edge', { ...common, ...at, kind: 'edge' }, () => full.map(({ begin }) => begin)],
    [
      'pulse',
      { ...common, kind: 'pulse', polarity: 'positive', level: 4000, condition: '<', width: 10, width2: 0 },
      // Between its crossings of 4000 it is half a sample shorter.
      () => full.filter(({ width }) => width - 0.5 < 10).map(end),
    ],
    [
      'runt',
      { ...common, kind: 'runt', polarity: 'positive', lower: -4000, upper: 4000 },
      () => pulses.filter(({ top }) => top === 0).map(end),
    ],
    [
      'window',
      { ...common, kind: 'window', direction: 'leave', lower: -4000, upper: 4000 },
      () => pulses.filter(({ top }) => top === 0).map(end),
    ],
    [
      'dropout',
      { ...common, ...at, kind: 'dropout', timeout: 20_000 },
      () =>
        full.flatMap(({ begin }, k) => {
          const over = begin + 20_000
          return over < (full[k + 1]?.begin ?? samples) ? [over] : []
        }),
    ],
    [
      'nth',
      { ...common, ...arm, ...at, kind: 'nth', count: 1, armSlope: 'falling' },
      () => full.filter((pulse) => pulse !== pulses[0]).map(({ begin }) => begin),
    ],
    [
      'sequence',
      { ...common, ...arm, ...at, slope: 'falling', kind: 'sequence', within: 20.5 },
      () => full.filter(({ width }) => width <= 20).map(end),
    ],
    [
      'sequence of a runt and a pulse that is narrow',
      {
        ...{ ...common, ...arm, kind: 'sequence', armKind: 'runt', event: 'pulse' },
        ...{ level: 4000, condition: '<', width: 10, within: 2000 },
      },
      () => {
        const narrow = ({ width }: Pulse): boolean => width - 0.5 < 10
        return full.filter(narrow).flatMap((pulse) => {
          const at = pulses.indexOf(pulse)
          const runt = pulses.findLastIndex(({ top }, k) => k < at && top === 0)
          const isFirst = !pulses.slice(runt + 1, at).some((one) => one.top > 0 && narrow(one))
          // From where the runt falls through -4000 to where the pulse does through 4000: half a sample and a quarter before their ends.
          const apart = runt < 0 ? Number.NaN : end(pulse) - 0.75 - (end(pulses[runt]!) - 0.5)
          return isFirst && apart <= 2000 ? [end(pulse)] : []
        })
      },
    ],
  ])('the %s trigger finds what was planted', (_kind, trigger, wanted) => {
    const [found, planted] = [search(trigger), wanted()]
    expect(found.length).toBe(planted.length)
    expect(planted.length).toBeGreaterThan(100)
    expect(found.findIndex((sample, k) => sample !== planted[k])).toBe(-1)
  })

  it('finds nothing where nothing is', () => {
    expect(search({ ...common, kind: 'edge', slope: 'rising', level: 8500 })).toEqual([])
    expect(
      search({ ...common, kind: 'pulse', polarity: 'positive', level: 4000, condition: '>', width: 41.5, width2: 0 }),
    ).toEqual([])
  })
})
