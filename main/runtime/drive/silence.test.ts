import { describe, expect, it } from 'vitest'
import { FakeRuntime } from '#main/testing/index.ts'
import type { OpenCall } from './drive.ts'
import { drivePatienceMs, silentSeconds, unlessSilent } from './silence.ts'

function silentDrive(name: OpenCall['name'] = 'writev') {
  const runtime = new FakeRuntime()
  const drive: { oldest: OpenCall | null } = { oldest: { name, sinceMs: runtime.clock.nowMs() } }
  const never = new Promise<string>(() => undefined)
  return { runtime, drive, never, clock: runtime.clock }
}

/** In pieces, as time passes for a program that runs. */
function pass(runtime: FakeRuntime, ms: number): void {
  for (let left = ms; left > 0; left -= 500) runtime.advance(Math.min(left, 500))
}

describe('a drive that does not answer', () => {
  it('is told from 3 s on, in whole seconds, until it answers', () => {
    const { runtime, drive, clock } = silentDrive()
    expect(silentSeconds(drive, clock)).toBe(0)
    pass(runtime, 2999)
    expect(silentSeconds(drive, clock)).toBe(0)
    pass(runtime, 4500)
    expect(silentSeconds(drive, clock)).toBe(7)
    drive.oldest = null
    expect(silentSeconds(drive, clock)).toBe(0)
    expect(silentSeconds(null, clock)).toBe(0)
  })

  it('is given up after 15 s of one call, counted from now on, and no timer is left', async () => {
    const { runtime, drive, clock, never } = silentDrive()
    pass(runtime, 100_000)
    const failed = expect(unlessSilent(clock, drive, never)).rejects.toMatchObject({
      errno: 'ETIMEDOUT',
      message: 'The disk has not answered for 115 s; what it had not taken by then is given up.',
    })
    pass(runtime, drivePatienceMs)
    await failed
    expect(runtime.pendingTimers).toBe(0)
  })

  it('is waited for as long as it answers one call after the other, however slowly', async () => {
    const { runtime, drive, clock } = silentDrive()
    let end: (value: string) => void = () => undefined
    const work = new Promise<string>((resolve) => {
      end = resolve
    })
    const waiting = unlessSilent(clock, drive, work)
    for (let call = 0; call < 5; call++) {
      pass(runtime, drivePatienceMs - 1000)
      drive.oldest = { name: 'writev', sinceMs: clock.nowMs() }
    }
    end('written')
    expect(await waiting).toBe('written')
    expect(runtime.pendingTimers).toBe(0)
  })

  it('may take a minute to bring what it has to the disk', async () => {
    const { runtime, drive, clock, never } = silentDrive('fdatasync')
    let isGivenUp = false
    const waiting = unlessSilent(clock, drive, never).catch(() => {
      isGivenUp = true
    })
    pass(runtime, 59_000)
    await Promise.resolve()
    expect(isGivenUp).toBe(false)
    pass(runtime, 1000)
    await waiting
    expect(isGivenUp).toBe(true)
  })

  it('is not given up by a program that was stopped for long', async () => {
    const { drive, clock } = silentDrive()
    let nowMs = clock.nowMs()
    let due: () => void = () => undefined
    const stopped = {
      ...clock,
      nowMs: () => nowMs,
      timer: (_delayMs: number, fn: () => void) => {
        due = fn
        return { dispose: () => undefined }
      },
    }
    let end: (value: string) => void = () => undefined
    const waiting = unlessSilent(stopped, drive, new Promise<string>((resolve) => (end = resolve)))
    for (let stop = 0; stop < 10; stop++) {
      nowMs += 1_000_000
      due()
    }
    end('written')
    expect(await waiting).toBe('written')
  })
})
