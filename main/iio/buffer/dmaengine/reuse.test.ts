// A block and its descriptor, on controllers that let one be submitted again and on others. What the queue makes of it is
// played against a model in main/testing/model/block-mode.test.ts.
import { describe, expect, it } from 'vitest'
import { openDevice } from '#main/iio/index.ts'
import { createDmaBench, type DmaBench, voltageChannels } from '#main/testing/index.ts'

function outputBench(descriptorReuse: boolean): Promise<DmaBench> {
  return createDmaBench({
    channels: voltageChannels(1).map((one) => ({ ...one, direction: 'out' as const })),
    direction: 'out',
    dma: { descriptorReuse },
  })
}

/** Sends one block as often as there are lengths, and says how many descriptors that took. */
async function preparedFor(bench: DmaBench, lengths: readonly number[]): Promise<number> {
  const file = openDevice(bench.device).getBufferFd(0, { nonBlocking: true })
  file.allocBlocks({ size: 4096, count: 1 })
  await bench.enable()
  for (const bytesUsed of lengths) {
    file.enqueueBlock({ id: 0, bytesUsed })
    expect(bench.hardware.running[0]!.length).toBe(bytesUsed)
    await bench.complete()
    expect(await file.dequeueBlock()).toMatchObject({ id: 0, bytesUsed })
  }
  return bench.hardware.counts.prepared
}

describe('the descriptor of a block', () => {
  it('serves for transfers of one length, one after the other', async () => {
    expect(await preparedFor(await outputBench(true), [4096, 4096, 4096, 1000, 1000, 4096])).toBe(3)
  })

  it('is prepared for each transfer, as in the kernel, where the controller cannot submit it again', async () => {
    expect(await preparedFor(await outputBench(false), [4096, 4096, 4096, 1000])).toBe(4)
  })

  it('is given back with the memory of the block', async () => {
    const bench = await outputBench(true)
    const block = bench.buffer.allocBlock(4096)
    await bench.enable()
    bench.buffer.enqueueBlock(block)
    await bench.complete()
    const descriptor = block.descriptor!
    expect(descriptor.reusable).toBe(true)
    bench.buffer.freeBlock(block)
    expect(descriptor.reusable).toBe(false)
  })

  it('goes on after an abort', async () => {
    const bench = await outputBench(true)
    const block = bench.buffer.allocBlock(4096)
    bench.buffer.enqueueBlock(block)
    for (let round = 0; round < 3; round++) {
      await bench.enable()
      await bench.disable()
      expect(bench.buffer.dequeueBlock()).toMatchObject({ id: block.id, bytesUsed: 0 })
      bench.buffer.enqueueBlock(block)
    }
    await bench.enable()
    await bench.complete()
    expect(bench.buffer.dequeueBlock()).toMatchObject({ id: block.id, bytesUsed: 4096 })
    expect(bench.hardware.counts.prepared).toBe(1)
  })
})
