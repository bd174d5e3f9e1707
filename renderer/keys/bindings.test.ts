import { describe, expect, it } from 'vitest'
import { bindings, commandFor, keyLabel, keyLabels, keyName } from './bindings.ts'

const event = (key: string, over: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...over,
})

describe('key bindings', () => {
  it('never give one key two meanings', () => {
    const keys: string[] = bindings.flatMap((binding) => [...binding.keys])
    expect(keys.filter((key, k) => keys.indexOf(key) !== k)).toEqual([])
  })

  it('name keys the way the table does', () => {
    expect(keyName(event(' '))).toBe('Space')
    expect(keyName(event('t'))).toBe('T')
    expect(keyName(event('T', { shiftKey: true }))).toBe('Shift+T')
    expect(keyName(event('?', { shiftKey: true }))).toBe('?')
    expect(keyName(event('+', { shiftKey: true }))).toBe('+')
    expect(keyName(event('ArrowUp', { ctrlKey: true }))).toBe('Ctrl+ArrowUp')
    expect(keyName(event('¡', { altKey: true, code: 'Digit1' }))).toBe('Alt+1')
    expect(keyName(event('1', { ctrlKey: true, code: 'Digit1' }))).toBe('Ctrl+1')
  })

  it('know the characters that AltGr types, which Windows reports as Ctrl and Alt', () => {
    const altGr = { ctrlKey: true, altKey: true }
    expect(keyName(event('[', { ...altGr, code: 'Digit8' }))).toBe('[')
    expect(keyName(event(']', { ...altGr, code: 'Digit9' }))).toBe(']')
    expect(keyName(event('[', { getModifierState: (key) => key === 'AltGraph' }))).toBe('[')
    expect(commandFor(keyName(event(']', { ...altGr, code: 'Digit9' })))?.id).toBe('scaleUp')
    expect(keyName(event('8', { ...altGr, code: 'Digit8' }))).toBe('Ctrl+Alt+8')
  })

  it('lead to commands', () => {
    expect(commandFor('Space')).toEqual({ id: 'runStop', number: 0 })
    expect(commandFor('Alt+3')).toEqual({ id: 'toggleChannel', number: 2 })
    expect(commandFor('Enter')).toBeNull()
    expect(commandFor('Q')).toBeNull()
  })

  it('read well', () => {
    expect(keyLabel('levelUp')).toBe('Ctrl + ↑')
    expect(keyLabel('selectChannel')).toBe('Ctrl + 1…8')
    expect(keyLabel('zoomIn')).toBe('+')
    expect(keyLabel('forceTrigger')).toBe('Shift + T')
    expect(keyLabels('zoomIn')).toEqual(['+', '='])
    expect(keyLabels('toggleChannel')).toEqual(['Alt + 1…8'])
    expect(keyLabels('positionLeft')).toEqual(['Ctrl + ←'])
  })
})
