import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import type { PhosphorMap } from '#shared/frame/phosphor.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { maxMapColumns } from '../stream/limits.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { litCells, mapIn } from '../testing/lit-cells.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import { clustersOf, countedShare, isJoined, mapLayout, neededScans, originOf } from './map-layout.ts'

const trigger: CodeTrigger = { kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 1000 }
const period = 97

/** A period of 97 scans whose height changes from one to the next; the second channel is its mirror image. */
const scan = (sample: number): number[] => {
  const height = 3000 + (Math.floor(sample / period) % 5) * 5000
  const code = sample % period < 40 ? height : -height
  return [code, -code]
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
  it('marks the cells that complete waveforms hit, every sample of them, and none they do not run through', async () => {
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
          const layout = mapLayout(-window / 2, window / 2, columns!, maxMapColumns)
          const frame = await rig.frame(view)
          for (const channel of [0, 1]) {
            const hit = new Set<string>()
            const crossed = new Set<string>()
            for (const at of triggersOf(rig, layout)) {
              const rows = Array.from({ length: layout.columns * layout.step }, (_, k) =>
                rowOf(rig.model[at + layout.first + k]![channel]!),
              )
              rows.forEach((row, k) => {
                const column = Math.floor(k / layout.step)
                hit.add(`${column}:${row}`)
                const before = rows[k - 1] ?? row
                for (let between = Math.min(row, before); between <= Math.max(row, before); between++)
                  for (const side of [column, Math.floor(Math.max(0, k - 1) / layout.step)])
                    crossed.add(`${side}:${between}`)
              })
            }
            const map = mapIn(frame, channel)
            const cells = new Set(litCells(map).keys())
            for (const cell of hit) expect(cells.has(cell)).toBe(true)
            for (const cell of cells) expect(crossed.has(cell)).toBe(true)
            const axes = { step: layout.step, columns: layout.columns, lowCode: -32768, codesPerRow: 256 }
            expect(map).toMatchObject({ ...axes, countedShare: 1 })
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
  ])('of $what lights every row from the lowest to the highest sample of a column, and no other', async (scene) => {
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
    const layout = mapLayout(-window / 2, window / 2, 101, maxMapColumns)
    const map = mapIn(await rig.frame(view))
    expect(map).toMatchObject({ step, columns: layout.columns })
    const cells = new Set(litCells(map).keys())
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
        const lowest = rows.reduce((a, b) => Math.min(a, b))
        const highest = rows.reduce((a, b) => Math.max(a, b))
        for (let row = lowest; row <= highest; row++) expect(cells.has(`${column}:${row}`)).toBe(true)
        // The line from the last sample leads to the next column, and that to the first one came from the one before.
        const beside = [codes[begin - 1] ?? 0, codes[begin + step] ?? 0].map(rowOf)
        for (let row = Math.min(lowest, ...beside); row <= Math.max(highest, ...beside); row++)
          allowed.add(`${column}:${row}`)
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
    const map = mapIn(await rig.frame(view))
    // A pixel wide; they may be up to two.
    expect(map).toMatchObject({ columns: 160, step: 1 / 16 })
    const cells = [...litCells(map).keys()].map((cell) => cell.split(':').map(Number) as [number, number])
    expect(new Set(cells.map(([column]) => column)).size).toBe(160)
    // A chord of a sine stays within amplitude * (pi / period)^2 / 2 of it; instants come from such a chord too.
    const tolerance = 12_000 * (Math.PI / exact) ** 2 + 256
    for (const [column, row] of cells) {
      const scans = map.first + (column + 0.5) * map.step
      const code = map.lowCode + (row + 0.5) * map.codesPerRow
      expect(Math.abs(code - sine(scans))).toBeLessThan(tolerance)
    }
  })

  it('has its rows where the screen is, and what is off the screen not at all', async () => {
    const rig = await AnalysisRig.start({ channels: 2 })
    rig.host.setTrigger(trigger)
    const vertical = [{ scanIndex: 0, low: -1000, high: 14_000 }]
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true, vertical })
    pushPeriodic(rig, [4000])
    const map = mapIn(await rig.frame(view))
    expect(Math.abs(map.lowCode - (-1000 - 15_000 / 254))).toBeLessThan(map.codesPerRow / 2)
    expect(map.codesPerRow).toBeCloseTo(15_000 / 254, 1)
    // The flat parts, where a row is hit in many columns; edges cross rows in a few.
    const rows = [...litCells(map).keys()].map((cell) => Number(cell.split(':')[1]))
    const flat = [...new Set(rows)].filter((row) => rows.filter((other) => other === row).length > 10)
    const codes = new Set(
      flat.map((row) =>
        [3000, 8000, 13_000, 18_000, 23_000].find(
          (height) => Math.abs(map.lowCode + (row + 0.5) * map.codesPerRow - height) <= map.codesPerRow,
        ),
      ),
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
    const at = (map: PhosphorMap, code: number) => litCells(map).get(`${map.columns - 3}:${rowOf(code)}`) ?? 0
    const before = mapIn(await rig.frame(view))
    expect(at(before, 5000)).toBeGreaterThan(at(before, 20_000))
    expect(Math.max(...before.grades)).toBe(255)
    expect(at(before, 20_000)).toBeGreaterThan(0)
    expect(at(before, 12_000)).toBe(0)
    let last = before
    for (let k = 0; k < 10; k++) {
      rig.nowMs += 400
      rig.push(wave(5000, 20))
      last = mapIn(await rig.frame(view))
    }
    expect(at(last, 20_000)).toBe(0)
    expect(at(last, 5000)).toBe(255)
  })

  it('stays while stopped, for views of the window it was made for; any other shows the samples alone', async () => {
    const rig = await AnalysisRig.start({ channels: 2 })
    rig.host.setTrigger(trigger)
    const settings = { secondsPerDiv: 3e-6, columns: 30, persistence: true }
    const view = rig.openView(settings)
    pushPeriodic(rig, [4000])
    const running = mapIn(await rig.frame(view))
    rig.host.setRunning(false)
    const kinds = (frame: Frame) => frame.sections.map(({ kind }) => kind)
    for (const change of [{ secondsPerDiv: 1e-6 }, { secondsPerDiv: 3e-5 }, { positionSeconds: 4e-6 }]) {
      view.setView({ positionSeconds: 0, atSample: null, ...settings, ...change })
      expect(kinds(await rig.frame(view))).not.toContain(sectionKind.persistence)
    }
    const other = rig.openView({ secondsPerDiv: 2e-5, columns: 100, persistence: true })
    expect(kinds(await rig.frame(other))).not.toContain(sectionKind.persistence)
    view.setView({ positionSeconds: 0, atSample: null, ...settings })
    const again = mapIn(await rig.frame(view))
    expect([...again.spans]).toEqual([...running.spans])
    rig.host.setRunning(true)
    rig.push(Array.from({ length: 1000 }, (_, k) => scan(4000 + k)))
    expect(mapIn(await rig.frame(other)).columns).not.toBe(running.columns)
  })

  it('is cleared while it runs and while it stands still', async () => {
    const rig = await AnalysisRig.start({ channels: 2 })
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true })
    pushPeriodic(rig, [4000])
    expect(litCells(mapIn(await rig.frame(view))).size).toBeGreaterThan(0)
    rig.host.clearPersistence()
    pushPeriodic(rig, [40])
    expect(litCells(mapIn(await rig.frame(view))).size).toBe(0)
    pushPeriodic(rig, [4000])
    expect(litCells(mapIn(await rig.frame(view))).size).toBeGreaterThan(0)
    rig.host.setRunning(false)
    rig.host.clearPersistence()
    expect(litCells(mapIn(await rig.frame(view))).size).toBe(0)
  })

  it('goes out where the signal becomes another one, to the sample', async () => {
    const rig = await AnalysisRig.start()
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true })
    const wave = (height: number, periods: number) =>
      Array.from({ length: period * periods }, (_, k) => [k % period < 40 ? height : -5000])
    rig.push(wave(20_000, 30))
    await rig.frame(view)
    // Told before that block has come, as the hardware tells it.
    rig.host.markSeam(1, 35 * period)
    rig.push([...wave(20_000, 5), ...wave(6000, 20)])
    const cells = [...litCells(mapIn(await rig.frame(view))).keys()].map((cell) => Number(cell.split(':')[1]))
    expect(Math.max(...cells)).toBe(rowOf(6000))
    // And told when it has been taken in already.
    rig.push(wave(15_000, 10))
    rig.host.markSeam(1, 60 * period)
    rig.push(wave(1000, 10))
    const after = [...litCells(mapIn(await rig.frame(view))).keys()].map((cell) => Number(cell.split(':')[1]))
    expect(Math.max(...after)).toBe(rowOf(1000))
  })

  it('leaves a waveform out that begins in the signal of before', async () => {
    const rig = await AnalysisRig.start()
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 30, persistence: true })
    const wave = (low: number, periods: number) =>
      Array.from({ length: period * periods }, (_, k) => [k % period < 40 ? 6000 : low])
    rig.push(wave(-20_000, 30))
    await rig.frame(view)
    // The signal of now begins with the rising edge of a waveform, a part of which lies before it.
    rig.host.markSeam(1, 30 * period)
    rig.push(wave(-5000, 20))
    const cells = [...litCells(mapIn(await rig.frame(view))).keys()].map((cell) => Number(cell.split(':')[1]))
    expect(Math.min(...cells)).toBe(rowOf(-5000))
  })

  it('shows a peak of one sample among many waveforms, at full height', async () => {
    for (const [secondsPerDiv, columns] of [
      [3e-6, 30],
      [4e-7, 100],
      [1e-3, 40],
    ] as const) {
      const rig = await AnalysisRig.start({ historyBytes: 8 << 20, heapBytes: 64 << 20 })
      rig.host.setTrigger(trigger)
      const view = rig.openView({ secondsPerDiv, columns, persistence: true })
      const periods = Math.ceil((secondsPerDiv * 1e7 * 60) / period)
      const codes = Int16Array.from({ length: periods * period }, (_, k) => {
        // In one of the first waveforms, three samples before its trigger; the newest one does not have it.
        const isPeak = k === Math.floor(periods / 3) * period - 3
        return isPeak ? 30_000 : k % period < 40 ? 5000 : -5000
      })
      rig.pushCodes(codes)
      const rows = [...litCells(mapIn(await rig.frame(view))).keys()].map((cell) => Number(cell.split(':')[1]))
      expect(Math.max(...rows)).toBeGreaterThanOrEqual(rowOf(30_000) - 1)
      await rig.host.stop()
    }
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

describe('clustersOf', () => {
  const wide = (step: number) => mapLayout(0, step * 999, 1000, maxMapColumns)

  it('is 0 where samples are joined, and all there are where there is time', () => {
    expect(clustersOf(wide(8), 1e9, 2)).toBe(0)
    for (const step of [200, 1001, 2000]) {
      const layout = wide(step)
      expect(clustersOf(layout, 10e6, 2)).toBe(Math.ceil(layout.step / 8))
      expect(countedShare(layout, Math.ceil(layout.step / 8))).toBe(1)
    }
  })

  it('is what there is time for, at least one, and never more than a column has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 33, max: 1e7 }),
        fc.constantFrom(1e6, 1e8, 1e9, 4e9),
        fc.integer({ min: 1, max: 8 }),
        (step, rate, channels) => {
          const layout = wide(step)
          const clusters = clustersOf(layout, rate, channels)
          const share = countedShare(layout, clusters)
          expect(share).toBeGreaterThan(0)
          expect(share).toBeLessThanOrEqual(1)
          if (isJoined(layout)) return
          if (clusters > 1 && share < 1) expect(share * rate * channels).toBeLessThanOrEqual(80e6)
          expect(clusters * 8 * layout.columns).toBeLessThanOrEqual(2 ** 21 + 8 * layout.columns)
        },
      ),
    )
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
          const layout = mapLayout(first, first + span, columns, maxMapColumns)
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
