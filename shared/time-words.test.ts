import { describe, expect, it } from 'vitest'
import { clockTime, elapsed, forHowLong } from './time-words.ts'

describe('times in words', () => {
  it('are of this place', () => {
    expect(clockTime(new Date(2026, 0, 1, 9, 4, 2).getTime())).toBe('09:04:02')
  })

  it('count minutes, and hours when there are some', () => {
    expect([0, 65.9, 3599, 3600, 90_061].map(elapsed)).toEqual(['0:00', '1:05', '59:59', '1:00:00', '25:01:01'])
  })

  it('have their unit', () => {
    expect([0.5, 12, 125, 7199.9].map(forHowLong)).toEqual(['500 ms', '12.0 s', '2:05 min', '2:00:00 h'])
  })
})
