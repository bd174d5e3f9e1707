// The hub over a FIFO: a device that hands over scan by scan, as a driver does it.
import { describe, expect, it } from 'vitest'
import { IioDevice, type KfifoBuffer, setupKfifoBuffer } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { errnoFrom, FakeRuntime } from '#main/testing/index.ts'
import type { BufferLimits } from '#shared/contract/topics/buffer.ts'
import { CaptureHub } from '../hub/hub.ts'
import type { CaptureSource, SourceFormat } from '../hub/queue.ts'
import type { BlockRef } from '../tap.ts'
import { FifoBlocks } from './fifo-blocks.ts'

const rate = { bytesPerScan: 2, samplingFrequencyHz: 10_000 }
const limits: BufferLimits = {
  ...{
    minBlockBytes: 64,
    maxBlockBytes: 1 << 20,
    alignBytes: 1,
    minBlocks: 2,
    maxBlocks: 64,
    circulationBytes: 1 << 20,
  },
}

async function setUp() {
  const runtime = new FakeRuntime()
  const heap = new CoherentHeap({ bytes: 4 << 20, poison: true })
  const device = new IioDevice({
    name: 'by-hand',
    runtime,
    channels: [{ kind: 'voltage', channel: 0, scanIndex: 0, scanType: { sign: 's', realbits: 16 } }],
  })
  const fifo: KfifoBuffer = setupKfifoBuffer(device)
  await device.writeAttribute('voltage0/en', '1')
  const queue = new FifoBlocks({ fifo, heap, clock: runtime.clock })
  const channels = [
    {
      id: 'voltage0',
      scanIndex: 0,
      scanType: 'le:s16/16>>0',
      unit: 'V',
      offsetBytes: 0,
      scaleMillivolts: 1,
      offsetCodes: 0,
    },
  ]
  const source: CaptureSource = {
    queue,
    slippedMs: 0,
    readRate: () => Promise.resolve(rate),
    readFormat: (): Promise<SourceFormat> => Promise.resolve({ ...rate, channels }),
    enable() {
      queue.begin(rate)
      return device.writeAttribute('buffer0/enable', '1')
    },
    disable: () => device.writeAttribute('buffer0/enable', '0'),
    flush: () => Promise.resolve(),
  }
  const hub = new CaptureHub({ source, runtime, limits: () => limits })
  const values: number[] = []
  const blocks: Pick<BlockRef, 'firstSample' | 'scans' | 'lostBefore'>[] = []
  const held: BlockRef[] = []
  const tap = {
    name: 'values',
    holds: false,
    missing: 0,
    onMissing(scans: number) {
      tap.missing += scans
    },
    onBlocks(lent: readonly BlockRef[]) {
      for (const block of lent) {
        values.push(...heap.i16(block.address, block.scans))
        blocks.push({ firstSample: block.firstSample, scans: block.scans, lostBefore: block.lostBefore })
        if (!tap.holds) continue
        block.retain()
        held.push(block)
      }
    },
  }
  hub.addTap(tap)
  let next = 0
  /** The device samples: each scan is its number. */
  const sample = async (scans: number): Promise<void> => {
    for (let k = 0; k < scans; k++) {
      try {
        device.push(new Uint8Array(Int16Array.of(next++).buffer))
      } catch {
        // Refused, as a driver takes it.
      }
    }
    await runtime.runAll()
  }
  return { runtime, heap, device, fifo, queue, hub, tap, held, values, blocks, sample }
}

/** Takes all memory there is. Returns what gives it back. */
function fill(heap: CoherentHeap): () => void {
  const taken: number[] = []
  while (heap.largestFreeBytes > 0) taken.push(heap.alloc(heap.largestFreeBytes))
  return () => {
    for (const address of taken) heap.free(address)
  }
}

const count = (from: number, until: number): number[] => Array.from({ length: until - from }, (_, k) => from + k)

describe('a FIFO as blocks', () => {
  it('wakes the hub at the watermark and hands over every scan', async () => {
    const { hub, values, blocks, sample } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 8, watermark: 50 })
    await hub.start()
    await sample(49)
    expect([values, hub.wakes]).toEqual([[], 0])
    await sample(1)
    expect([values, hub.wakes]).toEqual([count(0, 50), 1])
    expect(blocks).toEqual([
      { firstSample: 0, scans: 32, lostBefore: 0 },
      { firstSample: 32, scans: 18, lostBefore: 0 },
    ])
    await sample(7)
    await hub.stop()
    expect(values).toEqual(count(0, 57))
    expect(hub.lostSamples).toBe(0)
  })

  it('hands over what is there when the hub flushes', async () => {
    const { hub, values, sample } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 8, watermark: 100 })
    await hub.start()
    await sample(3)
    await hub.flush()
    expect(values).toEqual(count(0, 3))
    await hub.stop()
  })

  it('says where scans were refused, and has no hole inside a block', async () => {
    const { hub, tap, held, values, blocks, sample, fifo } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 4, watermark: 32 })
    await hub.start()
    // Nothing comes back: four blocks of 32 are filled, then the FIFO, then nothing has room.
    tap.holds = true
    await sample(128)
    expect(values).toHaveLength(128)
    const room = fifo.capacity
    await sample(room + 10)
    tap.holds = false
    for (const block of held.splice(0)) block.release()
    await sample(40)
    await hub.stop()
    expect(values).toEqual([...count(0, 128 + room), ...count(128 + room + 10, 128 + room + 50)])
    expect(blocks.filter(({ lostBefore }) => lostBefore > 0)).toMatchObject([
      { firstSample: 138 + room, lostBefore: 10 },
    ])
    expect([hub.lostSamples, fifo.droppedScans]).toEqual([10, 10])
  })

  it('delivers what waits in the FIFO when capture stops, also when all blocks are held', async () => {
    const { heap, hub, tap, values, sample } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 4, watermark: 32 })
    await hub.start()
    tap.holds = true
    const giveBack = fill(heap)
    await sample(128)
    await sample(50)
    expect(values).toHaveLength(128)
    giveBack()
    await hub.stop()
    expect(values).toEqual(count(0, 178))
    expect([hub.nextSample, hub.lostSamples, tap.missing]).toEqual([178, 0, 0])
    expect(hub.seams.filter(({ subject }) => subject === 'gap')).toEqual([])
  })

  it('counts what was refused behind the last scan when capture stops', async () => {
    const { hub, tap, values, sample, fifo } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 4, watermark: 32 })
    await hub.start()
    tap.holds = true
    await sample(128)
    const room = fifo.capacity
    await sample(room + 7)
    await hub.stop()
    expect(values).toEqual(count(0, 128 + room))
    expect([hub.nextSample, hub.lostSamples, tap.missing]).toEqual([128 + room + 7, 7, 7])
    expect(hub.seams.at(-1)).toMatchObject({ subject: 'gap', atSample: 128 + room, lostSamples: 7, costMs: 0.7 })
    expect(hub.account.figures).toMatchObject({ lostSamples: 7, gaps: 1 })
  })

  it('counts what there is no memory for when capture stops', async () => {
    const { heap, hub, tap, values, sample } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 4, watermark: 32 })
    await hub.start()
    tap.holds = true
    fill(heap)
    await sample(128)
    await sample(50)
    await hub.stop()
    expect(values).toEqual(count(0, 128))
    expect([hub.nextSample, hub.lostSamples, tap.missing]).toEqual([178, 50, 50])
  })

  it('hands out no scan as a byte stream meanwhile: it would be missing here, and nobody would know', async () => {
    const { fifo, hub, values, sample } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 4, watermark: 32 })
    await hub.start()
    await sample(10)
    expect(await errnoFrom(fifo.read(20, new Uint8Array(20)))).toBe('EBUSY')
    await hub.stop()
    expect(values).toEqual(count(0, 10))
  })

  it('makes no room for scans of the size of before', async () => {
    const { device, hub, queue, fifo, sample } = await setUp()
    await hub.start()
    await sample(3)
    await hub.stop()
    const { capacity, length } = fifo
    const blocks = [1, 2, 3].map(() => queue.allocBlock(1 << 20))
    for (const block of blocks) queue.enqueueBlock(block)
    expect([fifo.capacity, fifo.length]).toEqual([capacity, length])
    queue.begin({ bytesPerScan: 8, samplingFrequencyHz: 1 })
    expect(fifo.length).toBe((3 << 20) / 8)
    for (const block of blocks) queue.freeBlock(block)
    expect(device.isGone).toBe(false)
  })

  it('takes another watermark, more blocks and larger ones live', async () => {
    const { runtime, hub, device, values, sample, fifo } = await setUp()
    await hub.setBuffer({ blockBytes: 64, blockCount: 4, watermark: 32 })
    await hub.start()
    await sample(20)
    expect(values).toEqual([])
    // It is reached already.
    await hub.setBuffer({ watermark: 10 })
    await runtime.runAll()
    expect(values).toEqual(count(0, 20))
    await sample(1)
    await hub.flush()
    expect(values).toEqual(count(0, 21))
    await hub.setBuffer({ blockBytes: 256, blockCount: 16, watermark: 1500 })
    await sample(1499)
    expect(fifo.droppedScans).toBe(0)
    expect(await device.readAttribute('buffer0/watermark')).toBe('1500')
    expect(await device.readAttribute('buffer0/length')).toBe(String(16 * 128))
    await sample(1)
    expect(values).toEqual(count(0, 1521))
    await device.writeAttribute('buffer0/watermark', '5')
    await sample(5)
    expect(values).toEqual(count(0, 1526))
    await hub.stop()
    expect(hub.lostSamples).toBe(0)
  })

  it('begins each stream at 0, and gives all memory back', async () => {
    const { hub, heap, queue, blocks, sample } = await setUp()
    for (const round of [0, 1]) {
      await hub.start()
      await sample(200)
      await hub.stop()
      expect(hub.epoch).toBe(round + 1)
    }
    expect(blocks.filter(({ firstSample }) => firstSample === 0)).toHaveLength(2)
    queue.close()
    expect(heap.liveAllocations).toBe(0)
  })
})
