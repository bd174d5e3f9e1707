import { describe, expect, it } from 'vitest'
import type { AnalysisHost, CodeTrigger } from '#main/analysis/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { defaultsOf } from '#shared/kinds/kinds.ts'
import { defaultInput } from '#shared/kinds/settings.ts'
import { type TriggerName, triggers } from '#shared/kinds/triggers.ts'
import { TriggerControl } from './trigger.ts'
import { nextTriggerChannel } from './trigger-follow.ts'

const channel = (id: string, index: number, scaleMillivolts: number): ChannelState => ({
  ...{ id, index, enabled: true, scanType: 'le:s16/16>>0', unit: 'V', offsetCodes: 0, factor: 1, input: defaultInput },
  ...{ scaleMillivolts, source: 'sine', file: null, loading: null, stream: null },
})
const two = [channel('voltage0', 0, 0.1), channel('voltage1', 1, 0.5)]
const other = [channel('accel_x', 3, 1)]

function control(): { trigger: TriggerControl; told: () => CodeTrigger | undefined } {
  const told: CodeTrigger[] = []
  const analysis = { setTrigger: (one: CodeTrigger) => void told.push(one) } as unknown as AnalysisHost
  return { trigger: new TriggerControl(analysis), told: () => told.at(-1) }
}

describe('a trigger of several channels', () => {
  it.each(Object.keys(triggers) as TriggerName[])(
    '%s begins on channels that are there, whatever the device',
    (kind) => {
      for (const channels of [two, other]) {
        const { trigger, told } = control()
        // As the instrument does when it captures another device.
        trigger.moveTo(channels[0]!, channels)
        trigger.set({ kind }, channels)
        expect(told()).toMatchObject({ kind })
        const ids = channels.map(({ id }) => id)
        for (const [name, parameter] of Object.entries(triggers[kind].parameters))
          if (parameter.type === 'channel') expect(ids).toContain((trigger.settings as never)[name])
      }
    },
  )

  it('moves all its channels to another device, and tells each level in the codes of its own channel', () => {
    const { trigger, told } = control()
    trigger.set({ kind: 'sequence', channel: 'voltage0', level: 1, armChannel: 'voltage1', armLevel: 1 }, two)
    expect(told()).toMatchObject({ channel: 0, level: 10_000, armChannel: 1, armLevel: 2000 })
    trigger.moveTo(other[0]!, other)
    expect(told()).toMatchObject({ channel: 3, level: 1000, armChannel: 3, armLevel: 1000 })
  })

  it('refuses a channel and a level that are not possible, and changes nothing', () => {
    const { trigger, told } = control()
    trigger.set({ kind: 'pattern', channelB: 'voltage1' }, two)
    const [before, settings] = [told(), trigger.settings]
    expect(() => trigger.set({ channelC: 'voltage9' }, two)).toThrow(
      "There is no channel 'voltage9' to trigger on; there are voltage0, voltage1.",
    )
    expect(() => trigger.set({ levelB: 17 }, two)).toThrow('The trigger level of CH2 goes from −16.4 V to 16.4 V')
    expect([told(), trigger.settings]).toEqual([before, settings])
  })

  it('leaves a channel that is switched off: its own, and the one that arms it', () => {
    const off = [{ ...two[0]!, enabled: false }, two[1]!]
    const nth = { ...defaultsOf(triggers, 'nth'), channel: 'voltage1' }
    expect(nextTriggerChannel(nth, off)).toBeNull()
    expect(nextTriggerChannel(nth, off, 'armChannel')).toBe(off[1])
    expect(nextTriggerChannel(defaultsOf(triggers, 'edge'), off, 'armChannel')).toBeNull()
  })
})

describe('what every kind has', () => {
  it('goes to the analyser: hysteresis in the codes of each channel, or automatic', () => {
    const { trigger, told } = control()
    trigger.apply(two)
    expect(told()).toMatchObject({ fixedHysteresis: null, noiseReject: false, holdoff: 0, holdoffEvents: 0 })
    trigger.setCommon({ hysteresis: 0.25, holdoff: 1e-3 }, two)
    expect(told()).toMatchObject({ fixedHysteresis: [2500, 500], holdoff: 1e-3 })
    trigger.setCommon({ hysteresis: 'auto', noiseReject: true, holdoffEvents: 3 }, two)
    expect(told()).toMatchObject({ fixedHysteresis: null, noiseReject: true, holdoff: 1e-3, holdoffEvents: 3 })
  })
})

describe('a channel that is inverted', () => {
  const inverted = [channel('voltage0', 0, -0.1), channel('voltage1', 1, 0.5)]

  it('has its directions turned over in its codes, and no other channel has', () => {
    const { trigger, told } = control()
    trigger.set({ kind: 'edge', slope: 'rising', level: 0.3 }, inverted)
    expect(told()).toMatchObject({ slope: 'falling', level: -3000 })
    trigger.set({ slope: 'either' }, inverted)
    expect(told()).toMatchObject({ slope: 'either' })
    trigger.set({ kind: 'pulse', polarity: 'negative' }, inverted)
    expect(told()).toMatchObject({ polarity: 'positive' })
    trigger.set({ kind: 'pattern', state: 'H', stateB: 'H', channelB: 'voltage1' }, inverted)
    expect(told()).toMatchObject({ state: 'L', stateB: 'H' })
    trigger.set({ kind: 'sequence', slope: 'rising', armChannel: 'voltage1', armSlope: 'rising' }, inverted)
    expect(told()).toMatchObject({ slope: 'falling', armSlope: 'rising' })
    trigger.set({ kind: 'nth', slope: 'rising', armChannel: 'voltage0', armSlope: 'falling' }, inverted)
    expect(told()).toMatchObject({ slope: 'falling', armSlope: 'rising' })
  })

  it('takes the levels between its ends, whichever is the lower one', () => {
    const { trigger } = control()
    for (const level of [-3.2767, 3.2768]) expect(() => trigger.set({ level }, inverted)).not.toThrow()
    for (const level of [-3.2769, 3.277])
      expect(() => trigger.set({ level }, inverted)).toThrow(/from −3.28 V to 3.28 V/)
  })
})
