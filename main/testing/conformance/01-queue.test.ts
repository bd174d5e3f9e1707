// Invariants 1-3, 15-16, 18-24, 26: the DMA queue in file-IO mode, driven through the file and the attributes.

import { describe, expect, it } from 'vitest'
import { openDevice } from '#main/iio/index.ts'
import { pageBytes } from '#main/memory/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

/** One 16-bit channel, blocks of `length` bytes (length datums, two blocks of half of them). */
async function enabledBench(length = 1000): Promise<DmaBench> {
  const bench = await createDmaBench({ channels: voltageChannels(1) })
  await bench.device.writeAttribute('buffer0/length', String(length))
  await bench.enable()
  return bench
}

const filled = (bytes: number, value: number): Uint8Array => new Uint8Array(bytes).fill(value)

describe('conformance', () => {
  it('invariant 1: a block is on at most one list, and its list matches its state', async () => {
    const bench = await createDmaBench({ channels: voltageChannels(1) })
    const { buffer, hardware } = bench
    const listOf = { DEQUEUED: undefined, QUEUED: 'incoming', ACTIVE: 'in-flight', DONE: 'outgoing', DEAD: undefined }
    const seen = new Set<string>()
    const blocks = [buffer.allocBlock(512), buffer.allocBlock(512), buffer.allocBlock(512)]
    const check = (): void => {
      for (const block of blocks) {
        expect(block.list?.name).toBe(listOf[block.state])
        seen.add(block.state)
      }
    }
    check()
    for (const block of blocks) buffer.enqueueBlock(block)
    check()
    await bench.enable()
    check()
    await bench.complete()
    check()
    await bench.complete()
    const first = buffer.dequeueBlock()!
    check()
    buffer.enqueueBlock(first)
    check()
    await bench.disable()
    check()
    for (const block of blocks) buffer.freeBlock(block)
    check()
    expect([...seen].sort()).toEqual(['ACTIVE', 'DEAD', 'DEQUEUED', 'DONE', 'QUEUED'])
    expect(hardware.running).toHaveLength(0)
  })

  it('invariant 2: every accepted submit is followed by exactly one hand-back', async () => {
    const bench = await enabledBench()
    const { buffer, hardware, runtime } = bench
    await bench.complete()
    hardware.complete()
    runtime.runPendingInterrupts()
    await bench.disable()
    await runtime.runAll()
    await bench.enable()
    hardware.shortComplete(10)
    await runtime.runAll()
    await bench.disable()
    await runtime.runAll()
    const { submitted, completed, aborted } = buffer.diagnostics
    expect(submitted).toBe(4)
    expect(completed + aborted).toBe(submitted)
    expect(completed).toBe(2)
  })

  it('invariant 3: blocks are delivered to readers in completion order', async () => {
    const bench = await enabledBench(100)
    const file = openDevice(bench.device)
    const got: number[] = []
    const chunk = new Uint8Array(100)
    await bench.complete(filled(100, 1))
    await bench.complete(filled(100, 2))
    for (let next = 3; next < 9; next++) {
      await file.read(chunk)
      got.push(chunk[0]!)
      await bench.complete(filled(100, next))
    }
    // A run that ends with one block read leaves the other one first in line: order is by completion, not by slot.
    expect(got).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('invariant 15: enable submits exactly two blocks of half the length, in slot order, before postenable', async () => {
    let atPostenable: number[] = []
    const bench = await createDmaBench({
      channels: voltageChannels(1),
      device: {
        setupOps: {
          postenable: () => {
            atPostenable = bench.hardware.running.map((one) => one.length)
          },
        },
      },
    })
    await bench.device.writeAttribute('buffer0/length', '1001')
    await bench.enable()
    expect(atPostenable).toEqual([1001, 1001])
    const addresses = bench.hardware.running.map((one) => one.segments[0]!.address)
    expect(addresses).toEqual(bench.buffer.fileIo.slots.map((block) => block!.address))
  })

  it('invariant 16: the same size class is reused at re-enable, another one replaces both blocks', async () => {
    const bench = await enabledBench(1000)
    const addresses = () => bench.hardware.running.map((one) => one.segments[0]!.address)
    const ids = () => bench.buffer.fileIo.slots.map((block) => block!.id)
    const before = [addresses(), ids()]
    await bench.disable()
    await bench.enable()
    expect([addresses(), ids()]).toEqual(before)
    await bench.disable()
    await bench.device.writeAttribute('buffer0/length', '8000')
    await bench.enable()
    expect(ids().some((id) => (before[1] as number[]).includes(id))).toBe(false)
    expect(bench.buffer.diagnostics).toMatchObject({ liveBlocks: 2, allocatedBytes: 4 * pageBytes })
  })

  it('invariant 17: without a done block non-blocking read gives EAGAIN, blocking read sleeps until the first one', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device, { nonBlocking: true })
    expect(await errnoFrom(file.read(new Uint8Array(1000)))).toBe('EAGAIN')
    file.nonBlocking = false
    let got = -1
    const reading = file.read(new Uint8Array(1000)).then((bytes) => {
      got = bytes
    })
    await bench.runtime.settle()
    expect([got, bench.buffer.waitQueue.sleeperCount]).toEqual([-1, 1])
    await bench.complete()
    await reading
    expect(got).toBe(1000)
  })

  it('invariant 18: one read returns at most the rest of one block', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device)
    await bench.complete(filled(1000, 1))
    await bench.complete(filled(1000, 2))
    const bytes = new Uint8Array(2000)
    expect(await file.read(bytes)).toBe(1000)
    expect([bytes[999], bytes[1000]]).toEqual([1, 0])
    expect(await file.read(bytes, 600)).toBe(600)
    expect(await file.read(bytes)).toBe(400)
  })

  it('invariant 19: a read of half a block leaves the position there', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device)
    const data = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)
    await bench.complete(data)
    const bytes = new Uint8Array(1000)
    expect(await file.read(bytes, 500)).toBe(500)
    expect(await file.read(bytes.subarray(500), 500)).toBe(500)
    expect(bytes).toEqual(data)
  })

  it('invariant 20: reading the last byte of a block resubmits it', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device)
    await bench.complete()
    await file.read(new Uint8Array(998))
    expect(bench.hardware.counts.submitted).toBe(2)
    await file.read(new Uint8Array(2))
    expect(bench.hardware.counts.submitted).toBe(3)
    expect(bench.hardware.running).toHaveLength(2)
  })

  it('invariant 21: a block that is partly read is never written by the hardware', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device)
    await bench.complete(filled(1000, 1))
    const bytes = new Uint8Array(1000)
    await file.read(bytes, 400)
    const held = bench.buffer.fileIo.current!.address
    expect(bench.hardware.running.map((one) => one.segments[0]!.address)).not.toContain(held)
    await bench.complete(filled(1000, 2))
    expect(bench.hardware.running).toHaveLength(0)
    expect(await file.read(bytes)).toBe(600)
    expect(bytes.subarray(0, 600).every((byte) => byte === 1)).toBe(true)
  })

  it('invariant 22: data_available is the block size after the first completion until the block is read', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device)
    const available = () => bench.device.readAttribute('buffer0/data_available')
    await bench.complete()
    expect(await available()).toBe('1000')
    await file.read(new Uint8Array(998))
    expect(await available()).toBe('1000')
    await file.read(new Uint8Array(2))
    expect(await available()).toBe('0')
  })

  it('invariant 23: with both blocks unread nothing is in flight; draining one lets capture continue', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device)
    await bench.complete(filled(1000, 1))
    await bench.complete(filled(1000, 2))
    expect(bench.hardware.running).toHaveLength(0)
    const bytes = new Uint8Array(1000)
    await file.read(bytes)
    expect(bench.hardware.running).toHaveLength(1)
    await bench.complete(filled(1000, 3))
    for (const expected of [2, 3]) {
      expect(await file.read(bytes)).toBe(1000)
      expect(bytes.every((byte) => byte === expected)).toBe(true)
    }
  })

  it('invariant 24: disable aborts once, nothing arrives afterwards, finished data can still be read', async () => {
    const bench = await enabledBench(1000)
    const { buffer, hardware, runtime, device } = bench
    await bench.complete(filled(1000, 5))
    await bench.disable()
    expect(hardware.counts.terminated).toBe(1)
    const completedBefore = buffer.diagnostics.completed
    await runtime.runAll()
    expect(buffer.diagnostics.completed).toBe(completedBefore)
    const file = openDevice(device, { nonBlocking: true })
    const bytes = new Uint8Array(1000)
    expect(await file.read(bytes)).toBe(1000)
    expect(bytes.every((byte) => byte === 5)).toBe(true)
    expect(await errnoFrom(file.read(bytes))).toBe('EAGAIN')
  })

  it('invariant 26: a short completion gives exactly requested - residue bytes', async () => {
    const bench = await enabledBench(1000)
    const file = openDevice(bench.device)
    bench.hardware.shortComplete(300, { data: filled(1000, 9) })
    await bench.runtime.runAll()
    const bytes = new Uint8Array(1000)
    expect(await file.read(bytes)).toBe(300)
    expect([bytes[299], bytes[300]]).toEqual([9, 0])
    expect(bench.hardware.running).toHaveLength(2)
  })
})
