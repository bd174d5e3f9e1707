import { describe, expect, it } from 'vitest'
import type { Stats } from '#shared/contract/topics/status.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import { stateWord } from './state-word.ts'

const state = (acquisition: InstrumentState['acquisition']) => ({ acquisition }) as InstrumentState
const stats = (triggerWord: Stats['triggerWord']) => ({ triggerWord }) as Stats

describe('the state word', () => {
  it('tells the trigger while running', () => {
    expect(stateWord('live', state('running'), stats('trigd'), 'trigger').text).toBe("Trig'd")
    expect(stateWord('live', state('running'), stats('auto'), 'trigger').text).toBe('Auto')
    expect(stateWord('live', state('single'), stats('armed'), 'trigger').text).toBe('Armed')
  })

  it('says Roll where the page rolls, and what holds before that', () => {
    expect(stateWord('live', state('running'), stats('trigd'), 'roll').text).toBe('Roll')
    expect(stateWord('live', state('running'), stats('roll'), 'roll').text).toBe('Roll')
    expect(stateWord('live', state('running'), stats('warming'), 'roll').text).toBe('Warming up')
    expect(stateWord('live', state('single'), stats('armed'), 'roll').text).toBe('Armed')
    expect(stateWord('live', state('stopped'), stats('roll'), 'roll').text).toBe('Stop')
  })

  it('claims no trigger for a picture that hangs on none', () => {
    expect(stateWord('live', state('running'), stats('trigd'), 'auto').text).toBe('Auto')
    expect(stateWord('live', state('running'), stats('armed'), 'auto').text).toBe('Armed')
  })

  it('does not lag behind a start or a stop', () => {
    expect(stateWord('live', state('stopped'), stats('trigd'), 'trigger').text).toBe('Stop')
    expect(stateWord('live', state('running'), stats('stop'), 'trigger').text).toBe('Ready')
    expect(stateWord('live', state('running'), null, 'trigger').text).toBe('Ready')
  })

  it('puts the link and faults first', () => {
    expect(stateWord('lost', state('running'), stats('trigd'), 'trigger').text).toBe('Offline')
    expect(stateWord('connecting', null, null, 'trigger').tone).toBe('idle')
    expect(stateWord('live', state('fault'), stats('trigd'), 'trigger').text).toBe('Fault')
  })
})
