import { describe, expect, it } from 'vitest'
import { parseTrigger, triggerNames } from './trigger-text.ts'

const read = (text: string): Record<string, unknown> =>
  Object.fromEntries(parseTrigger(text).map(({ path, value }) => [path.replace('trigger.', ''), value]))

describe('a trigger as text', () => {
  it.each([
    ['edge', { kind: 'edge' }],
    ['  edge   slope=falling  level=-120mV ', { kind: 'edge', slope: 'falling', level: -0.12 }],
    ['pulse channel=voltage0 width=<20ns', { kind: 'pulse', channel: 'voltage0', condition: '<', width: 2e-8 }],
    ['pulse width=>1us polarity=either', { kind: 'pulse', condition: '>', width: 1e-6, polarity: 'either' }],
    ['pulse width= < 20 ns level= 0.5 V', { kind: 'pulse', condition: '<', width: 2e-8, level: 0.5 }],
    [
      'sequence armKind=pulse armWidth=<600ns event=slew transition=1us..2us',
      {
        ...{ kind: 'sequence', armKind: 'pulse', armCondition: '<', armWidth: 6e-7 },
        ...{ event: 'slew', condition: 'inside', transition: 1e-6, transition2: 2e-6 },
      },
    ],
    ['pulse width=10ns..20ns', { kind: 'pulse', condition: 'inside', width: 1e-8, width2: 2e-8 }],
    [
      'pulse condition=outside width=10ns width2=20ns',
      { kind: 'pulse', condition: 'outside', width: 1e-8, width2: 2e-8 },
    ],
    ['slew transition=1us .. 2us', { kind: 'slew', condition: 'inside', transition: 1e-6, transition2: 2e-6 }],
    ['dropout timeout=5ms mode=normal', { kind: 'dropout', timeout: 5e-3, mode: 'normal' }],
  ])("'%s' is read", (text, wanted) => {
    const found = read(text)
    expect(Object.keys(found)).toEqual(Object.keys(wanted))
    for (const [name, value] of Object.entries(wanted))
      if (typeof value === 'number') expect(found[name]).toBeCloseTo(value, 12)
      else expect(found[name]).toBe(value)
  })

  it('has the kinds of the table', () => {
    for (const kind of triggerNames) expect(read(kind)).toEqual({ kind })
  })

  it.each([
    ['', "A trigger is a kind and its values, as in 'pulse channel=voltage0 width=<20ns'."],
    ['glitch', "There is no trigger 'glitch'; there are edge, pulse, runt, window, slew, dropout"],
    ['toString', "There is no trigger 'toString'"],
    ['channel=voltage0', "There is no trigger 'channel=voltage0'; there are edge,"],
    ['pulse voltage0', "There is no trigger 'pulse voltage0'"],
    [
      'edge width=<20ns',
      "A trigger of kind edge has channel, slope, level, mode, hysteresis, noiseReject, holdoff, holdoffEvents, and no 'width'.",
    ],
    ['edge kind=pulse', "and no 'kind'."],
    ['pulse width=20kg', "trigger.width takes a number from 0.00 s to 100 s (0.002, 2m or 2 ms), not '20kg'."],
    ['pulse width=<', "trigger.width takes a number from 0.00 s to 100 s (0.002, 2m or 2 ms), not ''."],
    ['pulse width=1ns..2ns..3ns', 'trigger.width takes a number from 0.00 s to 100 s'],
    ['pulse width=..', 'trigger.width takes a number from 0.00 s to 100 s'],
    ['pulse width=<=20ns', "not '=20ns'."],
    ['pulse condition=> width=<20ns', "The trigger 'pulse condition=> width=<20ns' says condition twice."],
    ['pulse level=1 level=2', "The trigger 'pulse level=1 level=2' says level twice."],
    ['edge level=<1', "trigger.level takes a number from −1.00 MV to 1.00 MV (0.5, 500m or 500 mV), not '<1'."],
    ['edge slope=up', "trigger.slope takes one of rising, falling, either, not 'up'."],
    ['edge mode=single', "trigger.mode takes one of auto, normal, not 'single'."],
  ])("'%s' is refused with what is allowed", (text, sentence) => {
    expect(() => parseTrigger(text)).toThrow(
      expect.objectContaining({ errno: 'EINVAL', message: expect.stringContaining(sentence) }),
    )
  })
})
