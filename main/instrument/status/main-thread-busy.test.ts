import { describe, expect, it } from 'vitest'
import { MainThreadBusy, threadTimeMs } from './main-thread-busy.ts'

describe('MainThreadBusy', () => {
  const over = (
    ...readings: ConstructorParameters<typeof MainThreadBusy>[0] extends (() => infer R) | undefined ? R[] : never
  ) => {
    const left = [...readings]
    return new MainThreadBusy(() => left.shift()!)
  }
  const loop = (active: number, idle: number) => ({ active, idle })

  it("is the thread's processor time, whatever it waits for", () => {
    const busy = over(
      { atMs: 0, threadMs: 5, loop: loop(10, 90) },
      { atMs: 250, threadMs: 30, loop: loop(160, 190) },
      { atMs: 500, threadMs: 30, loop: loop(160, 440) },
    )
    expect(busy.take()).toBeCloseTo(0.1)
    expect(busy.take()).toBe(0)
  })

  it("is the loop's share where the system does not tell", () => {
    const busy = over(
      { atMs: 0, threadMs: null, loop: loop(10, 90) },
      { atMs: 250, threadMs: null, loop: loop(60, 290) },
      { atMs: 500, threadMs: 400, loop: loop(60, 540) },
    )
    expect(busy.take()).toBeCloseTo(0.2)
    expect(busy.take()).toBe(0)
  })

  it('is 0 where nobody tells', () => {
    const busy = over({ atMs: 0, threadMs: null, loop: loop(0, 0) }, { atMs: 250, threadMs: null, loop: loop(0, 0) })
    expect(busy.take()).toBe(0)
  })

  it('measures this thread', () => {
    const busy = new MainThreadBusy()
    const before = threadTimeMs()
    const end = performance.now() + 30
    while (performance.now() < end);
    expect(busy.take()).toBeLessThanOrEqual(1)
    if (before !== null) expect(threadTimeMs()).toBeGreaterThan(before)
  })
})
