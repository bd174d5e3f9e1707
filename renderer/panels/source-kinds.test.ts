import { describe, expect, it } from 'vitest'
import { sourceChoices, sourceKind } from './source-kinds.ts'

describe('source kinds', () => {
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
