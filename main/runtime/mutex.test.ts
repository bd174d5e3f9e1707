import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Mutex } from './mutex.ts'

/** What callers of one mutex do, in turns of the event loop of their own. */
type Step =
  | { readonly kind: 'acquire' }
  | { readonly kind: 'try' }
  | { readonly kind: 'release' }
  /** Takes and gives back as a section of `run`, which fails or not. */
  | { readonly kind: 'run'; readonly fails: boolean }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('acquire' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('try' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('run' as const), fails: fc.boolean() }) },
)

/** Lets everything happen that can happen without an answer from outside. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('Mutex', () => {
  it('lets one in at a time, in the order they asked, whatever they do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const mutex = new Mutex()
        const entered: number[] = []
        /** The model: who holds the lock, and who waits, in order. `run` sections give it back by themselves. */
        let holder: number | null = null
        let waiting: { readonly id: number; readonly isSection: boolean }[] = []
        const expected: number[] = []
        const admit = (): void => {
          holder = null
          while (holder === null && waiting.length > 0) {
            const [next, ...others] = waiting
            waiting = others
            expected.push(next!.id)
            if (!next!.isSection) holder = next!.id
          }
        }
        for (const [id, { kind, ...rest }] of steps.entries()) {
          if (kind === 'acquire') {
            waiting.push({ id, isSection: false })
            void mutex.acquire().then(() => entered.push(id))
          } else if (kind === 'run') {
            waiting.push({ id, isSection: true })
            const section = mutex.run(() => {
              entered.push(id)
              if ('fails' in rest && rest.fails) throw new Error('the section failed')
            })
            void section.catch(() => undefined)
          } else if (kind === 'try') {
            const got = mutex.tryAcquire()
            expect(got).toBe(holder === null)
            if (got) {
              entered.push(id)
              expected.push(id)
              holder = id
            }
          } else if (holder !== null) {
            mutex.release()
            admit()
          }
          if (holder === null) admit()
          await settle()
          expect(entered).toEqual(expected)
          expect(mutex.isHeld).toBe(holder !== null)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is handed over at a release: nobody who comes in between gets ahead of a waiter', async () => {
    const mutex = new Mutex()
    await mutex.acquire()
    const order: string[] = []
    const waiter = mutex.acquire().then(() => order.push('waiter'))
    mutex.release()
    expect(mutex.isHeld).toBe(true)
    expect(mutex.tryAcquire()).toBe(false)
    const late = mutex.acquire().then(() => order.push('late'))
    await waiter
    mutex.release()
    await late
    expect(order).toEqual(['waiter', 'late'])
  })

  it('keeps a section whole across its awaits', async () => {
    const mutex = new Mutex()
    const account = { balance: 0 }
    await Promise.all(
      Array.from({ length: 50 }, (_, k) =>
        mutex.run(async () => {
          const before = account.balance
          for (let turn = 0; turn < k % 4; turn++) await Promise.resolve()
          account.balance = before + 1
        }),
      ),
    )
    expect(account.balance).toBe(50)
  })

  it('gives the result of a section, or what it throws, and is free after both', async () => {
    const mutex = new Mutex()
    expect(await mutex.run(() => 7)).toBe(7)
    expect(await mutex.run(() => Promise.resolve('later'))).toBe('later')
    const failure = new Error('no')
    await expect(mutex.run(() => Promise.reject(failure))).rejects.toBe(failure)
    await expect(
      mutex.run(() => {
        throw failure
      }),
    ).rejects.toBe(failure)
    expect(mutex.isHeld).toBe(false)
    expect(mutex.tryAcquire()).toBe(true)
  })
})
