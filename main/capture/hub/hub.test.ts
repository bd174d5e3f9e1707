import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BufferLimits } from '#shared/contract/topics/buffer.ts'
import { fail, say } from '#shared/errors.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import type { BlockRef, Tap } from '../tap.ts'
import { FakeSource, type FakeSourceOptions } from '../testing/fake-source.ts'
import { CaptureHub } from './hub.ts'

const limits: BufferLimits = {
  minBlockBytes: 64,
  maxBlockBytes: 16 << 20,
  alignBytes: 16,
  minBlocks: 2,
  maxBlocks: 4096,
  circulationBytes: 48 << 20,
}

/** Lets the reader run: its wake-up and all that follows are microtasks. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Seen {
  readonly firstSample: number
  readonly scans: number
  readonly bytes: number
  readonly lostBefore: number
  readonly epoch: number
}

class NotingTap implements Tap {
  readonly name = 'noting'
  readonly blocks: Seen[] = []
  readonly batches: number[] = []

  onBlocks(blocks: readonly BlockRef[]): void {
    this.batches.push(blocks.length)
    for (const { firstSample, scans, bytes, lostBefore, epoch } of blocks)
      this.blocks.push({ firstSample, scans, bytes, lostBefore, epoch })
  }
}

class HoldingTap implements Tap {
  readonly name = 'holding'
  readonly held: BlockRef[] = []
  onBlocks(blocks: readonly BlockRef[]): void {
    for (const block of blocks) {
      block.retain()
      this.held.push(block)
    }
  }
  relieve(bytes: number): void {
    let left = bytes
    while (left > 0 && this.held.length > 0) {
      const block = this.held.shift()!
      left -= block.capacityBytes
      block.release()
    }
  }
}

async function started(
  options: FakeSourceOptions = {},
): Promise<{ source: FakeSource; hub: CaptureHub; tap: NotingTap }> {
  const source = new FakeSource(options)
  const hub = new CaptureHub({ source, runtime: source.runtime, limits: () => limits })
  const tap = new NotingTap()
  endWithTest(hub.addTap(tap))
  await hub.start()
  return { source, hub, tap }
}

describe('CaptureHub', () => {
  it('hands out what is in the block that is being filled when asked to, and goes on without a loss', async () => {
    const { source, hub, tap } = await started()
    source.partial = 5
    await hub.flush()
    expect(tap.blocks).toMatchObject([{ firstSample: 0, scans: 5, bytes: 20, lostBefore: 0 }])
    await hub.flush()
    source.queue.complete(1)
    await expect.poll(() => tap.blocks.length).toBe(2)
    expect(tap.blocks[1]).toMatchObject({ firstSample: 5, lostBefore: 0 })
    await hub.stop()
    source.partial = 7
    await hub.flush()
    expect(tap.blocks).toHaveLength(2)
  })

  it('marks where the clock of the samples fell behind, once while it goes on, and claims no time before', async () => {
    const { source, hub } = await started()
    const since = hub.account.gapFreeSinceUnixMs!
    const slip = async (ms: number, afterMs: number): Promise<void> => {
      source.clock.ms += afterMs
      source.slippedMs += ms
      const { blocks } = hub
      source.queue.complete(1)
      await expect.poll(() => hub.blocks).toBe(blocks + 1)
    }
    await slip(0, 10)
    expect([hub.account.gapFreeSinceUnixMs, hub.seams]).toEqual([since, []])
    await slip(52, 100)
    await slip(30, 100)
    await slip(30, 1900)
    expect(hub.seams).toMatchObject([{ subject: 'clock', lostSamples: 0, costMs: 52 }])
    expect([hub.account.gapFreeSinceUnixMs, hub.account.slippedMs, hub.lostSamples]).toEqual([since + 2110, 112, 0])
    await slip(0, 5000)
    await slip(8, 1)
    expect(hub.seams).toMatchObject([{ costMs: 52 }, { costMs: 8 }])
    await hub.stop()
  })

  it('tells what was by a wall clock that was set since', async () => {
    const { source, hub } = await started()
    source.slippedMs = 52
    source.queue.complete(1)
    await expect.poll(() => hub.seams.length).toBe(1)
    const before = { format: hub.format!, since: hub.account.figures.sinceUnixMs!, seam: hub.seams[0]! }
    const { gapFreeSinceUnixMs } = hub.account
    hub.clockSet(-7_200_000)
    expect(hub.account.gapFreeSinceUnixMs).toBe(gapFreeSinceUnixMs! - 7_200_000)
    expect(hub.account.figures).toMatchObject({ sinceUnixMs: before.since - 7_200_000 })
    expect(hub.format).toEqual({ ...before.format, startUnixMs: before.format.startUnixMs - 7_200_000 })
    expect(hub.seams).toEqual([{ ...before.seam, atUnixMs: before.seam.atUnixMs - 7_200_000 }])
    await hub.stop()
  })

  it('takes what it needs in any case, and the rest as memory becomes ready', async () => {
    const source = new FakeSource({})
    let ready = 0
    const hub = new CaptureHub({ source, runtime: source.runtime, limits: () => limits, hasRoom: () => ready-- > 0 })
    await hub.start()
    const { leastCount, blockCount } = hub.plan!
    expect(leastCount).toBeLessThan(blockCount)
    expect(source.queue.incoming).toHaveLength(leastCount)
    ready = 2
    source.queue.complete(1)
    await settle()
    // The one that was taken is replaced in any case, and came back besides.
    expect(source.queue.incoming).toHaveLength(leastCount + 1 + 2)
    ready = Number.POSITIVE_INFINITY
    for (let k = 0; k < 5; k++) {
      source.queue.complete(1)
      await settle()
    }
    expect(source.queue.incoming).toHaveLength(blockCount)
    expect(hub.lostSamples).toBe(0)
    await hub.stop()
  })

  it('takes a number of blocks that was asked for whether memory is ready or not', async () => {
    const source = new FakeSource({})
    const hub = new CaptureHub({ source, runtime: source.runtime, limits: () => limits, hasRoom: () => false })
    await hub.setBuffer({ blockCount: 37 })
    await hub.start()
    expect(source.queue.incoming).toHaveLength(37)
    await hub.stop()
  })

  it('hands finished blocks to the tap in order and gives them back to the hardware', async () => {
    const { source, hub, tap } = await started()
    const inLine = source.queue.incoming.length
    expect(inLine).toBe(hub.plan!.blockCount)
    for (let k = 0; k < 50; k++) {
      source.queue.complete(1)
      await settle()
    }
    expect(tap.blocks).toHaveLength(50)
    expect(tap.blocks.map((block) => block.firstSample)).toEqual(tap.blocks.map((_, k) => k * hub.plan!.scansPerBlock))
    expect(source.queue.incoming).toHaveLength(inLine)
    expect(source.queue.allocations).toBeLessThanOrEqual(inLine + 1)
    expect(hub).toMatchObject({ lostSamples: 0, blocks: 50, samples: 50 * hub.plan!.scansPerBlock })
    await hub.stop()
  })

  it('handles completions that arrive together at one wake-up', async () => {
    const { source, hub, tap } = await started()
    source.queue.complete(5)
    await settle()
    expect(tap.batches).toEqual([5])
    expect(hub.wakes).toBe(1)
    await hub.stop()
  })

  it('sleeps until the watermark is reached', async () => {
    const { source, hub, tap } = await started()
    await hub.setBuffer({ watermark: hub.plan!.scansPerBlock * 3 })
    source.queue.complete(2)
    await settle()
    expect(tap.batches).toEqual([])
    source.queue.complete(1)
    await settle()
    expect(tap.batches).toEqual([3])
    source.queue.complete(2)
    await settle()
    await hub.setBuffer({ watermark: hub.plan!.scansPerBlock })
    await settle()
    expect(tap.batches).toEqual([3, 2])
    expect(hub.seams.map((seam) => [seam.subject, seam.how])).toEqual([
      ['watermark', 'live'],
      ['watermark', 'live'],
    ])
    await hub.stop()
  })

  it('counts exactly what is lost when the hardware finds no block, and marks the place', async () => {
    const { source, hub, tap } = await started()
    const { blockCount, scansPerBlock } = hub.plan!
    source.queue.convert(blockCount * scansPerBlock + 777)
    await settle()
    source.queue.complete(1)
    await settle()
    expect(hub.lostSamples).toBe(777)
    expect(tap.blocks.at(-1)).toMatchObject({ lostBefore: 777, firstSample: blockCount * scansPerBlock + 777 })
    // The fake source runs at 1 MS/s.
    expect(hub.seams).toMatchObject([
      { subject: 'gap', atSample: blockCount * scansPerBlock, lostSamples: 777, costMs: 0.777 },
    ])
    await hub.stop()
  })

  it('changes the block size while running: new blocks line up, old ones are freed, nothing is lost', async () => {
    const { source, hub, tap } = await started()
    const before = hub.plan!.blockBytes
    source.queue.complete(1)
    await settle()
    await hub.setBuffer({ blockBytes: 64 << 10 })
    expect(source.enabled).toBe(true)
    for (let k = 0; k < 250; k++) {
      source.queue.complete(1)
      await settle()
    }
    expect(new Set(tap.blocks.slice(-20).map((block) => block.bytes))).toEqual(new Set([64 << 10]))
    expect([...source.queue.live].every((block) => block.size === 64 << 10)).toBe(true)
    expect(hub.lostSamples).toBe(0)
    const firstNew = tap.blocks.find((block) => block.bytes === 64 << 10)!
    expect(hub.seams).toMatchObject([
      {
        subject: 'blockBytes',
        from: before,
        to: 65536,
        atSample: firstNew.firstSample,
        lostSamples: 0,
        how: 'live',
      },
    ])
    await hub.stop()
  })

  it('never leaves the hardware without blocks nor grows, whatever sizes follow each other', async () => {
    const sizes = fc.array(fc.tuple(fc.integer({ min: 12, max: 22 }), fc.integer({ min: 1, max: 12 })), {
      minLength: 1,
      maxLength: 25,
    })
    await fc.assert(
      fc.asyncProperty(sizes, async (changes) => {
        const { source, hub, tap } = await started({ samplingFrequencyHz: 1e7 })
        for (const [power, completions] of changes) {
          await hub.setBuffer({ blockBytes: 2 ** power })
          for (let k = 0; k < completions; k++) {
            source.queue.complete(1)
            await settle()
            expect(source.queue.incoming.length).toBeGreaterThan(0)
          }
        }
        expect(hub.lostSamples).toBe(0)
        expect(source.queue.peakBytes).toBeLessThanOrEqual(40 << 20)
        let next = 0
        for (const block of tap.blocks) {
          expect(block.firstSample).toBe(next)
          next += block.scans
        }
        await hub.stop()
        expect(source.queue.incoming).toHaveLength(0)
      }),
      { numRuns: 30 },
    )
  })

  it('allocates further blocks while taps hold theirs, and asks for history when memory is short', async () => {
    const { source, hub } = await started({ memoryBytes: 4 << 20 })
    const history = new HoldingTap()
    endWithTest(hub.addTap(history))
    for (let k = 0; k < 2000; k++) {
      source.queue.complete(1)
      await settle()
    }
    expect(hub.lostSamples).toBe(0)
    expect(history.held.length).toBeGreaterThan(100)
    expect(source.queue.liveBytes).toBeLessThanOrEqual(4 << 20)
    await hub.setBuffer({ blockBytes: 256 << 10 })
    for (let k = 0; k < 300; k++) {
      source.queue.complete(1)
      await settle()
    }
    expect(hub.lostSamples).toBe(0)
    expect(history.held.every((block) => block.capacityBytes === 256 << 10)).toBe(true)
    await hub.stop()
    history.relieve(Number.POSITIVE_INFINITY)
    expect(hub.blockMemoryBytes).toBe(source.queue.liveBytes)
  })

  it('loses, and says so, when a tap that must not lose anything holds all memory', async () => {
    const { source, hub } = await started({ memoryBytes: 1 << 20 })
    const recorder = new HoldingTap()
    endWithTest(hub.addTap({ name: 'recorder', onBlocks: (blocks) => recorder.onBlocks(blocks) }))
    for (let k = 0; k < 5; k++) {
      source.queue.convert(1 << 20)
      await settle()
    }
    expect(source.queue.incoming).toHaveLength(0)
    for (const block of recorder.held.splice(0)) block.release()
    await settle()
    source.queue.complete(1)
    await settle()
    expect(hub.lostSamples).toBeGreaterThan(0)
    await hub.stop()
  })

  it('delivers what was finished when it stops, and begins again at sample 0 of a new epoch', async () => {
    const { source, hub, tap } = await started()
    await hub.setBuffer({ watermark: hub.plan!.scansPerBlock * 3 })
    source.queue.complete(2)
    await hub.stop()
    expect(source.enabled).toBe(false)
    expect(tap.blocks).toHaveLength(2)
    await hub.start()
    source.queue.complete(3)
    await settle()
    expect(tap.blocks.slice(2).map((block) => [block.epoch, block.firstSample])).toEqual(
      [0, 1, 2].map((k) => [2, k * hub.plan!.scansPerBlock]),
    )
    await hub.stop()
  })

  it('leaves everything as it was when the enable fails', async () => {
    const source = new FakeSource()
    const hub = new CaptureHub({ source, runtime: source.runtime, limits: () => limits })
    source.refuse = new Error('no clock')
    await expect(hub.start()).rejects.toThrow('no clock')
    expect(hub.isRunning).toBe(false)
    expect(source.queue.incoming).toHaveLength(0)
    source.refuse = null
    await hub.start()
    await hub.stop()
  })

  it('fails with ENOMEM when there is no memory for a stream', async () => {
    const source = new FakeSource({ memoryBytes: 100 })
    const hub = new CaptureHub({ source, runtime: source.runtime, limits: () => limits })
    await expect(hub.start()).rejects.toMatchObject({ errno: 'ENOMEM' })
    expect(source.queue.liveBytes).toBe(0)
  })

  it('refuses a request as a whole and changes nothing', async () => {
    const { hub } = await started()
    const before = hub.plan
    for (const request of [
      { blockBytes: 65537 },
      { blockBytes: 32 },
      { blockBytes: 32 << 20 },
      { blockCount: 1 },
      { blockCount: 5000 },
      { watermark: 0 },
      { blockBytes: 64 << 10, watermark: 1.5 },
      { blockCount: 4, watermark: 4 * before!.scansPerBlock },
    ])
      await expect(hub.setBuffer(request)).rejects.toMatchObject({ errno: 'EINVAL' })
    expect(hub.plan).toEqual(before)
    expect(hub.wish).toEqual({ blockBytes: 'auto', blockCount: 'auto', watermark: 'auto' })
    await hub.stop()
  })

  it('reports a tap that fails as a fault and keeps no block', async () => {
    const { source, hub } = await started()
    const faults: string[] = []
    endWithTest(hub.onFault.on((fault) => faults.push(fault.message)))
    endWithTest(hub.addTap({ name: 'broken', onBlocks: () => fail('EIO', say`broken tap`) }))
    source.queue.complete(1)
    await settle()
    expect(faults).toEqual(['broken tap'])
    await hub.stop()
    expect(hub.lanes().held).toBe(0)
  })

  it('tells blocks of one interrupt apart: each is done when its last sample was there', async () => {
    const { source, hub } = await started()
    const beginMs = source.clock.ms
    source.clock.ms += 5
    source.queue.complete(3)
    const filledMs = [beginMs + 2, beginMs + 3.5, 0]
    for (const [k, block] of source.queue.outgoing.entries()) block.metadata.lastSampleMs = filledMs[k]!
    source.clock.ms += 1
    await settle()
    // The third has no time of the hardware's.
    expect(
      hub
        .lanes()
        .lives.slice(0, 3)
        .map(({ doneMs, heldMs }) => [doneMs, heldMs]),
    ).toEqual([
      [2, 6],
      [3.5, 6],
      [5, 6],
    ])
    await hub.stop()
  })

  it('shows the lives of the newest blocks and of those in line', async () => {
    const { source, hub } = await started()
    const history = new HoldingTap()
    endWithTest(hub.addTap(history))
    source.clock.ms += 5
    source.queue.complete(2)
    source.clock.ms += 1
    await settle()
    history.held.shift()!.release()
    const { lives, held, kept, active, done, queued } = hub.lanes()
    expect({ held, kept, active, done }).toEqual({ held: 1, kept: 0, active: 1, done: 0 })
    expect(queued).toBe(hub.plan!.blockCount - 1)
    expect(lives[0]).toMatchObject({ sequence: 0, doneMs: 5, heldMs: 6, readMs: 6, returnedMs: 6, queuedMs: 0 })
    expect(lives[1]).toMatchObject({ sequence: 1, heldMs: 6, readMs: null, returnedMs: null })
    expect(lives[2]).toMatchObject({
      sequence: 2,
      doneMs: null,
      heldMs: null,
      firstSample: 2 * hub.plan!.scansPerBlock,
    })
    await hub.stop()
  })

  it('counts as held what a reader holds, and not what only memory keeps', async () => {
    const { source, hub } = await started()
    const [reader, memory] = [new HoldingTap(), new HoldingTap()]
    endWithTest(hub.addTap(reader))
    endWithTest(hub.addTap(memory))
    source.queue.complete(3)
    source.clock.ms += 6
    await settle()
    expect(hub.lanes()).toMatchObject({ held: 3, kept: 0 })
    // The first two have been read at 8 by the one that keeps them; another reads the first until 9.
    memory.held[0]!.keep(source.clock.ms + 2)
    memory.held[1]!.keep(source.clock.ms + 2)
    source.clock.ms += 3
    reader.held.shift()!.release()
    const { held, kept, lives } = hub.lanes()
    expect({ held, kept }).toEqual({ held: 2, kept: 1 })
    expect(lives.slice(0, 3).map(({ readMs, returnedMs }) => [readMs, returnedMs])).toEqual([
      [9, null],
      [null, null],
      [null, null],
    ])
    reader.held.shift()!.release()
    // What was read before the last reader came to its end is told as of that end.
    expect(hub.lanes().lives[1]).toMatchObject({ heldMs: 6, readMs: 9, returnedMs: null })
    source.clock.ms += 1
    memory.held[1]!.forget()
    expect(hub.lanes()).toMatchObject({ held: 1, kept: 1 })
    expect(hub.lanes().lives[1]).toMatchObject({ readMs: 9, returnedMs: 10 })
    expect(() => memory.held[1]!.forget()).toThrow(/forgotten more often/)
    await hub.stop()
  })

  it('refuses a reader more for a block that only memory keeps', async () => {
    const { source, hub } = await started()
    const memory = new HoldingTap()
    endWithTest(hub.addTap(memory))
    source.queue.complete(1)
    await settle()
    const [block] = memory.held
    block!.keep(source.clock.ms)
    expect(() => block!.retain()).toThrow(/nobody reads/)
    expect(hub.lanes()).toMatchObject({ held: 0, kept: 1 })
    block!.forget()
    await hub.stop()
  })

  it('leaves the lives of before alone when a stop takes the blocks in line back, empty', async () => {
    const { source, hub } = await started()
    const blocks = hub.plan!.blockCount
    // Each block has been round once, and is in line again.
    for (let k = 0; k < blocks; k++) {
      source.clock.ms += 1
      source.queue.complete(1)
      await settle()
    }
    const before = hub.lanesAround(hub.epoch, 0)!.lives[0]!
    expect(before).toMatchObject({ sequence: 0, readMs: 1, returnedMs: 1 })
    source.clock.ms += 1000
    await hub.stop()
    expect(hub.lanesAround(hub.epoch, 0)!.lives[0]).toEqual(before)
  })

  it('asks what has been read before it tells what is held', async () => {
    const { source, hub } = await started()
    const memory = new HoldingTap()
    const tap: Tap = {
      name: 'asked',
      onBlocks: (blocks) => memory.onBlocks(blocks),
      settleReads: () => {
        for (const block of memory.held.splice(0)) block.keep(source.clock.ms)
      },
    }
    endWithTest(hub.addTap(tap))
    source.queue.complete(2)
    await settle()
    expect(hub.lanes()).toMatchObject({ held: 0, kept: 2 })
    await hub.stop()
  })

  it('shows the lives around a sample, of this stream only', async () => {
    const { source, hub } = await started()
    const { scansPerBlock } = hub.plan!
    source.queue.complete(3)
    await settle()
    const found = hub.lanesAround(hub.epoch, scansPerBlock + 1)
    expect(found).toMatchObject({ epoch: hub.epoch, lives: [{ sequence: 0 }, { sequence: 1 }, { sequence: 2 }] })
    expect(hub.lanesAround(hub.epoch, 3 * scansPerBlock)).toBeNull()
    expect(hub.lanesAround(hub.epoch - 1, 0)).toBeNull()
    await hub.stop()
  })

  it('says which block size is left behind until the first block of the new one has come', async () => {
    const { source, hub } = await started()
    const before = hub.plan!.blockBytes
    expect(hub.changingFromBytes).toBeNull()
    await hub.setBuffer({ blockBytes: 64 << 10 })
    expect(hub.changingFromBytes).toBe(before)
    // Another change on the way, and back again: nothing is on its way then.
    await hub.setBuffer({ blockBytes: 128 << 10 })
    expect(hub.changingFromBytes).toBe(before)
    await hub.setBuffer({ blockBytes: before })
    expect(hub.changingFromBytes).toBeNull()
    await hub.setBuffer({ blockBytes: 64 << 10 })
    while (hub.changingFromBytes !== null) {
      expect(hub.seams.filter(({ subject }) => subject === 'blockBytes')).toEqual([])
      source.queue.complete(1)
      await settle()
    }
    expect(hub.seams.at(-1)).toMatchObject({ subject: 'blockBytes' })
    await hub.stop()
  })
})
