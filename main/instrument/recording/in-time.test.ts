import { describe, expect, it, vi } from 'vitest'
import { drivePatienceMs } from '#main/runtime/drive/silence.ts'
import { FakeRuntime } from '#main/testing/index.ts'
import { openedInTime } from './in-time.ts'

describe('a file on a disk that may not answer', () => {
  it('is there when it is opened in time, and no timer is left', async () => {
    const runtime = new FakeRuntime()
    const undo = vi.fn(() => Promise.resolve())
    expect(await openedInTime(runtime.clock, () => Promise.resolve('file'), undo)).toBe('file')
    expect(undo).not.toHaveBeenCalled()
    expect(runtime.pendingTimers).toBe(0)
  })

  it('fails as its opening does', async () => {
    const runtime = new FakeRuntime()
    const full = (): Promise<string> => Promise.reject(new Error('full'))
    const opening = openedInTime(runtime.clock, full, () => Promise.resolve())
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
    const opening = openedInTime(runtime.clock, () => hanging, undo)
    const failed = expect(opening).rejects.toMatchObject({
      errno: 'ETIMEDOUT',
      message: 'The disk has not answered for 15 s; nothing was recorded. Choose another folder.',
    })
    runtime.advance(drivePatienceMs)
    await failed
    expect(undo).not.toHaveBeenCalled()
    answer('file')
    await vi.waitFor(() => expect(undo).toHaveBeenCalledWith('file'))
  })

  it('may take any time while somebody else is waited for', async () => {
    const runtime = new FakeRuntime()
    const undo = vi.fn(() => Promise.resolve())
    let come: (reader: string) => void = () => undefined
    const opening = openedInTime(
      runtime.clock,
      (onWait) => {
        onWait()
        return new Promise<string>((resolve) => {
          come = resolve
        })
      },
      undo,
    )
    runtime.advance(100 * drivePatienceMs)
    come('reader')
    expect(await opening).toBe('reader')
    expect(undo).not.toHaveBeenCalled()
  })
})
