import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { changed, changeShape, defaultsOf, type Kinds, type SettingsOf } from './kinds.ts'
import { triggers } from './triggers.ts'

describe('the table of triggers', () => {
  it('begins with a rising edge through 0 V of the first channel', () => {
    expect(defaultsOf(triggers, 'edge')).toEqual({ kind: 'edge', channel: 'voltage0', slope: 'rising', level: 0 })
  })

  it('gives the shape of a request', () => {
    const shape = changeShape(triggers)
    for (const good of [
      {},
      { kind: 'edge' },
      { level: -0.5 },
      { slope: 'falling', channel: 'voltage1' },
      { kind: 'pulse', condition: '>', width: 2e-8 },
    ])
      expect(v.is(shape, good)).toBe(true)
    for (const bad of [null, [], { kind: 'glitch' }, { level: '1' }, { level: 2e6 }, { slope: 'up' }, { mode: 'auto' }])
      expect(v.is(shape, bad)).toBe(false)
  })
})

/** Two kinds, to see what another kind does. */
const kinds = {
  edge: triggers.edge,
  pulse: {
    name: 'Pulse',
    parameters: {
      channel: { type: 'channel', name: 'Channel', default: 'voltage0' },
      width: { type: 'quantity', name: 'Width', unit: 's', least: 0, most: 1, default: 1e-6, step: '1-2-5' },
    },
  },
} as const satisfies Kinds
type Settings = SettingsOf<typeof kinds>

describe('values that change', () => {
  const edge: Settings = { kind: 'edge', channel: 'voltage1', slope: 'falling', level: 0.2 }

  it('keep what is not named, and take another kind with its own values', () => {
    expect(changed(kinds, edge, { level: 0.3 }, 'trigger')).toEqual({ ...edge, level: 0.3 })
    const pulse = changed(kinds, edge, { kind: 'pulse', channel: 'voltage1' }, 'trigger')
    expect(pulse).toEqual({ kind: 'pulse', channel: 'voltage1', width: 1e-6 })
    const remembered = changed(kinds, pulse, { kind: 'edge' }, 'trigger', (kind) =>
      kind === 'edge' ? edge : undefined,
    )
    expect(remembered).toEqual(edge)
  })

  it('refuse what the kind does not have, and what is no value of it', () => {
    const refused = (change: object): unknown => {
      try {
        return changed(kinds, edge, change, 'trigger')
      } catch (thrown) {
        return (thrown as Error).message
      }
    }
    expect(refused({ width: 1e-6 })).toBe("A trigger of kind edge has channel, slope, level, and no 'width'.")
    expect(refused({ toString: 1 })).toBe("A trigger of kind edge has channel, slope, level, and no 'toString'.")
    expect(refused({ slope: 'up' })).toBe("trigger.slope takes one of rising, falling, either, not 'up'.")
    expect(edge).toEqual({ kind: 'edge', channel: 'voltage1', slope: 'falling', level: 0.2 })
  })

  it('have a request of either kind', () => {
    const shape = changeShape(kinds)
    expect(v.is(shape, { kind: 'pulse', width: 0.5 })).toBe(true)
    expect(v.is(shape, { kind: 'edge', width: 0.5 })).toBe(false)
    expect(v.is(shape, { width: 0.5, level: 1 })).toBe(false)
  })
})
