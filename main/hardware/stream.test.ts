// Streams with a clock that stands still: the converter waits for what is not there, and drops nothing.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { instantiateKernels, loadKernelModule, signalDefaults } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { ringBytes, SampleRing } from '#main/streams/index.ts'
import { Hardware } from './hardware.ts'
import { pieceFlag } from './registers/dmac-registers.ts'

let kernelModule: WebAssembly.Module
beforeAll(async () => {
  kernelModule = await loadKernelModule()
})

const rate = 1_000_000

function powerUp(channels = 1) {
  const heap = new CoherentHeap({ bytes: 4 << 20 })
  const clock = { nowMs: 1000 }
  const kernels = instantiateKernels(kernelModule, heap.memory)
  const hardware = Hardware.inProcess({ heap, kernels, now: () => clock.nowMs, dmac: { ids: 256, queueDepth: 256 } })
  const { core, registers, counters } = hardware
  registers.setControl(0, true, false)
  const shape = { channels, scans: 1024 }
  const at = heap.alloc(ringBytes(shape))
  const ring = SampleRing.make(heap.buffer, at, shape)
  let id = 0
  return {
    heap,
    clock,
    hardware,
    counters,
    ring,
    step: (ms = 0) => {
      clock.nowMs += ms
      core!.step()
    },
    convert(channel: number, column = 0): void {
      void hardware.setStream(channel, at, column)
      core!.step()
    },
    start(mask: number): void {
      void hardware.startConverter(rate, mask)
      core!.step()
    },
    async flush(): Promise<void> {
      const flushed = hardware.flush()
      core!.step()
      hardware.handleInterrupt()
      await flushed
    },
    submit(scans: number, bytesPerScan = 2): number {
      const address = heap.alloc(scans * bytesPerScan)
      expect(registers.submit(address, scans * bytesPerScan, pieceFlag.first | pieceFlag.last, id++)).toBe(true)
      return address
    },
    give(codes: readonly number[]): void {
      for (let done = 0; done < codes.length; ) {
        const part = codes.slice(done, done + ring.space().length)
        if (part.length === 0) expect.fail('the ring is full')
        ring.space().set(part)
        ring.commit(part.length / channels)
        done += part.length
      }
    },
  }
}

const ramp = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => ((from + k) << 16) >> 16)

describe('a channel that converts a stream', () => {
  it('waits for it, and invents nothing', async () => {
    const bench = powerUp()
    bench.convert(0)
    const address = bench.submit(4000)
    bench.start(1)
    bench.step(500)
    expect(bench.counters.nextSample).toBe(0)
    bench.give(ramp(1, 700))
    bench.step(20)
    expect(bench.counters).toMatchObject({ nextSample: 700, lostScans: 0, slippedMs: 0 })
    bench.step(3000)
    expect(bench.counters.nextSample).toBe(700)
    expect(bench.counters.waitedMs).toBeGreaterThan(3000)
    bench.give(ramp(701, 300))
    bench.step(20)
    await bench.flush()
    expect([...bench.heap.i16(address, 1000)]).toEqual(ramp(1, 1000))
    expect(bench.counters).toMatchObject({ nextSample: 1000, lostScans: 0, slippedMs: 0 })
  })

  it('is not faster than its rate', () => {
    const bench = powerUp()
    bench.convert(0)
    bench.submit(4000)
    bench.start(1)
    bench.step(10)
    bench.give(ramp(0, 1024))
    for (let k = 0; k < 4; k++) bench.step(0.1)
    // What was due while it waited is not caught up.
    expect(bench.counters.nextSample).toBeLessThan(1024)
    bench.step(2)
    expect(bench.counters.nextSample).toBe(1024)
  })

  it('stays in its ring while no transfer is queued, and while nothing is captured', () => {
    const bench = powerUp()
    bench.convert(0)
    bench.give(ramp(0, 1000))
    bench.start(1)
    bench.step(100)
    expect(bench.ring.available).toBe(1000)
    const address = bench.submit(600)
    bench.step(0)
    bench.step(100)
    expect([...bench.heap.i16(address, 600)]).toEqual(ramp(0, 600))
    bench.step(100)
    void bench.hardware.stopConverter()
    bench.step(100)
    expect(bench.ring.available).toBe(400)
    expect(bench.counters.lostScans).toBe(0)
    const next = bench.submit(400)
    bench.start(1)
    bench.step(100)
    expect([...bench.heap.i16(next, 400)]).toEqual(ramp(600, 400))
  })

  it('gives each of its channels to one of the converter, and the clock of a signal beside it waits as well', () => {
    const bench = powerUp(2)
    void bench.hardware.setSignal(0, { ...signalDefaults, samplingFrequencyHz: rate, shape: 'dc', offsetCodes: 77 })
    bench.convert(1, 1)
    const address = bench.submit(300, 4)
    bench.start(3)
    bench.give([1, 2, 3, 4, 5, 6])
    bench.step(50)
    expect([...bench.heap.i16(address, 6)]).toEqual([77, 2, 77, 4, 77, 6])
    expect(bench.counters.nextSample).toBe(3)
    bench.convert(0, 0)
    bench.give([7, 8, 9, 10])
    bench.step(50)
    expect([...bench.heap.i16(address, 10)].slice(6)).toEqual([7, 8, 9, 10])
  })

  it('comes whole, however writer, blocks and clock take turns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ give: fc.integer({ min: 1, max: 500 }) }),
            fc.record({ submit: fc.integer({ min: 1, max: 300 }) }),
            fc.record({ stepMs: fc.double({ min: 0, max: 3, noNaN: true }) }),
            fc.constant({ flush: true }),
            fc.constant({ awayMs: 900 }),
          ),
          { maxLength: 60 },
        ),
        async (turns) => {
          const bench = powerUp()
          bench.convert(0)
          bench.start(1)
          const blocks: { readonly id: number; readonly address: number }[] = []
          let given = 0
          for (const turn of turns) {
            if ('give' in turn) {
              const count = Math.min(turn.give, bench.ring.room)
              bench.give(ramp(given, count))
              given += count
            } else if ('submit' in turn) blocks.push({ id: blocks.length, address: bench.submit(turn.submit) })
            else if ('flush' in turn) await bench.flush()
            else bench.step('stepMs' in turn ? turn.stepMs : turn.awayMs)
          }
          await bench.flush()
          const got = blocks.flatMap(({ id, address }) => {
            if (!bench.hardware.registers.isDone(id)) return []
            const record = { transferred: 0, flags: 0, firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
            bench.hardware.registers.readDone(id, record)
            expect(record.lostBefore).toBe(0)
            return [...bench.heap.i16(address, record.transferred / 2)]
          })
          expect(got).toEqual(ramp(0, got.length))
          expect(got.length + bench.ring.available).toBe(given)
          expect(bench.counters).toMatchObject({ lostScans: 0, slippedMs: 0 })
        },
      ),
    )
  })
})
