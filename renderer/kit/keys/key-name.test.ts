import { describe, expect, it } from 'vitest'
import { keyName, readableKey } from './key-name.ts'

const event = (key: string, over: Partial<KeyboardEvent> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...over,
})

describe('keys', () => {
  it('have names as the table of commands writes them', () => {
    expect(keyName(event(' '))).toBe('Space')
    expect(keyName(event('t'))).toBe('T')
    expect(keyName(event('T', { shiftKey: true }))).toBe('Shift+T')
    expect(keyName(event('?', { shiftKey: true }))).toBe('?')
    expect(keyName(event('+', { shiftKey: true }))).toBe('+')
    expect(keyName(event('ArrowUp', { ctrlKey: true }))).toBe('Ctrl+ArrowUp')
    expect(keyName(event('¡', { altKey: true, code: 'Digit1' }))).toBe('Alt+1')
    expect(keyName(event('1', { ctrlKey: true, code: 'Digit1' }))).toBe('Ctrl+1')
    expect(keyName(event('!', { altKey: true, shiftKey: true, code: 'Digit1' }))).toBe('Alt+Shift+1')
  })

  it('know the characters that AltGr types, which Windows reports as Ctrl and Alt', () => {
    const altGr = { ctrlKey: true, altKey: true }
    expect(keyName(event('[', { ...altGr, code: 'Digit8' }))).toBe('[')
    expect(keyName(event(']', { ...altGr, code: 'Digit9' }))).toBe(']')
    expect(keyName(event('[', { getModifierState: (key) => key === 'AltGraph' }))).toBe('[')
    expect(keyName(event(']', { ...altGr, code: 'Digit9' }))).toBe(']')
    expect(keyName(event('8', { ...altGr, code: 'Digit8' }))).toBe('Ctrl+Alt+8')
  })

  it('read well', () => {
    expect(['Ctrl+ArrowUp', 'Shift+T', '+', '-', 'Ctrl++'].map(readableKey)).toEqual([
      'Ctrl + ↑',
      'Shift + T',
      '+',
      '−',
      'Ctrl +  + ',
    ])
  })
})
