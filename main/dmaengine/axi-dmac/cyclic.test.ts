// Transfers that repeat: by the hardware itself, or piece by piece.
import { describe, expect, it } from 'vitest'
import { faultKind } from '#main/hardware/index.ts'
import { dmacBench as bench } from './testing/dmac-bench.ts'

describe('axi-dmac, cyclic', () => {
  it('splits periods longer than one hardware transfer, and calls back once for each whole period', () => {
    const b = bench({ maxPieceBytes: 1000 })
    const address = b.heap.alloc(8192)
    // 1500 scans a period, in three pieces of 1000 bytes each.
    const descriptor = b.channel.prepDmaCyclic(address, 6000, 3000, 'dev-to-mem')!
    expect(Reflect.get(descriptor, 'pieces')).toHaveLength(6)
    let periods = 0
    descriptor.callback = () => {
      periods++
    }
    const cookie = descriptor.submit()
    b.channel.issuePending()
    b.start()
    b.pass(1.499, 0.25)
    expect(periods).toBe(1)
    b.pass(1.5, 0.25)
    expect(periods).toBe(2)
    b.pass(0.7, 0.25)
    // Of the present period, whatever piece of it runs: its first piece is through, its second one not.
    const { status, residue } = b.channel.txStatus(cookie)
    expect([status, residue > 1000 && residue <= 2000]).toEqual(['IN_PROGRESS', true])
    b.pass(30, 0.25)
    expect([periods, b.hardware.counters.lostScans]).toEqual([22, 0])
    b.channel.terminateAsync()
    b.pass(5)
    expect(periods).toBe(22)
  })

  it('splits a single long period that nobody hears of, too: it goes round without a gap until terminated', async () => {
    const b = bench({ maxPieceBytes: 1000 })
    const address = b.heap.alloc(4096)
    const descriptor = b.channel.prepDmaCyclic(address, 4000, 4000, 'dev-to-mem', { interrupt: false })!
    descriptor.submit()
    b.channel.issuePending()
    b.start()
    b.pass(20, 0.25)
    expect(b.hardware.counters.lostScans).toBe(0)
    // What stands in memory is the newest round: 2000 scans, without a place that an older one shows through.
    const before = b.heap.u8(address, 4000).slice()
    b.heap.u8(address, 4000).fill(0xee)
    b.pass(2.5, 0.25)
    expect(b.heap.u8(address, 4000).includes(0xee)).toBe(before.includes(0xee))
    const terminated = b.channel.terminateSync()
    b.core.step()
    await terminated
    b.heap.u8(address, 4000).fill(0x11)
    b.pass(5)
    expect(new Set(b.heap.u8(address, 4000))).toEqual(new Set([0x11]))
  })

  it('skips the rest of a period that ended early, and goes on with the next one', () => {
    const b = bench({ maxPieceBytes: 1000 })
    const address = b.heap.alloc(4096)
    const descriptor = b.channel.prepDmaCyclic(address, 4000, 2000, 'dev-to-mem')!
    let periods = 0
    descriptor.callback = () => {
      periods++
    }
    descriptor.submit()
    b.channel.issuePending()
    b.start()
    b.pass(0.2, 0.1)
    // The stream ends after half of what is left of the first piece: at 0.35 ms of a period of 1 ms.
    void b.hardware.orderFault(faultKind.endOfPacket)
    b.pass(0.3, 0.1)
    expect(periods).toBe(1)
    b.pass(0.7, 0.1)
    expect(periods).toBe(1)
    b.pass(0.3, 0.1)
    expect(periods).toBe(2)
  })

  it('repeats a single piece in hardware when nobody set a callback, whatever was asked for when it was prepared', () => {
    const b = bench()
    const address = b.heap.alloc(4096)
    b.channel.prepDmaCyclic(address, 2000, 2000, 'dev-to-mem')!.submit()
    b.channel.issuePending()
    b.start()
    const before = b.hardware.interruptCount
    b.pass(10)
    expect([b.hardware.interruptCount, b.hardware.counters.lostScans]).toEqual([before, 0])
  })

  it('calls back for every period of a cyclic transfer, until terminated', async () => {
    const b = bench()
    const address = b.heap.alloc(4000)
    const descriptor = b.channel.prepDmaCyclic(address, 4000, 1000, 'dev-to-mem')!
    let periods = 0
    descriptor.callback = () => {
      periods++
    }
    const cookie = descriptor.submit()
    b.channel.issuePending()
    b.start()
    b.pass(10)
    // Two periods elapse in a step and are folded into one call.
    expect(periods).toBe(10)
    b.pass(10, 0.25)
    expect(periods).toBe(30)
    expect(b.hardware.counters.lostScans).toBe(0)
    expect(b.channel.txStatus(cookie).status).toBe('IN_PROGRESS')
    b.channel.terminateAsync()
    b.pass(5)
    expect(periods).toBe(30)
  })

  it('repeats a single period without a callback in hardware: no interrupt, and what is behind it waits', () => {
    const b = bench()
    const address = b.heap.alloc(4096)
    b.channel.prepDmaCyclic(address, 2000, 2000, 'dev-to-mem', { interrupt: false })!.submit()
    b.queue(2, 2000)
    b.channel.issuePending()
    b.start()
    const before = b.hardware.interruptCount
    b.pass(10)
    expect(b.hardware.interruptCount).toBe(before)
    expect(b.results).toEqual([])
    expect(b.hardware.counters.nextSample).toBeGreaterThan(9000)
  })

  it('replaces a running cyclic transfer at its end when the next one says so', () => {
    const b = bench()
    const address = b.heap.alloc(4096)
    b.channel.prepDmaCyclic(address, 2000, 2000, 'dev-to-mem', { interrupt: false })!.submit()
    b.channel.issuePending()
    b.start()
    b.pass(2.5)
    const next = b.channel.prepPeripheralDmaVec([{ address, length: 400 }], 'dev-to-mem', { loadEot: true })!
    let completed = false
    next.callback = () => {
      completed = true
    }
    next.submit()
    b.channel.issuePending()
    b.pass(0.4)
    expect(completed).toBe(false)
    b.pass(1)
    expect(completed).toBe(true)
  })

  it.each([
    ['in hardware', 4000, 1 << 20],
    ['piece by piece', 4000, 1000],
  ])(
    'replaces a transfer that repeats %s at the end of a round, when the next one says so',
    (_, bytes, maxPieceBytes) => {
      const b = bench({ maxPieceBytes })
      const address = b.heap.alloc(8192)
      const cyclic = b.channel.prepDmaCyclic(address, bytes, bytes, 'dev-to-mem', { interrupt: false })!
      const cookie = cyclic.submit()
      b.channel.issuePending()
      b.start()
      b.pass(3, 0.25)
      const next = b.channel.prepPeripheralDmaVec([{ address: address + 4096, length: 400 }], 'dev-to-mem', {
        loadEot: true,
      })!
      let residue = -1
      next.callbackResult = (result) => {
        residue = result.residue
      }
      next.submit()
      b.channel.issuePending()
      b.pass(0.9, 0.25)
      expect([residue, b.channel.txStatus(cookie).status]).toEqual([-1, 'IN_PROGRESS'])
      b.pass(6, 0.25)
      expect([residue, b.channel.txStatus(cookie).status]).toEqual([0, 'COMPLETE'])
    },
  )
})
