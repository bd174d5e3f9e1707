import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InterruptLine } from './interrupt-line.ts'
import { InterruptModerator } from './interrupt-moderator.ts'

const small = 4096
const bulk = 1 << 20

/** A line whose interrupts the CPU acknowledges at once. */
function moderated(coalesceMs: number) {
  let raised = 0
  const line: InterruptLine = new InterruptLine(new SharedArrayBuffer(64), 0, () => {
    raised++
    line.acknowledge()
  })
  return { interrupts: new InterruptModerator(line, coalesceMs), count: () => raised }
}

describe('the interrupt moderator', () => {
  it('reports nothing that has not completed, and what has completed once', () => {
    const { interrupts, count } = moderated(0.2)
    interrupts.raise(1)
    interrupts.raiseIfDue(100, small)
    expect(count()).toBe(0)
    interrupts.completed(101)
    interrupts.raise(101)
    interrupts.raise(102)
    expect(count()).toBe(1)
  })

  it('lets completions wait for company as long as it may, those of large transfers five times as long', () => {
    const { interrupts, count } = moderated(0.2)
    interrupts.completed(10)
    interrupts.completed(10.1)
    interrupts.raiseIfDue(10.15, small)
    expect(count()).toBe(0)
    interrupts.raiseIfDue(10.2, bulk)
    expect(count()).toBe(0)
    interrupts.raiseIfDue(10.25, small)
    expect(count()).toBe(1)
    expect([interrupts.nextMs(small), interrupts.nextMs(bulk)]).toEqual([10.45, 11.25])
  })

  it('never holds back what must not wait', () => {
    const { interrupts, count } = moderated(1000)
    interrupts.raiseNow()
    interrupts.raiseNow()
    expect(count()).toBe(2)
  })

  it('keeps no completion longer than its window, and raises at most once per window', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { maxLength: 60 }), (gaps) => {
        const { interrupts, count } = moderated(0.2)
        let nowMs = 0
        let waitingSinceMs: number | null = null
        for (const gap of gaps) {
          nowMs += gap
          interrupts.completed(nowMs)
          waitingSinceMs ??= nowMs
          const before = count()
          interrupts.raiseIfDue(nowMs, small)
          const isDue = nowMs - waitingSinceMs >= 0.2
          expect(count() - before).toBe(isDue ? 1 : 0)
          if (isDue) waitingSinceMs = null
        }
      }),
    )
  })
})
