import { describe, expect, it } from 'vitest'
import { sourceChoices, sourceFigures, sourceKind } from './source-kinds.ts'

describe('source kinds', () => {
  it('have settings that no setting of the oscilloscope is taken for', () => {
    const names = sourceFigures.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const own of ['Offset', 'Scale', 'Position']) expect(names).not.toContain(own)
    // Each on one line of the panel.
    for (const name of names) expect(name.length).toBeLessThanOrEqual(9)
    expect(sourceFigures.filter(({ attribute }) => attribute.includes('glitch'))).toHaveLength(3)
  })

  it('are one for all files', () => {
    expect(sourceKind('file:/tmp/x.wav')).toBe('file')
    expect(sourceKind('sine')).toBe('sine')
  })

  it('offer what the device lists, what is in force, and a file', () => {
    expect(sourceChoices(['sine', 'square', 'file:PATH'], 'am').map((choice) => choice.value)).toEqual([
      'sine',
      'square',
      'file',
      'am',
    ])
    expect(sourceChoices(null, 'sine').map((choice) => choice.text)).toEqual(['sine', 'file…'])
  })
})
