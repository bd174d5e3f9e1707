import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Frame, sectionKind } from '#shared/contract/frame.ts'
import { decodePhosphor, type PhosphorMap } from '#shared/contract/phosphor.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import type { CodeTrigger } from '../types.ts'
import { mapLayout, neededScans, originOf } from './map-layout.ts'

const trigger: CodeTrigger = { mode: 'auto', scanIndex: 0, slope: 'rising', level: 0, hysteresis: 1000 }
const period = 97

/** A period of 97 scans whose height changes from one to the next; the second channel is its mirror image. */
const scan = (sample: number): number[] => {
  const height = 3000 + (Math.floor(sample / period) % 5) * 5000
  const code = sample % period < 40 ? height : -height
  return [code, -code]
}

function mapOf(frame: Frame, channel = 0): PhosphorMap {
  const section = frame.sections.find((one) => one.kind === sectionKind.persistence && one.channel === channel)
  if (section === undefined) throw new Error('the frame has no map')
  return decodePhosphor(section.data)
}

/** Grades by column and row, dark ones left out. */
function lit({ columns, spans, grades }: PhosphorMap): Map<string, number> {
  const cells = new Map<string, number>()
  let at = 0
  for (let column = 0; column < columns; column++)
    for (let k = 0; k < spans[2 * column + 1]!; k++, at++)
      if (grades[at]! > 0) cells.set(`${column}:${spans[2 * column]! + k}`, grades[at]!)
  return cells
}

const rowOf = (code: number): number => (code + 32768) >> 8

/** Triggers of the periodic signal that the hold-off lets pass and whose windows are there, in samples. */
function triggersOf(rig: AnalysisRig, layout: ReturnType<typeof mapLayout>): number[] {
  const held = Math.floor(Math.max((layout.columns * layout.step * 7) / 8, 0.5))
  const found: number[] = []
  for (let at = period; at < rig.model.length; at += period)
    if (found.length === 0 || at - found.at(-1)! >= held) found.push(at)
  const { from, until } = neededScans(layout)
  return found.filter((at) => at + from >= 0 && at + until <= rig.model.length)
}

/** Rising edges through 0 with a hysteresis of 1000, at least `held` samples apart. */
function edgesOf(codes: Int16Array, held: number): number[] {
  const found: number[] = []
  let isArmed = false
  codes.forEach((code, k) => {
    if (code <= -1000) isArmed = true
    else if (code >= 0 && isArmed) {
      if (found.length === 0 || k - found.at(-1)! >= held) found.push(k)
      isArmed = false
    }
  })
  return found
}

const pushPeriodic = (rig: AnalysisRig, cuts: readonly number[]): void => {
  for (const scans of cuts) {
    const first = rig.model.length
    rig.push(Array.from({ length: scans }, (_, k) => scan(first + k)))
  }
}

describe('persistence', () => {
  it('marks exactly the cells that complete waveforms hit, every sample of them, however blocks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 4, maxLength: 25 }),
        fc.constantFrom([3e-6, 30], [4e-5, 200], [4e-5, 30]),
        async (cuts, [secondsPerDiv, columns]) => {
          const rig = await AnalysisRig.start({ channels: 2 })
          rig.host.setTrigger(trigger)
          const view = rig.openView({ secondsPerDiv: secondsPerDiv!, columns: columns!, persistence: true })
          pushPeriodic(rig, [...cuts, 1000])
          const window = secondsPerDiv! * 1e7
          const layout = mapLayout(-window / 2, window / 2, columns!)
          const frame = await rig.frame(view)
          for (const channel of [0, 1]) {
            const wanted = new Set<string>()
            for (const at of triggersOf(rig, layout))
              for (let k = 0; k < layout.columns * layout.step; k++)
                wanted.add(`${Math.floor(k / layout.step)}:${rowOf(rig.model[at + layout.first + k]![channel]!)}`)
            const map = mapOf(frame, channel)
            expect(new Set(lit(map).keys())).toEqual(wanted)
            expect(map).toMatchObject({ step: layout.step, columns: layout.columns, lowCode: -32768, codesPerRow: 256 })
          }
          await rig.host.stop()
        },
      ),
      { numRuns: 25 },
    )
  })

  it.each([
    { what: 'wide columns', secondsPerDiv: 2e-3, period: 100_000, step: 200, block: 1500 },
    { what: 'wide columns in long blocks', secondsPerDiv: 2e-3, period: 100_000, step: 200, block: 30_000 },
    { what: 'columns of the envelope', secondsPerDiv: 45e-3, period: 700_000, step: 4608, block: 30_000 },
  ])('of $what counts some samples, never a wrong one, and always the lowest and the highest', async (scene) => {
    const { secondsPerDiv, period, step, block } = scene
    const rig = await AnalysisRig.start({ channels: 1, historyBytes: 8 << 20, heapBytes: 64 << 20 })
    // A slow ramp with noise and rare peaks; one rise through 0 in a period.
    const code = (sample: number): number => {
      const slow = ((sample % period) / period - 0.5) * 25_000
      return Math.round(slow + (Math.imul(sample, 0x9e3779b1) >> 21) + (sample % 7919 === 0 ? 9000 : 0))
    }
    const codes = Int16Array.from({ length: 2.5 * period }, (_, sample) => code(sample))
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv, columns: 101, persistence: true })
    for (let first = 0; first < codes.length; first += block) rig.pushCodes(codes.subarray(first, first + block))
    const window = secondsPerDiv * 1e7
    const layout = mapLayout(-window / 2, window / 2, 101)
    const map = mapOf(await rig.frame(view))
    expect(map).toMatchObject({ step, columns: layout.columns })
    const cells = new Set(lit(map).keys())
    const allowed = new Set<string>()
    const { from, until } = neededScans(layout)
    const complete = edgesOf(codes, (layout.columns * step * 7) / 8).filter(
      (at) => at + from >= 0 && at + until <= codes.length,
    )
    expect(complete.length).toBeGreaterThanOrEqual(2)
    for (const at of complete) {
      // Where columns of the envelope begin, which is not further off than may be.
      const origin = originOf(layout, at)
      expect(Math.abs(origin - (at + layout.first))).toBeLessThanOrEqual(step / 32)
      for (let column = 0; column < map.columns; column++) {
        const begin = origin + column * step
        const rows = Array.from(codes.subarray(begin, begin + step), rowOf)
        for (const row of rows) allowed.add(`${column}:${row}`)
        expect(cells.has(`${column}:${rows.reduce((a, b) => Math.min(a, b))}`)).toBe(true)
        expect(cells.has(`${column}:${rows.reduce((a, b) => Math.max(a, b))}`)).toBe(true)
      }
    }
    for (const cell of cells) expect(allowed.has(cell)).toBe(true)
    await rig.host.stop()
  })

  it('places what is narrower than a sample by the instant of each trigger, on the line between samples', async () => {
    const rig = await AnalysisRig.start({ channels: 1 })
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv: 1e-6, columns: 160, persistence: true })
    // A sine whose period is no whole number of samples: each trigger lies elsewhere between two of them.
    const exact = 23.7
    const sine = (sample: number): number => 12_000 * Math.sin((2 * Math.PI * sample) / exact)
    for (const scans of [777, 1234, 50, 3, 900])
      rig.push(Array.from({ length: scans }, (_, k) => [Math.round(sine(rig.model.length + k))]))
    const map = mapOf(await rig.frame(view))
    // Two pixels wide.
    expect(map).toMatchObject({ columns: 80, step: 1 / 8 })
    const cells = [...lit(map).keys()].map((cell) => cell.split(':').map(Number) as [number, number])
    expect(new Set(cells.map(([column]) => column)).size).toBe(80)
    // A chord of a sine stays within amplitude * (pi / period)^2 / 2 of it; instants come from such a chord too.
    const tolerance = 12_000 * (Math.PI / exact) ** 2 + 256
    for (const [column, row] of cells) {
      const scans = map.first + (column + 0.5) * map.step
      const code = map.lowCode + (row + 0.5) * map.codesPerRow
      expect(Math.abs(code - sine(scans))).toBeLessThan(tolerance)
    }
  })

  it('has its rows where the screen is, and what is off the screen not at all', async () => {
    const rig = await AnalysisRig.start({ channels: 1 })
    rig.host.setTrigger(trigger)
    const vertical = [{ scanIndex: 0, low: -1000, high: 14_000 }]
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true, vertical })
    pushPeriodic(rig, [4000])
    const map = mapOf(await rig.frame(view))
    expect(Math.abs(map.lowCode - (-1000 - 15_000 / 254))).toBeLessThan(map.codesPerRow / 2)
    expect(map.codesPerRow).toBeCloseTo(15_000 / 254, 1)
    const codes = new Set(
      [...lit(map).keys()].map((cell) => {
        const row = Number(cell.split(':')[1])
        return [3000, 8000, 13_000, 18_000, 23_000].find(
          (height) => Math.abs(map.lowCode + (row + 0.5) * map.codesPerRow - height) <= map.codesPerRow,
        )
      }),
    )
    expect(codes).toEqual(new Set([3000, 8000, 13_000]))
  })

  it('is brighter where waveforms are more frequent, and fades', async () => {
    const rig = await AnalysisRig.start()
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true })
    const wave = (height: number, periods: number) =>
      Array.from({ length: period * periods }, (_, k) => [k % period < 40 ? height : -5000])
    rig.push([...wave(5000, 40), ...wave(20_000, 2), ...wave(5000, 3)])
    const at = (map: PhosphorMap, code: number) => lit(map).get(`${map.columns - 3}:${rowOf(code)}`) ?? 0
    const before = mapOf(await rig.frame(view))
    expect(at(before, 5000)).toBeGreaterThan(at(before, 20_000))
    expect(Math.max(...before.grades)).toBe(255)
    expect(at(before, 20_000)).toBeGreaterThan(0)
    expect(at(before, 12_000)).toBe(0)
    let last = before
    for (let k = 0; k < 10; k++) {
      rig.nowMs += 400
      rig.push(wave(5000, 20))
      last = mapOf(await rig.frame(view))
    }
    expect(at(last, 20_000)).toBe(0)
    expect(at(last, 5000)).toBe(255)
  })

  it('stays as it is while stopped, however it is looked at and by whom; a new timebase begins anew', async () => {
    const rig = await AnalysisRig.start({ channels: 1 })
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true })
    pushPeriodic(rig, [4000])
    const running = mapOf(await rig.frame(view))
    rig.host.setRunning(false)
    view.setView({ secondsPerDiv: 1e-6, positionSeconds: 0, columns: 30, atSample: null, persistence: true })
    expect(mapOf(await rig.frame(view))).toEqual(running)
    const other = rig.openView({ secondsPerDiv: 2e-5, columns: 100, persistence: true })
    expect(mapOf(await rig.frame(other))).toEqual(running)
    rig.host.setRunning(true)
    rig.push(Array.from({ length: 1000 }, (_, k) => scan(4000 + k).slice(0, 1)))
    expect(mapOf(await rig.frame(other)).columns).not.toBe(running.columns)
  })

  it('comes only to views that want it', async () => {
    const rig = await AnalysisRig.start()
    rig.host.setTrigger(trigger)
    const plain = rig.openView({ secondsPerDiv: 3e-6 })
    rig.push(Array.from({ length: 1000 }, (_, k) => [scan(k)[0]!]))
    const frame = await rig.frame(plain)
    expect(frame.anchor).toBe('trigger')
    expect(frame.sections.map((section) => section.kind)).toEqual([sectionKind.samples])
  })
})

describe('mapLayout', () => {
  it('covers the window, in no more columns than asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e8 }).map((value) => value / 64),
        fc.integer({ min: 1, max: 1e9 }).map((value) => value / 64),
        fc.integer({ min: 2, max: 1280 }),
        (first, span, columns) => {
          const layout = mapLayout(first, first + span, columns)
          expect(layout.columns).toBeLessThanOrEqual(layout.step === 1 ? Math.min(2 * columns, 1280) : columns)
          if (!layout.isFine) {
            expect(Number.isInteger(layout.first) && Number.isInteger(layout.step) && layout.step >= 1).toBe(true)
            expect(layout.first).toBeLessThanOrEqual(first)
          } else expect(layout.step).toBeLessThan(1)
          const end = layout.first + layout.columns * layout.step
          expect(end).toBeGreaterThanOrEqual(first + span - columns / 65536 - 1e-6 * Math.abs(first + span))
        },
      ),
    )
  })
})
