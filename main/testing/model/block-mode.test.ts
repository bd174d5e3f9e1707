// Long random sequences on a queue in block mode, against a simple model: lists of names. Prints seed and shrunk
// sequence on failure (BLOCKSCOPE_SEED runs one again).

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DmaBlock } from '#main/iio/index.ts'
import { createDmaBench, type DmaBench, errnoFrom, voltageChannels } from '#main/testing/index.ts'

const runs = 300
const stepsPerRun = 200

const step = fc.record({
  kind: fc.constantFrom(
    ...([
      'enqueue',
      'enqueue',
      'enqueue',
      'complete',
      'complete',
      'short',
      'failed',
      'interrupts',
      'callbacks',
    ] as const),
    ...(['callbacks', 'dequeue', 'dequeue', 'alloc', 'free', 'enable', 'disable', 'unstall', 'stall'] as const),
  ),
  number: fc.nat(1023),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

interface ModelBlock {
  readonly block: DmaBlock
  state: string
  tag: number
  bytes: number
}

class Model {
  enabled = false
  blocks: ModelBlock[] = []
  incoming: ModelBlock[] = []
  /** Submitted, oldest first, whatever the hardware has done with them. */
  inFlight: ModelBlock[] = []
  /** Of those, how many the hardware ended, and of these, how many were seen by an interrupt. */
  ended = 0
  interrupted = 0
  outgoing: ModelBlock[] = []
}

async function play(bench: DmaBench, model: Model, { kind, number }: Step): Promise<void> {
  const { buffer, hardware, runtime } = bench
  const chosen = model.blocks[number % Math.max(model.blocks.length, 1)]
  switch (kind) {
    case 'alloc':
      if (model.blocks.length < 8)
        model.blocks.push({ block: buffer.allocBlock(1 + number), state: 'DEQUEUED', tag: 0, bytes: 0 })
      return
    case 'free': {
      // The last one stays: without blocks the queue would go back to file-IO mode.
      if (chosen === undefined || model.blocks.length === 1) return
      buffer.freeBlock(chosen.block)
      chosen.state = 'DEAD'
      for (const list of [model.blocks, model.incoming, model.outgoing])
        if (list.includes(chosen)) list.splice(list.indexOf(chosen), 1)
      return
    }
    case 'enqueue': {
      if (chosen === undefined) return
      const result = await errnoFrom(() => buffer.enqueueBlock(chosen.block))
      expect(result).toBe(chosen.state === 'ACTIVE' ? 'EBUSY' : 'ok')
      if (chosen.state === 'ACTIVE' || chosen.state === 'QUEUED') return
      if (chosen.state === 'DONE') model.outgoing.splice(model.outgoing.indexOf(chosen), 1)
      chosen.state = model.enabled ? 'ACTIVE' : 'QUEUED'
      ;(model.enabled ? model.inFlight : model.incoming).push(chosen)
      return
    }
    case 'complete':
    case 'short':
    case 'failed': {
      const next = model.inFlight[model.ended]
      if (next === undefined || hardware.running.length === 0) return
      const part = kind === 'complete' ? next.block.size : number % (next.block.size + 1)
      next.tag = number & 0xff
      next.bytes = part
      const data = new Uint8Array(next.block.size).fill(next.tag)
      if (kind === 'failed') hardware.fail('READ_FAILED', part, { data })
      else hardware.shortComplete(part, { data })
      model.ended++
      return
    }
    case 'interrupts':
      runtime.runPendingInterrupts()
      model.interrupted = model.ended
      return
    case 'callbacks':
      runtime.runPendingCallbacks()
      for (; model.interrupted > 0; model.interrupted--, model.ended--) handBack(model, model.inFlight.shift()!)
      await runtime.runPendingWork()
      return
    case 'dequeue': {
      const expected = model.outgoing.shift()
      const block = buffer.dequeueBlock()
      expect(block?.id).toBe(expected?.block.id)
      if (expected === undefined || block === null) return
      expected.state = 'DEQUEUED'
      expect(block.bytesUsed).toBe(expected.bytes)
      const bytes = bench.heap.u8(block.address, block.bytesUsed)
      expect(bytes.every((byte) => byte === expected.tag)).toBe(true)
      return
    }
    case 'enable':
      if (model.enabled || model.blocks.length === 0) return
      await runtime.finish(bench.device.writeAttribute('buffer0/enable', '1'))
      model.enabled = true
      for (const block of model.incoming) block.state = 'ACTIVE'
      model.inFlight.push(...model.incoming.splice(0))
      return
    case 'disable':
      if (!model.enabled) return
      await runtime.finish(bench.device.writeAttribute('buffer0/enable', '0'))
      await runtime.runPendingWork()
      model.enabled = false
      model.ended = 0
      model.interrupted = 0
      for (const block of model.inFlight.splice(0)) {
        block.bytes = 0
        handBack(model, block)
      }
      return
    case 'stall':
      hardware.stall()
      return
    case 'unstall':
      hardware.unstall()
  }
}

function handBack(model: Model, block: ModelBlock): void {
  if (block.state === 'DEAD') return
  block.state = 'DONE'
  model.outgoing.push(block)
}

function check(bench: DmaBench, model: Model): void {
  const ids = (blocks: Iterable<DmaBlock>): number[] => [...blocks].map((block) => block.id)
  const modelIds = (blocks: readonly ModelBlock[]): number[] => blocks.map(({ block }) => block.id)
  const { buffer } = bench
  expect(model.blocks.map(({ block }) => block.state)).toEqual(model.blocks.map(({ state }) => state))
  expect(ids(buffer.incoming)).toEqual(modelIds(model.incoming))
  expect(ids(buffer.outgoing)).toEqual(modelIds(model.outgoing))
  expect(buffer.inFlightCount).toBe(model.inFlight.length)
  expect(buffer.dataAvailable()).toBe(model.outgoing.reduce((sum, { block }) => sum + block.size, 0))
  expect(buffer.outgoingScans).toBe(
    buffer.bytesPerDatum === 0 ? 0 : Math.floor(model.outgoing.reduce((sum, { bytes }) => sum + bytes, 0) / 2),
  )
  const dead = model.inFlight.filter(({ state }) => state === 'DEAD').length
  expect(bench.heap.liveAllocations).toBe(model.blocks.length + dead)
}

describe('model: block mode', () => {
  it(`agrees with the queue over ${runs * stepsPerRun} steps, and leaks nothing when the device goes away`, async () => {
    const seed = Number(process.env.BLOCKSCOPE_SEED ?? Date.now() & 0x7fffffff)
    let steps = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: stepsPerRun, maxLength: stepsPerRun }), async (sequence) => {
        const bench = await createDmaBench({ channels: voltageChannels(1), heapBytes: 1024 * 1024 })
        await bench.device.writeAttribute('voltage0/en', '1')
        const model = new Model()
        for (const one of sequence) {
          await play(bench, model, one)
          check(bench, model)
          steps++
        }
        await bench.remove()
        expect([bench.heap.liveAllocations, bench.buffer.isReleased]).toEqual([0, true])
        const { submitted, completed, aborted } = bench.buffer.diagnostics
        expect(completed + aborted).toBe(submitted)
      }),
      { numRuns: runs, seed },
    )
    expect(steps).toBeGreaterThanOrEqual(runs * stepsPerRun)
  }, 120_000)
})
