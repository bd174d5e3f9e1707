// A guest looks and disturbs nothing: two rigs get the same samples, one of them with a guest whose view is as different
// as can be, and the views of the others must not tell them apart.
import { describe, expect, it } from 'vitest'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import type { CodeTrigger } from '../trigger/code-trigger.ts'
import type { AnalysedView } from './analysed-view.ts'

const rising: CodeTrigger = { kind: 'edge', mode: 'normal', channel: 0, slope: 'rising', level: 0, hysteresis: 100 }
const square = (first: number, scans: number, period: number): number[][] =>
  Array.from({ length: scans }, (_, k) => [(first + k) % period < period / 2 ? 1000 : -1000])

const guests: readonly Partial<AnalysedView>[] = [
  { secondsPerDiv: 1, persistence: true, columns: 1000 },
  { secondsPerDiv: 1e-7, persistence: true, columns: 30, vertical: [{ scanIndex: 0, low: -5, high: 5 }] },
  { secondsPerDiv: 1e-2, positionSeconds: 5, persistence: false },
]

async function rigs(guest: Partial<AnalysedView>) {
  const alone = await AnalysisRig.start()
  const visited = await AnalysisRig.start()
  visited.openView({ ...guest, isGuest: true })
  return { alone, visited }
}

describe.each(guests)('beside a guest with %j', (guest) => {
  it('triggers, waveforms, the trigger word and every frame are the same', async () => {
    const { alone, visited } = await rigs(guest)
    const views = [alone, visited].map((rig) => {
      rig.host.setTrigger({ ...rising, mode: 'auto' })
      return rig.openView({ secondsPerDiv: 2e-6, columns: 50, persistence: true })
    })
    for (let block = 0; block < 20; block++) {
      const [plain, beside] = await Promise.all(
        [alone, visited].map(async (rig, k) => {
          rig.push(square(block * 1000, 1000, 170))
          rig.nowMs += 20
          // The wall clock is the only thing that may differ.
          return { ...(await rig.frame(views[k]!)), convertedUnixMs: 0 }
        }),
      )
      expect(beside).toEqual(plain)
    }
    expect(visited.host.stats()).toEqual(alone.host.stats())
  })

  it('a single acquisition is complete at the same sample', async () => {
    const { alone, visited } = await rigs(guest)
    const fired: number[][] = [[], []]
    for (const [k, rig] of [alone, visited].entries()) {
      rig.openView({ secondsPerDiv: 1e-6 })
      rig.host.onSingle.on(({ sample }) => fired[k]?.push(sample))
      rig.host.setTrigger({ ...rising, mode: 'single' })
      for (let block = 0; block < 10; block++) {
        rig.push(square(block * 100, 100, 170))
        rig.run()
        if (fired[k]!.length > 0) break
      }
    }
    expect(fired[0]).toHaveLength(1)
    expect(fired[1]).toEqual(fired[0])
  })
})

it('a guest without anybody else sees triggers and maps of its own', async () => {
  const rig = await AnalysisRig.start()
  rig.host.setTrigger(rising)
  const view = rig.openView({ secondsPerDiv: 2e-6, columns: 50, persistence: true, isGuest: true })
  rig.push(square(0, 2000, 170))
  const frame = await rig.frame(view)
  expect(frame.anchor).toBe('trigger')
  expect(rig.host.stats().waveforms).toBeGreaterThan(0)
})
