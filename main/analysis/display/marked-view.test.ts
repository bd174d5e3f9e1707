// The mark of a measurement in the frames of a view that asks for it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { decodeMark, type MeasuredMark } from '#shared/frame/measured.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'
import { pulses, sampled } from '../testing/signals.ts'

const scale = { scanIndex: 0, voltsPerCode: 1e-4, offsetCodes: 0 }
const train = { period: 200e-6, width: 60e-6, rise: 8e-6, fall: 12e-6, base: -0.4, top: 1.1, begin: 50.5e-6 }
const rising = { kind: 'edge', mode: 'normal', channel: 0, slope: 'rising', level: 3500, hysteresis: 100 } as const

const markIn = (frame: Frame): MeasuredMark | null => {
  const section = frame.sections.find(({ kind }) => kind === sectionKind.measured)
  return section === undefined ? null : decodeMark(section.data)
}

describe('a view that marks a measurement', () => {
  let rig: AnalysisRig
  beforeEach(async () => {
    rig = await AnalysisRig.start()
    rig.host.setTrigger(rising)
  })
  afterEach(() => rig.host.stop())
  const push = (samples: number): unknown => rig.pushCodes(sampled(pulses(train), { samples }).codes)

  it('has it in every frame, of the edge that is on the screen', async () => {
    rig.host.measuring.set([{ name: 'rise', of: scale, to: null }])
    const view = rig.openView({ secondsPerDiv: 1e-4, marked: { name: 'rise', scanIndex: 0, to: null } })
    for (let k = 0; k < 3; k++) {
      push(10_000)
      const frame = await rig.frame(view)
      const mark = markIn(frame)!
      expect(mark.value).toBeCloseTo(6.4e-6, 8)
      expect(mark.levels.map(({ of }) => of)).toEqual(['10 %', '90 %'])
      expect(mark.levels[0]!.at).toBeCloseTo(-0.25, 3)
      // The instant of the trigger is the 50 % crossing: 3.2 samples before it is that of 10 %.
      expect(mark.instants[0]).toBeCloseTo(frame.triggerSample - 3.2, 1)
      expect(mark.instants[1]).toBeCloseTo(frame.triggerSample + 3.2, 1)
    }
  })

  it('has none of what is not measured, and none where there is no result', async () => {
    push(10_000)
    const view = rig.openView({ marked: { name: 'rise', scanIndex: 0, to: null } })
    expect(markIn(await rig.frame(view))).toBeNull()
    rig.host.measuring.set([{ name: 'burstWidth', of: scale, to: null }])
    view.setView({
      ...{ secondsPerDiv: 1e-4, positionSeconds: 0, columns: 100, atSample: null },
      marked: { name: 'burstWidth', scanIndex: 0, to: null },
    })
    expect(markIn(await rig.frame(view))).toBeNull()
  })

  it('marks nothing over a gap: it is measured on one side of it', async () => {
    rig.host.measuring.set([{ name: 'period', of: scale, to: null }])
    const { codes } = sampled(pulses(train), { samples: 4000 })
    rig.pushCodes(codes.slice(0, 2000))
    rig.pushCodes(codes.slice(2100), 100)
    const view = rig.openView({
      secondsPerDiv: 2e-4,
      atSample: 1950,
      marked: { name: 'period', scanIndex: 0, to: null },
    })
    const mark = markIn(await rig.frame(view))!
    expect(mark.value).toBeCloseTo(200e-6, 8)
    const [from, until] = mark.instants
    expect(until! < 2000 || from! >= 2100).toBe(true)
  })
})
