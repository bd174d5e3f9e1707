// The controller, its driver and the converter together, in one thread with a clock that stands still.
import { describe, expect, it } from 'vitest'
import { faultKind } from '#main/hardware/index.ts'
import type { Emitter } from '#shared/lifecycle.ts'
import { type DmaChannel, DmaEngine, type DmaResultCode, type DmaSlaveConfig, probeAxiDmac } from '../index.ts'
import { dmacBench as bench } from './testing/dmac-bench.ts'

const done = (tag: number, first: number, lost = 0, residue = 0, result: DmaResultCode = 'NOERROR') => ({
  tag,
  result,
  residue,
  first,
  lost,
})

describe('axi-dmac', () => {
  it('completes transfers in order, each exactly when its last sample is due', () => {
    const b = bench()
    b.queue(1, 2000)
    b.queue(2, 2000)
    b.channel.issuePending()
    b.start()
    b.pass(0.998)
    expect(b.results).toEqual([])
    b.pass(0.001)
    expect(b.results).toEqual([done(1, 0)])
    b.pass(1)
    expect(b.results).toEqual([done(1, 0), done(2, 1000)])
  })

  it('moves nothing before issuePending, and nothing before the converter runs', () => {
    const b = bench()
    b.queue(1, 2000)
    b.start()
    b.pass(5)
    expect(b.results).toEqual([])
    b.channel.issuePending()
    b.pass(5)
    expect(b.results).toHaveLength(1)
  })

  it('counts exactly what was lost while no descriptor was queued, and carries it with the next transfer', () => {
    const b = bench()
    b.queue(1, 2000)
    b.channel.issuePending()
    b.start()
    b.pass(1)
    // Scan 1000 is due at 1 ms; the next descriptor comes at 4.5 ms.
    b.pass(3.5)
    b.queue(2, 2000)
    b.channel.issuePending()
    b.pass(1)
    // Scans 1000 .. 4500 passed by: 3501 are due by 4.5 ms.
    expect(b.results).toEqual([done(1, 0), done(2, 4501, 3501)])
    expect(b.hardware.counters.lostScans).toBe(3501)
    expect(b.hardware.counters.nextSample).toBe(5501)
  })

  it('feeds more transfers than the queue takes, in order', () => {
    const b = bench({ ids: 8, queueDepth: 2 })
    for (let tag = 0; tag < 40; tag++) b.queue(tag, 400)
    b.channel.issuePending()
    b.start()
    b.pass(10)
    expect(b.results).toEqual(Array.from({ length: 40 }, (_, tag) => done(tag, tag * 200)))
    expect(b.hardware.counters.lostScans).toBe(0)
  })

  it('splits what is longer than the hardware takes, and completes it once', () => {
    const b = bench({ maxPieceBytes: 1024 })
    b.queue(1, 4000)
    b.queue(2, 400)
    b.channel.issuePending()
    b.start()
    b.pass(1.9)
    expect(b.results).toEqual([])
    b.pass(0.5)
    expect(b.results).toEqual([done(1, 0), done(2, 2000)])
  })

  it('ends a descriptor early when the stream ends, and skips its later pieces', async () => {
    const b = bench({ maxPieceBytes: 1000 })
    b.queue(1, 4000)
    b.queue(2, 400)
    b.channel.issuePending()
    b.start()
    b.pass(0.6)
    void b.hardware.orderFault(faultKind.endOfPacket)
    b.pass(1.4)
    const [first, second] = b.results
    expect(first).toMatchObject({ tag: 1, result: 'NOERROR', first: 0, lost: 0 })
    // The first piece of 500 scans was full, the second ended half way.
    expect(first!.residue).toBe(4000 - 1000 - 500)
    expect(second).toEqual(done(2, 750))
  })

  it('reports a bus error as READ_FAILED and goes on', () => {
    const b = bench()
    b.queue(1, 2000)
    b.queue(2, 2000)
    b.channel.issuePending()
    b.start()
    void b.hardware.orderFault(faultKind.busError)
    b.pass(3)
    expect(b.results.map(({ tag, result }) => [tag, result])).toEqual([
      [1, 'READ_FAILED'],
      [2, 'NOERROR'],
    ])
    expect(b.results[0]!.residue).toBeGreaterThan(0)
  })

  it('after terminateSync no callback runs and no memory is written', async () => {
    const b = bench()
    const address = b.queue(1, 2000)
    b.queue(2, 2000)
    b.channel.issuePending()
    b.start()
    // The first is complete in hardware, its callback not yet run; the second is half way.
    b.clock.nowMs += 1.5
    b.core.step()
    b.channel.terminateAsync()
    const synchronized = b.channel.synchronize()
    b.core.step()
    b.runTasklets()
    await synchronized
    b.heap.u8(address, 4000).fill(0x11)
    b.pass(3)
    expect(b.results).toEqual([])
    expect(new Set(b.heap.u8(address, 4000))).toEqual(new Set([0x11]))
    // What it had written and what followed is lost, and says so.
    b.queue(3, 2000)
    b.channel.issuePending()
    b.pass(2)
    const [third] = b.results
    expect(third!.tag).toBe(3)
    // All but the 1000 scans of the first transfer, which was complete.
    expect(third!.lost).toBe(third!.first - 1000)
  })

  it('holds a transfer back that is issued before the hardware has stopped', async () => {
    const b = bench()
    b.queue(1, 2000)
    b.channel.issuePending()
    b.start()
    b.pass(0.5)
    b.channel.terminateAsync()
    b.queue(2, 2000)
    b.channel.issuePending()
    expect(b.hardware.registers.queue.length).toBe(0)
    b.pass(2)
    await b.channel.synchronize()
    expect(b.results.map(({ tag }) => tag)).toEqual([2])
  })

  it('pauses and keeps its position; a transfer interrupted by a loss ends short', () => {
    const b = bench()
    b.queue(1, 4000)
    b.queue(2, 4000)
    b.channel.issuePending()
    b.start()
    b.pass(1)
    b.channel.pause()
    const cookie = b.channel.txStatus(2)
    expect(cookie.status).toBe('PAUSED')
    expect(cookie.residue).toBe(4000 - 2 * 1001)
    b.pass(3)
    b.channel.resume()
    b.pass(2)
    expect(b.results).toEqual([done(1, 0, 0, 4000 - 2 * 1001), done(2, 4001, 3000)])
  })

  it('returns null for what the controller cannot do', () => {
    const b = bench()
    const { channel } = b
    const prepare: ((channel: DmaChannel) => unknown)[] = [
      (c) => c.prepSlaveSingle(65536, 0, 'dev-to-mem'),
      (c) => c.prepSlaveSingle(65536, 12, 'dev-to-mem'),
      (c) => c.prepSlaveSingle(65540, 16, 'dev-to-mem'),
      (c) => c.prepSlaveSingle(65536, 16, 'mem-to-dev'),
      (c) => c.prepSlaveSg([], 'dev-to-mem'),
      (c) => c.prepDmaCyclic(65536, 64, 0, 'dev-to-mem'),
      (c) => c.prepDmaCyclic(65536, 64, 24, 'dev-to-mem'),
      (c) => c.prepInterleaved({ address: 65536, direction: 'dev-to-mem', elementBytes: 0, gapBytes: 8, rows: 2 }),
    ]
    for (const one of prepare) expect(one(channel)).toBeNull()
  })

  it('writes an interleaved transfer row by row and leaves the gaps alone', () => {
    const b = bench()
    const address = b.heap.alloc(4096)
    b.heap.u8(address, 4096).fill(0x77)
    const template = { address, direction: 'dev-to-mem', elementBytes: 16, gapBytes: 16, rows: 3 } as const
    let completed = false
    const descriptor = b.channel.prepInterleaved(template)!
    descriptor.callback = () => {
      completed = true
    }
    descriptor.submit()
    b.channel.issuePending()
    b.start()
    b.pass(1)
    expect(completed).toBe(true)
    const bytes = b.heap.u8(address, 96)
    for (let row = 0; row < 3; row++) {
      expect(new Set(bytes.subarray(row * 32, row * 32 + 16))).toEqual(new Set([0]))
      expect(new Set(bytes.subarray(row * 32 + 16, row * 32 + 32))).toEqual(new Set([0x77]))
    }
  })

  it('moderates interrupts: completions that arrive together are one', () => {
    const b = bench({ ids: 64, queueDepth: 64 })
    for (let tag = 0; tag < 50; tag++) b.queue(tag, 16)
    b.channel.issuePending()
    const raised: number[] = []
    const registers = b.hardware.registers
    // Nobody takes the interrupt while the thread works: only one is raised.
    b.hardware.handleInterrupt = () => void raised.push(registers.pending)
    b.start()
    b.clock.nowMs += 1
    b.core.step()
    expect(raised).toHaveLength(1)
    Reflect.deleteProperty(b.hardware, 'handleInterrupt')
    b.hardware.handleInterrupt()
    b.runTasklets()
    expect(b.results).toHaveLength(50)
  })

  it('configures transfers prepared later, and refuses what it was not built with', () => {
    const { channel } = bench()
    const burstNow = (): unknown => Reflect.get(channel.prepSlaveSingle(65536, 16, 'dev-to-mem')!, 'maxBurst')
    const before = channel.prepSlaveSingle(65536, 16, 'dev-to-mem')!
    channel.slaveConfig({ direction: 'dev-to-mem', srcAddrWidth: 8, maxBurst: 4 })
    expect(burstNow()).toBe(4)
    expect(Reflect.get(before, 'maxBurst')).toBe(16)
    const wrong: DmaSlaveConfig[] = [
      { direction: 'mem-to-dev' },
      { direction: 'dev-to-mem', srcAddrWidth: 4 },
      { direction: 'dev-to-mem', dstAddrWidth: 16 },
      { direction: 'dev-to-mem', maxBurst: 0 },
      { direction: 'dev-to-mem', maxBurst: 17 },
      { direction: 'dev-to-mem', maxBurst: 1.5 },
    ]
    for (const config of wrong)
      expect(() => channel.slaveConfig(config)).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
    channel.slaveConfig({ direction: 'dev-to-mem' })
    expect(burstNow()).toBe(4)
  })

  it('is terminated at once when the hardware is gone', async () => {
    const b = bench()
    b.queue(1, 2000)
    b.channel.issuePending()
    b.start()
    await b.hardware.stop()
    await b.channel.terminateSync()
    expect(b.results).toEqual([])
    b.dmac.remove()
  })

  it('ends a termination when the hardware fails before it acknowledges', async () => {
    const b = bench()
    b.start()
    b.queue(1, 4096)
    b.channel.issuePending()
    b.pass(1)
    const terminated = b.channel.terminateSync()
    ;(b.hardware.onFailure as Emitter<string>).fire('The hardware failed: lost power.')
    await expect(terminated).resolves.toBeUndefined()
    b.runTasklets()
    expect(b.results).toEqual([])
  })

  it('serves the output converter from its own registers, in the other direction only', () => {
    const b = bench()
    const engine = new DmaEngine()
    engine.link({ consumer: 'dac', name: 'tx', provider: 'axi-dmac1', channel: 'ch0' })
    const deferred = { tasklet: (fn: () => void) => fn(), work: (fn: () => void) => void fn() }
    const direction = 'mem-to-dev'
    const dmac = probeAxiDmac({ engine, hardware: b.hardware, deferred, name: 'axi-dmac1', direction })
    const channel = engine.requestChannel('dac', 'tx')
    const address = b.heap.alloc(4096)
    expect(engine.getSlaveCaps(channel).directions).toEqual(['mem-to-dev'])
    expect(channel.prepSlaveSingle(address, 4096, 'dev-to-mem')).toBeNull()
    expect(channel.prepSlaveSingle(address, 4096, 'mem-to-dev')).not.toBeNull()
    dmac.remove()
    expect(engine.devices).toEqual([])
  })
})
