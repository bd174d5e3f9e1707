import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeRuntime } from '#main/testing/index.ts'
import { type Deferred, monotonicMs, realClock, realDeferred } from './clock.ts'

/** What a function does when its turn comes: defers others. */
interface Job {
  readonly context: 'tasklet' | 'work'
  readonly brings: readonly Job[]
}

const { jobs } = fc.letrec<{ job: Job; jobs: readonly Job[] }>((tie) => ({
  job: fc.record({
    context: fc.constantFrom('tasklet' as const, 'work' as const),
    brings: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('jobs')),
  }),
  jobs: fc.array(tie('job'), { maxLength: 4 }),
}))

/**
 * Defers the jobs and all they bring, until nothing is left. What a context owes: no function runs inside the call that
 * defers it; each context keeps its order; no work runs before a tasklet that was deferred earlier.
 */
async function keepsItsPromises(deferred: Deferred, all: readonly Job[], goOn: () => Promise<unknown>): Promise<void> {
  const waiting: Record<Job['context'], number[]> = { tasklet: [], work: [] }
  let serial = 0
  let isDeferring = false
  const defer = ({ context, brings }: Job): void => {
    const id = serial++
    waiting[context].push(id)
    const run = (): void => {
      expect(isDeferring).toBe(false)
      expect(waiting[context].shift()).toBe(id)
      if (context === 'work') expect(waiting.tasklet.filter((tasklet) => tasklet < id)).toEqual([])
      for (const next of brings) defer(next)
    }
    isDeferring = true
    deferred[context](run)
    isDeferring = false
  }
  for (const job of all) defer(job)
  while (waiting.tasklet.length + waiting.work.length > 0) await goOn()
}

/** The event loop's next turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('deferred work', () => {
  it('runs later, in order, tasklets before the work deferred after them', async () => {
    await fc.assert(fc.asyncProperty(jobs, (all) => keepsItsPromises(realDeferred, all, turn)))
  })

  it('runs so in the fake runtime of the tests, too', async () => {
    await fc.assert(
      fc.asyncProperty(jobs, (all) => {
        const runtime = new FakeRuntime()
        return keepsItsPromises(runtime.deferred, all, () => runtime.runAll())
      }),
    )
  })

  it('runs a tasklet before the event loop takes its next turn', async () => {
    const order: string[] = []
    setImmediate(() => order.push('turn'))
    realDeferred.tasklet(() => order.push('tasklet'))
    realDeferred.work(() => void order.push('work'))
    await turn()
    await turn()
    expect(order).toEqual(['tasklet', 'turn', 'work'])
  })
})

describe('the real clock', () => {
  it('never goes back', () => {
    let last = monotonicMs()
    for (let reading = 0; reading < 10_000; reading++) {
      const now = realClock.nowMs()
      expect(now >= last).toBe(true)
      last = now
    }
  })

  it('has the origin of the clock that all threads share', () => {
    // Between two readings of the shared clock; the offset is known to microseconds, so a tenth of a ms is generous.
    for (let reading = 0; reading < 100; reading++) {
      const before = Number(process.hrtime.bigint()) / 1e6
      const now = monotonicMs()
      const after = Number(process.hrtime.bigint()) / 1e6
      expect(now).toBeGreaterThan(before - 0.1)
      expect(now).toBeLessThan(after + 0.1)
    }
  })

  it('tells the wall clock in Unix milliseconds', () => {
    const before = Date.now()
    const now = realClock.unixMs()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThan(Date.now() + 1)
  })

  it('runs a timer once, not before its time, by the clock that it tells', async () => {
    const begin = realClock.nowMs()
    let runs = 0
    await new Promise<void>((resolve) => {
      realClock.timer(20, () => {
        runs++
        resolve()
      })
    })
    // Timers of Node count whole milliseconds, and may be a fraction early.
    expect(realClock.nowMs() - begin).toBeGreaterThan(18)
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(runs).toBe(1)
  })

  it('does not run a timer that was disposed, nor one for ever', async () => {
    let ran = false
    realClock.timer(0, () => (ran = true)).dispose()
    const never = realClock.timer(Number.POSITIVE_INFINITY, () => (ran = true))
    await new Promise((resolve) => realClock.timer(5, () => resolve(undefined)))
    never.dispose()
    expect(ran).toBe(false)
    expect(() => realClock.timer(Number.NaN, () => undefined)).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
  })
})
