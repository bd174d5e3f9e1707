import { beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeRuntime } from '#main/testing/fake-runtime.ts'
import { Audience, closeDelayMs, loadPatienceMs } from './audience.ts'

describe('Audience', () => {
  let time: FakeRuntime
  let audience: Audience
  const onGone = vi.fn()

  beforeEach(() => {
    onGone.mockReset()
    time = new FakeRuntime()
    audience = new Audience(time.clock, onGone)
  })

  it('waits for the first viewer as long as it takes', () => {
    time.advance(1e9)
    audience.expect()
    time.advance(1e9)
    expect(onGone).not.toHaveBeenCalled()
  })

  it('is gone soon after the last viewer left, and only once', () => {
    const first = audience.join()
    const second = audience.join()
    first.dispose()
    time.advance(1e6)
    second.dispose()
    second.dispose()
    time.advance(closeDelayMs - 1)
    expect(onGone).not.toHaveBeenCalled()
    time.advance(1e6)
    expect(onGone).toHaveBeenCalledTimes(1)
  })

  it('is not gone with observers who come and go alone; they stay after the last operator', () => {
    const early = audience.join('observer')
    early.dispose()
    time.advance(1e6)
    expect(onGone).not.toHaveBeenCalled()
    const observer = audience.join('observer')
    audience.join('operator').dispose()
    time.advance(1e6)
    expect(onGone).not.toHaveBeenCalled()
    observer.dispose()
    time.advance(closeDelayMs)
    expect(onGone).toHaveBeenCalledTimes(1)
  })

  it('is not gone over a reload, which fetches the page before the old one leaves', () => {
    const before = audience.join()
    audience.expect()
    before.dispose()
    time.advance(loadPatienceMs - 1)
    const after = audience.join()
    time.advance(1e6)
    expect(onGone).not.toHaveBeenCalled()
    after.dispose()
    time.advance(closeDelayMs)
    expect(onGone).toHaveBeenCalledTimes(1)
  })

  it('is not gone when the page is fetched again just after it left', () => {
    audience.join().dispose()
    time.advance(closeDelayMs - 1)
    audience.expect()
    time.advance(loadPatienceMs - 1)
    expect(onGone).not.toHaveBeenCalled()
    time.advance(1)
    expect(onGone).toHaveBeenCalledTimes(1)
  })

  it('is not gone while it is awaited, but soon after that', () => {
    let isAwaited = true
    const keen = new Audience(time.clock, onGone, () => isAwaited)
    keen.look()
    keen.join().dispose()
    time.advance(1e6)
    keen.look()
    time.advance(1e6)
    expect(onGone).not.toHaveBeenCalled()
    const again = keen.join()
    isAwaited = false
    keen.look()
    time.advance(1e6)
    expect(onGone).not.toHaveBeenCalled()
    isAwaited = true
    again.dispose()
    time.advance(1e6)
    isAwaited = false
    keen.look()
    time.advance(closeDelayMs - 1)
    expect(onGone).not.toHaveBeenCalled()
    time.advance(1)
    keen.look()
    time.advance(1e6)
    expect(onGone).toHaveBeenCalledTimes(1)
  })

  it('forgets a page that was fetched once its viewer has come', () => {
    audience.expect()
    audience.join().dispose()
    time.advance(closeDelayMs)
    expect(onGone).toHaveBeenCalledTimes(1)
  })

  it('says nothing after it was disposed', () => {
    const viewer = audience.join()
    audience.dispose()
    viewer.dispose()
    time.advance(1e6)
    expect([onGone.mock.calls.length, time.pendingTimers]).toEqual([0, 0])
  })
})
