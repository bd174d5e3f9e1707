import { expect, it } from 'vitest'
import { describeTable } from './table.ts'

it('shows numbers at the right, words at the left, and nothing as a dash', () => {
  const table = {
    title: 'Costs',
    columns: ['way', 'ns'],
    rows: [['DMA', 0.0072812] as const, ['interrupt', null] as const],
  }
  expect(describeTable(table)).toEqual(['Costs', 'way             ns', 'DMA        0.00728', 'interrupt        -'])
})
