import { describe, expect, it } from 'vitest'
import { FakeRuntime } from '#main/testing/index.ts'
import { StreamChannel } from './stream-channel.ts'

describe('an emulated stream', () => {
  it('calls back for each period of a transfer that repeats, and counts the residue of the present one', () => {
    const runtime = new FakeRuntime()
    const channel = new StreamChannel({ ...runtime, direction: 'mem-to-dev', onChange: () => undefined })
    const descriptor = channel.prepDmaCyclic(1000, 60, 20, 'mem-to-dev', {})!
    let periods = 0
    descriptor.callback = () => {
      periods++
    }
    const cookie = descriptor.submit()
    channel.issuePending()
    const moved: number[][] = []
    const advance = (bytes: number): void => {
      channel.advance(bytes, 2, (address, length, from) => void moved.push([address, length, from]))
      runtime.runPendingCallbacks()
    }
    advance(30)
    expect([periods, channel.txStatus(cookie).residue, channel.bytesToNextEvent]).toEqual([1, 10, 10])
    advance(40)
    expect([periods, channel.txStatus(cookie).residue]).toEqual([2, 10])
    // Piece by piece, round and round, without a gap.
    expect(moved).toEqual([
      [1000, 20, 0],
      [1020, 10, 20],
      [1030, 10, 0],
      [1040, 20, 10],
      [1000, 10, 30],
    ])
  })
})
