import { expect, it } from 'vitest'
import { limitWords } from './limit-words.ts'

const of = (channel: number, hz: number, share = 1) => ({ channel, hz, share })

it('says the limit of what is drawn, and of whom where there are others', () => {
  expect(limitWords([], [0])).toBeNull()
  expect(limitWords([of(0, 20e6)], [1])).toBeNull()
  expect(limitWords([of(0, 20e6)], [0])).toBe('20 MHz limit')
  expect(limitWords([of(0, 20e6), of(1, 20e6)], [0, 1])).toBe('20 MHz limit')
  expect(limitWords([of(1, 20e6)], [0, 1])).toBe('CH2 20 MHz limit')
  expect(limitWords([of(0, 20e6), of(1, 2e8)], [0, 1])).toBe('CH1 20 MHz limit, CH2 200 MHz limit')
})

it('says which share was filtered where the machine did not keep up', () => {
  expect(limitWords([of(0, 20e6, 0.284)], [0])).toMatch(
    /^20 MHz limit, 28.*% of the samples filtered in time, others hatched$/,
  )
})
