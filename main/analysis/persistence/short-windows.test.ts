// Windows of few samples at a high rate: there is no time to count every waveform between its samples, and what is shown
// is true all the same.
import { afterEach, describe, expect, it } from 'vitest'
import type { PhosphorMap } from '#shared/frame/phosphor.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { litCells, mapIn } from '../testing/lit-cells.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import { lagOf } from '../trigger/trigger-instant.ts'

const rate = 1e9
const trigger: CodeTrigger = { kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 1500 }
const rowOf = (code: number): number => (code + 32768) >> 8

let rig: AnalysisRig | null = null
afterEach(() => rig?.host.stop())

/** The map of these codes in a window of so many samples, on a screen of 1200 columns; with lanes when there are some. */
async function mapOf(codes: Int16Array, windowScans: number, lanes = 0): Promise<PhosphorMap> {
  rig = await AnalysisRig.start({ samplingFrequencyHz: rate, historyBytes: 8 << 20, lanes })
  rig.host.setTrigger(trigger)
  const view = rig.openView({ secondsPerDiv: windowScans / rate / 10, columns: 1200, persistence: true })
  const block = 50_000
  for (let first = 0; first < codes.length; first += block) rig.pushCodes(codes.subarray(first, first + block))
  return mapIn(await rig.frame(view))
}

/** Samples of the triggers of {@link trigger}, at least `held` scans apart. */
function triggersOf(codes: Int16Array, held: number): number[] {
  const found: number[] = []
  let isArmed = false
  codes.forEach((code, k) => {
    if (code <= -1500) isArmed = true
    else if (code >= 0 && isArmed) {
      isArmed = false
      if (found.length === 0 || k - found.at(-1)! >= held) found.push(k)
    }
  })
  return found
}

/** Cells of the samples of the waveform at a trigger: each in the column whose middle is next to it. */
function cellsOf(codes: Int16Array, at: number, { first, step, columns }: PhosphorMap): string[] {
  const instant = at - lagOf((sample) => codes[sample] ?? null, at, 0)
  // `first` is where the first column begins.
  const left = instant + first
  const cells: string[] = []
  for (let sample = Math.ceil(left); sample < left + columns * step; sample++)
    cells.push(`${Math.floor((sample - left) / step)}:${rowOf(codes[sample]!)}`)
  return cells
}

/** The waveforms whose samples all are there, and what is around them. */
function completeOf(codes: Int16Array, { columns, step, first }: PhosphorMap): number[] {
  const held = Math.max((columns * step * 7) / 8, 0.19e-6 * rate)
  return triggersOf(codes, held).filter(
    (at) => at + first - 12 >= 0 && at + first + columns * step + 12 <= codes.length,
  )
}

const noise = (sample: number): number => (Math.imul(sample, 0x9e3779b1) >> 22) / 2

describe('a short window at 1 GS/s', () => {
  it.each([
    { what: '100 samples, a period that is none of the samples', window: 100, period: 103.7, step: 1 / 8 },
    { what: '100 samples, in step with the signal', window: 100, period: 100, step: 1 / 8 },
    { what: '200 samples', window: 200, period: 211.3, step: 1 / 4 },
    { what: '550 samples', window: 550, period: 271.9, step: 1 / 2 },
    { what: '7 samples', window: 7, period: 33.1, step: 1 / 128 },
    { what: '100 samples with lanes', window: 100, period: 103.7, step: 1 / 8, lanes: 2 },
  ])('of $what lights every sample of every waveform, and nothing off the signal', async (scene) => {
    const sine = (sample: number): number => 20_000 * Math.sin((2 * Math.PI * sample) / scene.period)
    const codes = Int16Array.from({ length: 150_000 }, (_, sample) => Math.round(sine(sample) + noise(sample)))
    const map = await mapOf(codes, scene.window, scene.lanes)
    expect(map).toMatchObject({ step: scene.step, columns: Math.ceil(scene.window / scene.step) })
    const lit = litCells(map)
    const complete = completeOf(codes, map)
    expect(complete.length).toBeGreaterThan(200)
    // A sample right between two columns may be on either side.
    const missing = complete.flatMap((at) => cellsOf(codes, at, map)).filter((cell) => !lit.has(cell))
    expect(missing.filter((cell) => !hasBeside(lit, cell))).toEqual([])
    expect(missing.length).toBeLessThan(complete.length / 20)
    // Every sample is there; and of the waveforms that are counted whole there is one in every column.
    expect(map.countedShare).toBe(1)
    expect(new Set([...lit.keys()].map((cell) => cell.split(':')[0])).size).toBe(map.columns)
    // Noise of 256 codes, its share of the instant, and a row.
    const slope = (2 * Math.PI * 20_000) / scene.period
    for (const cell of lit.keys()) {
      const [column, row] = cell.split(':').map(Number) as [number, number]
      const from = map.first + column * map.step
      const near = [0, 0.5, 1].map((part) => sine(from + part * map.step))
      const code = map.lowCode + (row + 0.5) * map.codesPerRow
      expect(Math.min(...near.map((one) => Math.abs(one - code)))).toBeLessThan(256 * 2.5 + 256 + slope * map.step)
    }
  })

  it('joins the samples of the one waveform that has a glitch, and shows it at full height', async () => {
    for (const period of [100, 103.7]) {
      const codes = Int16Array.from({ length: 150_000 }, (_, sample) =>
        Math.round(16_000 * Math.sin((2 * Math.PI * sample) / period)),
      )
      // Neither the first waveform, which is news itself, nor the newest one.
      const at = triggersOf(codes, 190)[300]!
      for (let k = 18; k < 22; k++) codes[at + k] = -28_000
      const map = await mapOf(codes, 100)
      const rows = Array.from({ length: map.columns }, () => new Set<number>())
      for (const cell of litCells(map).keys()) {
        const [column, row] = cell.split(':').map(Number) as [number, number]
        rows[column]!.add(row)
      }
      const column = Math.round((20 - map.first) / map.step)
      const around = rows.slice(column - 32, column + 32)
      // What is between its samples is drawn like them: it rings, as sin(x)/x does at an edge.
      expect(around.some((one) => one.has(rowOf(-28_000)))).toBe(true)
      expect(around.filter((one) => Math.min(...one) < rowOf(-22_000)).length).toBeGreaterThan(16)
      // From the sine down to the glitch no row is left out, on either side of it.
      for (const side of [around.slice(0, 32), around.slice(32)])
        for (let row = rowOf(-26_000); row < rowOf(12_000); row++) expect(side.some((one) => one.has(row))).toBe(true)
      await rig?.host.stop()
    }
  })

  it('counts every waveform whole where there is time for it', async () => {
    // One period in 20 us.
    const codes = Int16Array.from({ length: 400_000 }, (_, sample) => (sample % 20_000 < 50 ? 10_000 : -10_000))
    expect((await mapOf(codes, 100)).countedShare).toBe(1)
  })
})

function hasBeside(lit: ReadonlyMap<string, number>, cell: string): boolean {
  const [column, row] = cell.split(':').map(Number) as [number, number]
  return lit.has(`${column - 1}:${row}`) || lit.has(`${column + 1}:${row}`)
}
