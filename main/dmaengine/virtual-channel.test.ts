// The framework's promises, with a provider whose hardware does what the test says.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DmaChannel,
  DmaDescriptor,
  type DmaDevice,
  type DmaDirection,
  type DmaPrepFlags,
  type DmaSegment,
  isCookieComplete,
  lastCookie,
  nextCookie,
  VirtualChannel,
  type VirtualChannelOptions,
} from './index.ts'

/** Takes `depth` descriptors at a time; stops when told. */
class ManualChannel extends VirtualChannel {
  readonly depth: number
  stopsAtOnce = true

  constructor(options: VirtualChannelOptions, depth = 2) {
    super(options)
    this.depth = depth
  }

  prepSlaveSg(segments: readonly DmaSegment[], direction: DmaDirection, flags: DmaPrepFlags): DmaDescriptor {
    return new DmaDescriptor(this, { direction, segments, periodBytes: 0, interrupt: flags.interrupt ?? true })
  }

  prepDmaCyclic(address: number, length: number, periodBytes: number, direction: DmaDirection): DmaDescriptor {
    const segments = [{ address, length }]
    return new DmaDescriptor(this, { direction, segments, periodBytes, interrupt: true })
  }

  running(): DmaDescriptor[] {
    const all = this.inHardware.drain()
    for (const one of all) this.inHardware.push(one)
    return all
  }

  /** Completes the oldest transfer in hardware. */
  completeOldest(): void {
    const oldest = this.inHardware.at(0)
    if (oldest !== undefined) this.complete(oldest)
    this.startTransfers()
  }

  stop(): void {
    this.hardwareStopped()
  }

  protected startTransfers(): void {
    while (this.inHardware.length < this.depth && this.takeIssued() !== undefined);
  }

  protected stopHardware(): void {
    if (this.stopsAtOnce) this.hardwareStopped()
  }

  protected residueInHardware(descriptor: DmaDescriptor): number {
    return descriptor.length / 2
  }
}

function make(options: Partial<VirtualChannelOptions> = {}, depth = 2) {
  const tasklets: (() => void)[] = []
  const deferred = { tasklet: (fn: () => void) => void tasklets.push(fn), work: (fn: () => void) => void fn() }
  const provider = new ManualChannel({ deferred, ...options }, depth)
  const device: DmaDevice = {
    name: 'manual',
    capabilities: ['SLAVE', 'CYCLIC'],
    srcAddrWidths: 1 << 8,
    dstAddrWidths: 1 << 8,
    directions: ['dev-to-mem'],
    maxBurst: 1,
    descriptorReuse: provider.canReuse,
    channels: [],
  }
  const channel = new DmaChannel(device, 'ch0', provider)
  const runTasklets = (): void => {
    for (let fn = tasklets.shift(); fn !== undefined; fn = tasklets.shift()) fn()
  }
  const prepare = (callback: (() => void) | null = null): DmaDescriptor => {
    const descriptor = channel.prepSlaveSingle(4096, 64, 'dev-to-mem')!
    descriptor.callback = callback
    return descriptor
  }
  return { provider, channel, tasklets, runTasklets, prepare }
}

describe('VirtualChannel', () => {
  it('gives increasing cookies, the first is 2, and completes them in the order of their transfers', () => {
    const { provider, channel, runTasklets, prepare } = make()
    const calls: number[] = []
    const cookies = [0, 1, 2, 3].map((tag) => prepare(() => calls.push(tag)).submit())
    expect(cookies).toEqual([2, 3, 4, 5])
    expect(provider.running()).toEqual([])
    channel.issuePending()
    expect(provider.running()).toHaveLength(2)
    expect(cookies.map((cookie) => channel.txStatus(cookie))).toEqual([
      { status: 'IN_PROGRESS', last: 1, used: 5, residue: 32 },
      { status: 'IN_PROGRESS', last: 1, used: 5, residue: 32 },
      { status: 'IN_PROGRESS', last: 1, used: 5, residue: 64 },
      { status: 'IN_PROGRESS', last: 1, used: 5, residue: 64 },
    ])
    provider.completeOldest()
    expect(channel.txStatus(2)).toEqual({ status: 'COMPLETE', last: 2, used: 5, residue: 0 })
    expect(channel.txStatus(3).status).toBe('IN_PROGRESS')
    expect(calls).toEqual([])
    for (let n = 0; n < 3; n++) provider.completeOldest()
    runTasklets()
    expect(calls).toEqual([0, 1, 2, 3])
    expect(channel.txStatus(0).status).toBe('ERROR')
    expect(channel.txStatus(-1).status).toBe('ERROR')
  })

  it('decides completion across the wrap of the cookies', () => {
    expect(nextCookie(lastCookie)).toBe(1)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: lastCookie }), fc.integer({ min: 0, max: 50 }), (start, outstanding) => {
        let used = start
        const later: number[] = []
        for (let n = 0; n < outstanding; n++) {
          used = nextCookie(used)
          later.push(used)
        }
        expect(isCookieComplete(start, start, used)).toBe(true)
        for (const cookie of later) expect(isCookieComplete(cookie, start, used)).toBe(false)
      }),
    )
    const { provider, channel, prepare } = make({ cookieBefore: lastCookie - 1 })
    const cookies = [prepare().submit(), prepare().submit()]
    expect(cookies).toEqual([lastCookie, 1])
    channel.issuePending()
    provider.completeOldest()
    expect(cookies.map((cookie) => channel.txStatus(cookie).status)).toEqual(['COMPLETE', 'IN_PROGRESS'])
  })

  it('runs callbacks in one tasklet per pass; they may prepare, submit, issue and terminate', () => {
    const { provider, channel, tasklets, runTasklets, prepare } = make()
    const calls: string[] = []
    prepare(() => {
      calls.push('first')
      prepare(() => calls.push('from the callback')).submit()
      channel.issuePending()
    }).submit()
    prepare(() => calls.push('second')).submit()
    channel.issuePending()
    provider.completeOldest()
    provider.completeOldest()
    expect(tasklets).toHaveLength(1)
    runTasklets()
    expect(calls).toEqual(['first', 'second'])
    provider.completeOldest()
    runTasklets()
    expect(calls).toEqual(['first', 'second', 'from the callback'])

    prepare(() => channel.terminateAsync()).submit()
    prepare(() => calls.push('never')).submit()
    channel.issuePending()
    provider.completeOldest()
    provider.completeOldest()
    runTasklets()
    expect(calls).not.toContain('never')
  })

  it('goes on with the other callbacks when one throws', () => {
    const { provider, channel, runTasklets, prepare } = make()
    const calls: number[] = []
    prepare(() => {
      throw new Error('a client went wrong')
    }).submit()
    prepare(() => calls.push(2)).submit()
    channel.issuePending()
    provider.completeOldest()
    provider.completeOldest()
    expect(runTasklets).toThrow('a client went wrong')
    runTasklets()
    expect(calls).toEqual([2])
  })

  it('prefers callbackResult, with the outcome; the descriptor is recycled by then', () => {
    const { provider, channel, runTasklets, prepare } = make()
    const descriptor = prepare(() => expect.fail('the plain callback must not run'))
    const seen: unknown[] = []
    descriptor.callbackResult = (result) => seen.push({ ...result, state: descriptor.state })
    descriptor.submit()
    channel.issuePending()
    provider.complete(descriptor, 'READ_FAILED', 24)
    runTasklets()
    expect(seen).toEqual([{ result: 'READ_FAILED', residue: 24, metadata: null, state: 'recycled' }])
    expect(channel.txStatus(descriptor.cookie).status).toBe('ERROR')
    expect(() => descriptor.submit()).toThrow(/once/)
  })

  it('discards everything on termination, completed but unreported transfers too', async () => {
    const { provider, channel, runTasklets, prepare } = make()
    const calls: number[] = []
    const all = [0, 1, 2, 3].map((tag) => prepare(() => calls.push(tag)))
    for (const one of all.slice(0, 3)) one.submit()
    channel.issuePending()
    all[3]!.submit()
    provider.completeOldest()
    channel.terminateAsync()
    // A completion that was on its way is ignored.
    provider.complete(all[1]!)
    runTasklets()
    await channel.synchronize()
    expect(calls).toEqual([])
    expect(provider.running()).toEqual([])
    expect(all.map((one) => one.state)).toEqual(['recycled', 'recycled', 'recycled', 'recycled'])
  })

  it('is not terminated until the hardware has stopped; what is issued meanwhile waits', async () => {
    const { provider, channel, prepare } = make()
    provider.stopsAtOnce = false
    prepare().submit()
    channel.issuePending()
    let isTerminated = false
    const terminated = channel.terminateSync().then(() => {
      isTerminated = true
    })
    const next = prepare()
    next.submit()
    channel.issuePending()
    await Promise.resolve()
    expect(isTerminated).toBe(false)
    expect(provider.running()).toEqual([])
    provider.stop()
    await terminated
    expect(provider.running()).toEqual([next])
  })

  it('refuses to issue while stopping in strict mode', async () => {
    const { provider, channel, prepare } = make({ strict: true })
    provider.stopsAtOnce = false
    channel.terminateAsync()
    const next = prepare()
    next.submit()
    expect(() => channel.issuePending()).toThrow(expect.objectContaining({ errno: 'EBUSY' }))
    expect(next.state).toBe('submitted')
    provider.stop()
    await channel.synchronize()
    channel.issuePending()
    expect(provider.running()).toEqual([next])
  })

  it('does not let a callback wait for its own channel', async () => {
    const { provider, channel, runTasklets, prepare } = make()
    let waiting: Promise<void> = Promise.resolve()
    prepare(() => {
      waiting = channel.terminateSync()
    }).submit()
    channel.issuePending()
    provider.completeOldest()
    runTasklets()
    await expect(waiting).rejects.toMatchObject({ errno: 'EBUSY' })
  })

  it('folds elapsed periods of a cyclic transfer into one callback', () => {
    const { provider, channel, runTasklets } = make()
    const cyclic = channel.prepDmaCyclic(4096, 64, 16, 'dev-to-mem')!
    let calls = 0
    cyclic.callback = () => {
      calls++
    }
    cyclic.submit()
    channel.issuePending()
    for (let n = 0; n < 3; n++) provider.periodElapsed(cyclic)
    runTasklets()
    expect(calls).toBe(1)
    provider.periodElapsed(cyclic)
    runTasklets()
    expect(calls).toBe(2)
    expect(channel.txStatus(cyclic.cookie).status).toBe('IN_PROGRESS')
  })

  it('lets a descriptor be reused where the provider supports it', () => {
    const { provider, channel, runTasklets, prepare } = make({ canReuse: true })
    let calls = 0
    const again = prepare(() => {
      calls++
    })
    expect(() => again.free()).toThrow(expect.objectContaining({ errno: 'EPERM' }))
    again.setReuse()
    for (let round = 0; round < 3; round++) {
      again.submit()
      expect(() => again.submit()).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
      expect(() => again.free()).toThrow(expect.objectContaining({ errno: 'EBUSY' }))
      channel.issuePending()
      provider.completeOldest()
      runTasklets()
    }
    expect(calls).toBe(3)
    again.free()
    expect(() => again.submit()).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
    expect(() => make().prepare().setReuse()).toThrow(expect.objectContaining({ errno: 'EPERM' }))
  })

  it('runs no callback for a transfer prepared without interrupt', () => {
    const { provider, channel, runTasklets } = make()
    const quiet = channel.prepSlaveSg([{ address: 0, length: 8 }], 'dev-to-mem', { interrupt: false })!
    quiet.callback = () => expect.fail('no callback was asked for')
    const cookie = quiet.submit()
    channel.issuePending()
    provider.completeOldest()
    runTasklets()
    expect(channel.txStatus(cookie).status).toBe('COMPLETE')
  })
})
