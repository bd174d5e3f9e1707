// Maps that nobody looks at are not drawn, and are right as soon as somebody does.
import { describe, expect, it } from 'vitest'
import type { AnalysisView } from '../display/view-handle.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { litCells, mapIn } from '../testing/lit-cells.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'

const trigger: CodeTrigger = { kind: 'edge', mode: 'auto', channel: 0, slope: 'rising', level: 0, hysteresis: 1000 }
const period = 97
/** Longer than a page on a busy machine takes to ask for the next frame. */
const longMs = 3000
const blockMs = 100

/** Periods whose height changes, or is another one from a certain sample on. */
const codeOf = (sample: number, height = 3000 + (Math.floor(sample / period) % 5) * 5000): number =>
  sample % period < 40 ? height : -height

/** Pushes a block, `ms` after the one before. */
function push(rig: AnalysisRig, ms: number, height?: number): void {
  rig.nowMs += ms
  const first = rig.model.length
  rig.push(Array.from({ length: 1000 }, (_, k) => [codeOf(first + k, height)]))
}

/** The next frame's map: column and row of what is lit, and what share was counted. */
async function mapOf(rig: AnalysisRig, view: AnalysisView): Promise<{ lit: string[]; countedShare: number }> {
  const map = mapIn(await rig.frame(view))
  return { lit: [...litCells(map).keys()], countedShare: map.countedShare }
}

/** A block takes a tenth of a second, and a window three milliseconds. */
async function watched(options: Parameters<typeof AnalysisRig.start>[0] = {}) {
  const rig = await AnalysisRig.start({ samplingFrequencyHz: 1e4, ...options })
  rig.host.setTrigger(trigger)
  return { rig, view: rig.openView({ secondsPerDiv: 3e-4, columns: 30, persistence: true }) }
}

const waveformsOf = (rig: AnalysisRig): number => rig.host.stats().waveforms

describe('maps of persistence that nobody looks at', () => {
  it('are not drawn while no view asks for a frame, and no sample counts as left out', async () => {
    const { rig, view } = await watched()
    push(rig, blockMs)
    await rig.frame(view)
    const seen = waveformsOf(rig)
    expect(seen).toBeGreaterThan(0)
    push(rig, longMs)
    const before = rig.host.stats()
    for (let k = 0; k < 20; k++) push(rig, blockMs)
    const { waveforms, drawnSamples, examinedSamples, triggers } = rig.host.stats()
    expect(waveforms).toBe(seen)
    expect(triggers).toBeGreaterThan(before.triggers)
    expect([drawnSamples, examinedSamples]).toEqual([rig.model.length, rig.model.length])
    await rig.host.stop()
  })

  it.each(['while it runs', 'after it was stopped'])(
    'are right in the first frame that is asked for, %s',
    async (when) => {
      const [hidden, seen] = [await watched(), await watched()]
      for (const { rig, view } of [hidden, seen]) {
        push(rig, blockMs)
        await rig.frame(view)
        // A height that has been gone for long when somebody looks again.
        for (let k = 0; k < 20; k++) push(rig, longMs, 30_000)
        if (rig === seen.rig) rig.host.clearPersistence()
        for (let k = 0; k < 20; k++) push(rig, k === 0 ? longMs : blockMs)
        if (when !== 'while it runs') rig.host.setRunning(false)
      }
      const map = await mapOf(hidden.rig, hidden.view)
      expect(map.countedShare).toBe(1)
      expect(map.lit.some((cell) => cell.endsWith(`:${(30_000 + 32768) >> 8}`))).toBe(false)
      expect(map).toEqual(await mapOf(seen.rig, seen.view))
      await Promise.all([hidden.rig.host.stop(), seen.rig.host.stop()])
    },
  )

  it('go on from there', async () => {
    const { rig, view } = await watched()
    push(rig, blockMs)
    await rig.frame(view)
    push(rig, longMs)
    await rig.frame(view)
    const before = waveformsOf(rig)
    push(rig, blockMs)
    expect(waveformsOf(rig)).toBeGreaterThan(before)
    await rig.host.stop()
  })

  it('are drawn of nothing that has left the memory', async () => {
    const { rig, view } = await watched({ historyBytes: 8000 })
    push(rig, blockMs)
    await rig.frame(view)
    push(rig, longMs, 30_000)
    for (let k = 0; k < 8; k++) push(rig, blockMs)
    const { lit } = await mapOf(rig, view)
    expect(lit).not.toEqual([])
    expect(lit.some((cell) => cell.endsWith(`:${(30_000 + 32768) >> 8}`))).toBe(false)
    await rig.host.stop()
  })

  it('are drawn for a view that waits for a frame, however long it takes', async () => {
    const { rig, view } = await watched()
    push(rig, blockMs)
    await rig.frame(view)
    // Looks at a place in the past, of which there is no news.
    expect(await rig.frameIfAny(view)).toBeNull()
    const before = waveformsOf(rig)
    rig.nowMs += longMs
    push(rig, blockMs)
    expect(waveformsOf(rig)).toBeGreaterThan(before)
    await rig.host.stop()
  })

  it('are drawn where there is no view: their number is asked for', async () => {
    const rig = await AnalysisRig.start()
    rig.host.setTrigger(trigger)
    push(rig, longMs)
    push(rig, longMs)
    expect(waveformsOf(rig)).toBeGreaterThan(0)
    await rig.host.stop()
  })
})
