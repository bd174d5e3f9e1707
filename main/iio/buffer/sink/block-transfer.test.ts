import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type BlockSink, BlockTransfer, fileSink, socketSink } from '#main/iio/index.ts'
import { createDmaBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'
import { type ErrnoError, fail, say } from '#shared/errors.ts'

async function enabledBench(blocks: number) {
  const bench = await createDmaBench({ channels: voltageChannels(1) })
  for (let i = 0; i < blocks; i++) bench.buffer.enqueueBlock(bench.buffer.allocBlock(256))
  await bench.enable()
  return bench
}

describe('BlockTransfer', () => {
  it('moves blocks to a file and a socket, and recycles a block when both have it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sink-'))
    const file = await open(join(folder, 'blocks'), 'w')
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1')
    const [peer] = (await once(server, 'connection')) as [Socket]
    const received: Buffer[] = []
    peer.on('data', (chunk) => received.push(chunk))
    const bench = await enabledBench(2)
    const problems: string[] = []
    const transfer = new BlockTransfer(bench.buffer, [fileSink(file), socketSink(socket)], {
      onError: (error) => problems.push(error.message),
    })
    transfer.start()
    expect(await errnoFrom(() => transfer.start())).toBe('EBUSY')
    for (let i = 1; i <= 6; i++) {
      await bench.complete(new Uint8Array(256).fill(i))
      // Both sinks have let go when the hardware has both blocks again.
      while (bench.hardware.running.length < 2) await bench.runtime.settle()
    }
    await transfer.stop()
    await file.close()
    const expected = Buffer.concat([1, 2, 3, 4, 5, 6].map((value) => Buffer.alloc(256, value)))
    expect(await readFile(join(folder, 'blocks'))).toEqual(expected)
    socket.end()
    await once(peer, 'end')
    expect(Buffer.concat(received)).toEqual(expected)
    peer.destroy()
    server.close()
    expect([transfer.blocks, transfer.bytes, problems]).toEqual([6, 1536, []])
    await rm(folder, { recursive: true })
    await bench.remove()
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('reports a sink that fails and recycles its block', async () => {
    const bench = await enabledBench(1)
    const errors: ErrnoError[] = []
    const broken: BlockSink = { write: () => Promise.resolve().then(() => fail('ENOSPC', say`The disk is full.`)) }
    const transfer = new BlockTransfer(bench.buffer, [broken], { onError: (error) => errors.push(error) })
    transfer.start()
    await bench.complete()
    while (bench.hardware.running.length < 1) await bench.runtime.settle()
    expect(errors.map(({ errno }) => errno)).toEqual(['ENOSPC'])
    await transfer.stop()
  })

  it('keeps the memory of a block that is freed while a sink has it', async () => {
    const bench = await enabledBench(1)
    let finish = (): void => undefined
    const slow: BlockSink = { write: () => new Promise<void>((resolve) => (finish = resolve)) }
    const transfer = new BlockTransfer(bench.buffer, [slow], { onError: () => undefined })
    transfer.start()
    await bench.complete()
    await bench.remove()
    expect(bench.heap.liveAllocations).toBe(1)
    finish()
    await transfer.stop()
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('keeps a block from the hardware while a sink reads it, also when the application would enqueue it', async () => {
    const bench = await enabledBench(1)
    const finish: (() => void)[] = []
    const slow: BlockSink = { write: () => new Promise<void>((resolve) => void finish.push(resolve)) }
    const transfer = new BlockTransfer(bench.buffer, [slow, slow], { onError: () => undefined })
    transfer.start()
    await bench.complete()
    const [block] = bench.buffer.applicationBlocks
    expect(await errnoFrom(() => bench.buffer.enqueueBlock(block!))).toBe('EBUSY')
    finish.shift()!()
    while (finish.length === 0) await bench.runtime.settle()
    expect(await errnoFrom(() => bench.buffer.enqueueBlock(block!))).toBe('EBUSY')
    expect(bench.hardware.running).toHaveLength(0)
    finish.shift()!()
    while (bench.hardware.running.length < 1) await bench.runtime.settle()
    await transfer.stop()
  })

  it('refuses to start without sinks or blocks', async () => {
    const { buffer } = await createDmaBench()
    const onError = (): void => undefined
    expect(await errnoFrom(() => new BlockTransfer(buffer, [], { onError }).start())).toBe('EINVAL')
    const sink: BlockSink = { write: () => Promise.resolve() }
    expect(await errnoFrom(() => new BlockTransfer(buffer, [sink], { onError }).start())).toBe('EINVAL')
    // Neither when the blocks are gone again while the buffer runs.
    const block = buffer.allocBlock(64)
    await buffer.enable()
    buffer.freeBlock(block)
    expect(await errnoFrom(() => new BlockTransfer(buffer, [sink], { onError }).start())).toBe('EINVAL')
  })
})
