import { describe, expect, it } from 'vitest'
import { isSame, withKept } from './same.ts'

describe('plain data', () => {
  it('is the same as JSON would be', () => {
    expect(isSame({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true)
    expect(isSame([], {})).toBe(false)
    expect(isSame({ a: 1 }, { a: 1, b: 1 })).toBe(false)
    expect(isSame(Number.NaN, Number.NaN)).toBe(true)
  })

  it('keeps the parts that have not changed, as the objects they were', () => {
    const before = [{ id: 'a', list: [{ value: 1 }, { value: 2 }] }, { id: 'b' }]
    const now = [{ id: 'a', list: [{ value: 1 }, { value: 3 }] }, { id: 'b' }, { id: 'c' }]
    const kept = withKept(before, now)
    expect(kept).toEqual(now)
    expect(kept[1]).toBe(before[1])
    expect(kept[0]?.list?.[0]).toBe(before[0]?.list?.[0])
    expect(kept[0]).not.toBe(before[0])
    expect(before[0]?.list?.[1]).toEqual({ value: 2 })
  })

  it('is what it was when nothing has changed, and what is new when all has', () => {
    const before = { a: [1, 2], b: { c: null } }
    expect(withKept(before, { a: [1, 2], b: { c: null } })).toBe(before)
    expect(withKept(before, [1])).toEqual([1])
    expect(withKept([1, 2], { 0: 1 })).toEqual({ 0: 1 })
    expect(withKept(null, before)).toBe(before)
    expect(withKept(before, 'x')).toBe('x')
  })
})
