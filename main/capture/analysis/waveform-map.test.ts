import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Frame, sectionKind } from '#shared/contract/frame.ts'
import { AnalysisRig } from './testing/analysis-rig.ts'
import type { CodeTrigger } from './types.ts'

const trigger: CodeTrigger = { mode: 'auto', scanIndex: 0, slope: 'rising', level: 0, hysteresis: 1000 }

/** A period of 97 scans whose height changes from one to the next; the second channel is its mirror image. */
const scan = (sample: number): number[] => {
  const height = 3000 + (Math.floor(sample / 97) % 5) * 5000
  const code = sample % 97 < 40 ? height : -height
  return [code, -code]
}

/** What the map must hold: for each trigger whose window is whole, one count per column at the row of its sample. */
function hits(model: AnalysisRig['model'], triggers: number[], frame: Frame, channel: number): Set<number> {
  const first = frame.firstSample - Math.ceil(frame.triggerSample)
  const cells = new Set<number>()
  for (const at of triggers) {
    const samples = Array.from(
      { length: frame.points },
      (_, k) => model[at + first + k * frame.scansPerPoint]?.[channel],
    )
    if (samples.includes(undefined)) continue
    samples.forEach((code, column) => {
      cells.add(column * 256 + ((code! + 32768) >> 8))
    })
  }
  return cells
}

const mapOf = (frame: Frame, channel: number): Uint8Array => {
  const section = frame.sections.find((one) => one.kind === sectionKind.persistence && one.channel === channel)
  if (section === undefined) throw new Error('the frame has no map')
  expect(section.rows).toBe(256)
  return section.data
}

describe('persistence', () => {
  it('marks exactly the cells that complete waveforms hit, however blocks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 4, maxLength: 25 }),
        fc.constantFrom(3e-6, 4e-5),
        fc.constantFrom(30, 200),
        async (cuts, secondsPerDiv, columns) => {
          const rig = await AnalysisRig.start({ channels: 2 })
          rig.host.setTrigger(trigger)
          const view = rig.openView({ secondsPerDiv, columns, persistence: true })
          let sample = 0
          for (const scans of [...cuts, 1000]) {
            rig.push(Array.from({ length: scans }, (_, k) => scan(sample + k)))
            sample += scans
          }
          const frame = await rig.frame(view)
          // Hold-off passes edges over; which ones it takes is the edge search's matter.
          const layoutScans = frame.points * frame.scansPerPoint
          const triggers: number[] = []
          for (let at = 97; at < sample; at += 97)
            if (triggers.length === 0 || at - triggers.at(-1)! >= Math.floor((layoutScans * 7) / 8)) triggers.push(at)
          for (const channel of [0, 1]) {
            const expected = hits(rig.model, triggers, frame, channel)
            const map = mapOf(frame, channel)
            const marked = new Set([...map.keys()].filter((cell) => map[cell]! > 0))
            expect(marked).toEqual(expected)
          }
          await rig.host.stop()
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is brighter where waveforms are more frequent, and fades', async () => {
    const rig = await AnalysisRig.start()
    rig.host.setTrigger(trigger)
    const view = rig.openView({ secondsPerDiv: 3e-6, columns: 100, persistence: true })
    const wave = (height: number, periods: number) =>
      Array.from({ length: 97 * periods }, (_, k) => [k % 97 < 40 ? height : -5000])
    rig.push([...wave(5000, 40), ...wave(20_000, 2), ...wave(5000, 3)])
    const at = (map: Uint8Array, frame: Frame, code: number) =>
      map[(Math.ceil(frame.triggerSample) + 5 - frame.firstSample) * 256 + ((code + 32768) >> 8)]!
    const before = await rig.frame(view)
    const map = mapOf(before, 0)
    expect(at(map, before, 5000)).toBeGreaterThan(at(map, before, 20_000))
    expect(Math.max(...map)).toBe(255)
    expect(at(map, before, 20_000)).toBeGreaterThan(0)
    expect(at(map, before, 12_000)).toBe(0)
    for (let k = 0; k < 4; k++) {
      rig.nowMs += 400
      rig.push(wave(5000, 20))
      const frame = await rig.frame(view)
      if (k === 3) expect(at(mapOf(frame, 0), frame, 20_000)).toBe(0)
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
