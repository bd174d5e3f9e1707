import { describe, expect, it, vi } from 'vitest'
import { FakeRuntime } from '#main/testing/index.ts'
import { diskPatienceMs, openedInTime } from './in-time.ts'

describe('a file on a disk that may not answer', () => {
  it('is there when it is opened in time, and no timer is left', async () => {
    const runtime = new FakeRuntime()
    const undo = vi.fn(() => Promise.resolve())
    expect(await openedInTime(runtime.clock, Promise.resolve('file'), undo)).toBe('file')
    expect(undo).not.toHaveBeenCalled()
    expect(runtime.pendingTimers).toBe(0)
  })

  it('fails as its opening does', async () => {
    const runtime = new FakeRuntime()
    const opening = openedInTime(runtime.clock, Promise.reject(new Error('full')), () => Promise.resolve())
    await expect(opening).rejects.toThrow('full')
    expect(runtime.pendingTimers).toBe(0)
  })

  it('is given up with a sentence when the disk is silent, and taken away when it comes after all', async () => {
    const runtime = new FakeRuntime()
    const undo = vi.fn(() => Promise.resolve())
    let answer: (file: string) => void = () => undefined
    const hanging = new Promise<string>((resolve) => {
      answer = resolve
    })
    const opening = openedInTime(runtime.clock, hanging, undo)
    const failed = expect(opening).rejects.toMatchObject({
      errno: 'ETIMEDOUT',
      message: 'The disk has not answered for 15 s; nothing was recorded. Choose another folder.',
    })
    runtime.advance(diskPatienceMs)
    await failed
    expect(undo).not.toHaveBeenCalled()
    answer('file')
    await vi.waitFor(() => expect(undo).toHaveBeenCalledWith('file'))
  })
})
