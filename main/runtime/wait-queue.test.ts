import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ErrnoError } from '#shared/errors.ts'
import { WaitQueue } from './wait-queue.ts'

type Step =
  /** Sleeps until the level is at least so high. */
  | { readonly kind: 'sleep'; readonly level: number }
  | { readonly kind: 'set'; readonly level: number }
  | { readonly kind: 'wake' }
  /** Aborts one of those that sleep, if any. */
  | { readonly kind: 'abort'; readonly which: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sleep' as const), level: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('set' as const), level: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wake' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const), which: fc.nat() }) },
)

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('WaitQueue', () => {
  it('wakes exactly those whose condition holds at a wake-up, in the order they went to sleep', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const queue = new WaitQueue()
        let level = 0
        let wakes = 0
        let asleep: { readonly id: number; readonly level: number; readonly abort: AbortController }[] = []
        const ended: string[] = []
        const expected: string[] = []
        for (const [id, now] of steps.entries()) {
          if (now.kind === 'set') level = now.level
          else if (now.kind === 'wake') {
            queue.wake()
            wakes++
            for (const sleeper of asleep) if (sleeper.level <= level) expected.push(`woken ${sleeper.id}`)
            asleep = asleep.filter((sleeper) => sleeper.level > level)
          } else if (now.kind === 'sleep') {
            const abort = new AbortController()
            void queue
              .waitUntil(() => level >= now.level, abort.signal)
              .then(
                () => ended.push(`woken ${id}`),
                (thrown: unknown) =>
                  ended.push(`${thrown instanceof ErrnoError ? thrown.errno : String(thrown)} ${id}`),
              )
            if (now.level <= level) expected.push(`woken ${id}`)
            else asleep.push({ id, level: now.level, abort })
          } else if (asleep.length > 0) {
            const [sleeper] = asleep.splice(now.which % asleep.length, 1)
            sleeper!.abort.abort()
            expected.push(`EINTR ${sleeper!.id}`)
          }
          await settle()
          expect(ended).toEqual(expected)
          expect(queue.sleeperCount).toBe(asleep.length)
          expect(queue.wakeCount).toBe(wakes)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('tests the condition once before it sleeps, and once at each wake-up', async () => {
    const queue = new WaitQueue()
    let tested = 0
    let isReady = false
    const waiting = queue.waitUntil(() => {
      tested++
      return isReady
    })
    expect(tested).toBe(1)
    for (let burst = 0; burst < 100; burst++) queue.wake()
    expect(tested).toBe(101)
    isReady = true
    queue.wake()
    expect(queue.sleeperCount).toBe(0)
    await waiting
    queue.wake()
    expect(tested).toBe(102)
  })

  it('loses no wake-up that its own condition causes', async () => {
    // The hardware finishes between the test and the sleep: the one who tests is asleep already when it is woken.
    const queue = new WaitQueue()
    let done = false
    await queue.waitUntil(() => {
      const seen = done
      if (!seen) {
        done = true
        queueMicrotask(() => queue.wake())
      }
      return seen
    })
    expect(done).toBe(true)
  })

  it('does not wake in this round who goes to sleep in it', async () => {
    const queue = new WaitQueue()
    let late = 0
    const first = queue.waitUntil(() => {
      if (queue.wakeCount === 0) return false
      void queue.waitUntil(() => {
        late++
        return false
      })
      return true
    })
    queue.wake()
    await first
    expect(late).toBe(1)
    queue.wake()
    expect(late).toBe(2)
  })

  it('ends the wait of one whose condition fails with that failure, and still wakes the others', async () => {
    const queue = new WaitQueue()
    const failure = new Error('the device is gone')
    let isGone = false
    const failing = queue.waitUntil(() => {
      if (isGone) throw failure
      return false
    })
    const other = queue.waitUntil(() => isGone)
    isGone = true
    queue.wake()
    await expect(failing).rejects.toBe(failure)
    await other
    expect(queue.sleeperCount).toBe(0)
  })

  it('interrupts who comes with a signal that is aborted already, unless the condition holds', async () => {
    const queue = new WaitQueue()
    await expect(queue.waitUntil(() => false, AbortSignal.abort())).rejects.toMatchObject({ errno: 'EINTR' })
    await queue.waitUntil(() => true, AbortSignal.abort())
    expect(queue.sleeperCount).toBe(0)
  })

  it('keeps nothing on a signal that outlives the wait', async () => {
    const queue = new WaitQueue()
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    let isReady = false
    const waiting = queue.waitUntil(() => isReady, signal)
    expect(added).toHaveBeenCalledOnce()
    expect(removed).not.toHaveBeenCalled()
    isReady = true
    queue.wake()
    await waiting
    expect(removed.mock.calls.map(([type, listener]) => [type, listener])).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    )
  })
})
