import { describe, expect, it } from 'vitest'
import { newestWins } from './newest-wins.ts'

describe('newestWins', () => {
  it('runs one at a time and forgets all but the newest', async () => {
    const ran: number[] = []
    const release: (() => void)[] = []
    const ask = newestWins((value: number) => {
      ran.push(value)
      return new Promise<void>((resolve) => release.push(resolve))
    })
    for (const value of [1, 2, 3, 4]) ask(value)
    expect(ran).toEqual([1])
    release.shift()?.()
    await new Promise((resolve) => setTimeout(resolve))
    expect(ran).toEqual([1, 4])
  })
})
