import { describe, expect, it } from 'vitest'
import type { InstrumentState, Stats } from '#shared/contract/instrument.ts'
import { stateWord } from './state-word.ts'

const state = (acquisition: InstrumentState['acquisition']) => ({ acquisition }) as InstrumentState
const stats = (triggerWord: Stats['triggerWord']) => ({ triggerWord }) as Stats

describe('the state word', () => {
  it('tells the trigger while running', () => {
    expect(stateWord('live', state('running'), stats('trigd')).text).toBe("Trig'd")
    expect(stateWord('live', state('running'), stats('auto')).text).toBe('Auto')
    expect(stateWord('live', state('single'), stats('armed')).text).toBe('Armed')
  })

  it('does not lag behind a start or a stop', () => {
    expect(stateWord('live', state('stopped'), stats('trigd')).text).toBe('Stop')
    expect(stateWord('live', state('running'), stats('stop')).text).toBe('Ready')
    expect(stateWord('live', state('running'), null).text).toBe('Ready')
  })

  it('puts the link and faults first', () => {
    expect(stateWord('lost', state('running'), stats('trigd')).text).toBe('Offline')
    expect(stateWord('connecting', null, null).tone).toBe('idle')
    expect(stateWord('live', state('fault'), stats('trigd')).text).toBe('Fault')
  })
})
