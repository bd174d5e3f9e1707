import { expect, it } from 'vitest'
import { fileLine, type PlayedFile, scaleText } from './played-file.ts'

const table: PlayedFile = {
  ...{ path: '/a.csv', format: 'csv', form: '', fileBytes: 64, samples: 3, channel: 2, channels: 2 },
  text: {
    ...{ encoding: 'UTF-8', separator: 'comma', decimal: '.', direction: 'columns', columns: 3, linesBefore: 1 },
    column: { number: 3, heading: 'B (V)' },
    axis: { number: 1, heading: 'Time (ms)' },
  },
  ...{ unit: 'V', scale: 0.2, rateHz: 10_000, notes: ['One is missing.', 'The end is cut off.'] },
}

it('a file that is played is described in one line, each decision by its name', () => {
  expect(fileLine(table)).toBe(
    'CSV; column 3 "B (V)" of 3; axis column 1 "Time (ms)"; separator comma; decimal point; skipped 1 line at the begin; ' +
      'unit V; scaled by 1/5; own rate 10.00 kS/s; samples 3 in 64 B; One is missing; The end is cut off',
  )
  const frames: PlayedFile = { ...table, format: 'wav', form: '24 bits', text: null, unit: null, scale: 1, notes: [] }
  expect(fileLine(frames)).toBe('WAV, 24 bits; channel 2 of 2; own rate 10.00 kS/s; samples 3 in 64 B')
})

it('a factor is one over a whole number where it is that', () => {
  expect([0.2, 1 / 3, 0.005, -0.5, 2, 0.7, 32.768].map(scaleText)).toEqual([
    ...['1/5', '1/3', '1/200', '-1/2', '2', '0.7', '32.768'],
  ])
})
