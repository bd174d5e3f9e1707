import { expect, it } from 'vitest'
import { panelsPairOf, panelsQuery } from './panels-page.ts'

const pair = '0123456789abcdef0123456789abcdef'

it('the address of a page of panels names its pair', () => {
  expect(panelsPairOf(`app://blockscope/index.html${panelsQuery(pair)}`)).toBe(pair)
  expect(panelsPairOf(`?a=1&panels=${pair}#trace`)).toBe(pair)
})

it.each(['?panels', '?panels=', '?panels=me', `?panels=${pair.repeat(3)}`])('%s belongs to no pair', (query) => {
  expect(panelsPairOf(query)).toBe('')
})

it.each(['', '?kiosk', '?panel', '#panels', '?other=panels', '?panelsx=1'])('%s is another page', (query) => {
  expect(panelsPairOf(query)).toBeNull()
})
