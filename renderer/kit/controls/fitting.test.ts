import { describe, expect, it } from 'vitest'
import { fitting } from './fitting.ts'

const items = [
  { id: 'first', width: 100 },
  { id: 'second', width: 60 },
  { id: 'third', width: 30 },
]

describe('what fits in a bar', () => {
  it('is everything when there is room, without a menu', () => {
    expect([...fitting(items, 190, 30)]).toEqual(['first', 'second', 'third'])
  })

  it('leaves the less important out first, and room for the menu', () => {
    expect([...fitting(items, 189, 30)]).toEqual(['first', 'third'])
    expect([...fitting(items, 159, 30)]).toEqual(['first'])
    expect([...fitting(items, 20, 30)]).toEqual([])
  })
})
