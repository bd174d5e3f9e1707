// As many channels as a device of the board may have, and numbers that divide no vector.
import { describe, expect, it } from 'vitest'
import { type SectionKind, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { maxChannels } from '../stream/limits.ts'
import { AnalysisRig } from '../testing/analysis-rig.ts'

/** Channel c is a square wave of its own height, which rises at every multiple of 200. */
const scan = (channels: number, k: number): number[] =>
  Array.from({ length: channels }, (_, c) => (k % 200 < 100 ? 1 : -1) * (1000 + 500 * c))

describe.each([3, 8, 11, maxChannels])('%i channels', (channels) => {
  async function frameOf(secondsPerDiv: number, samples: number) {
    const rig = await AnalysisRig.start({ channels })
    const last = channels - 1
    rig.host.setTrigger({ kind: 'edge', mode: 'normal', channel: last, slope: 'rising', level: 0, hysteresis: 100 })
    const view = rig.openView({ secondsPerDiv, persistence: true })
    for (let first = 0; first < samples; first += 1000)
      rig.push(Array.from({ length: 1000 }, (_, k) => scan(channels, first + k)))
    rig.nowMs += 100
    const frame = await rig.frame(view)
    const of = (kind: SectionKind) => frame.sections.filter((section) => section.kind === kind)
    return { rig, frame, of }
  }

  it('are shown sample by sample', async () => {
    const { rig, frame, of } = await frameOf(1e-5, 2000)
    expect(frame).toMatchObject({ form: 'raw', anchor: 'trigger' })
    expect(of(sectionKind.samples).map((section) => section.channel)).toEqual(
      Array.from({ length: channels }, (_, c) => c),
    )
    for (const section of of(sectionKind.samples)) {
      const model = rig.model.slice(frame.firstSample, frame.firstSample + frame.points)
      expect([...sectionInt16(section)]).toEqual(model.map((codes) => codes![section.channel]))
    }
  })

  it('are shown as envelopes, with a map of waveforms each', async () => {
    const { frame, of } = await frameOf(1e-3, 20_000)
    expect(frame.form).toBe('envelope')
    expect(of(sectionKind.envelope)).toHaveLength(channels)
    for (const section of of(sectionKind.envelope)) {
      const codes = sectionInt16(section)
      expect([Math.min(...codes), Math.max(...codes)]).toEqual([
        -(1000 + 500 * section.channel),
        1000 + 500 * section.channel,
      ])
    }
    expect(of(sectionKind.persistence)).toHaveLength(channels)
  })
})
