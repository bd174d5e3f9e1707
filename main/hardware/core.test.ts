// The converter with a clock that stands still: what is sampled depends on the time base, never on how it is driven.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { instantiateKernels, loadKernelModule, type SignalSettings, signalDefaults } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { Hardware } from './hardware.ts'
import { dmacInterrupt, pieceFlag } from './registers/dmac-registers.ts'

let kernelModule: WebAssembly.Module
beforeAll(async () => {
  kernelModule = await loadKernelModule()
})

const rate = 1_000_000

function powerUp() {
  const heap = new CoherentHeap({ bytes: 4 << 20 })
  /** Each look at the clock takes `lookMs`; while the machine sleeps, the clock stands still. */
  const clock = { nowMs: 1000, lookMs: 0, sleptMs: 0 }
  const kernels = instantiateKernels(kernelModule, heap.memory)
  const now = (): number => {
    clock.nowMs += clock.lookMs
    return clock.nowMs
  }
  const sleptMs = (): number => clock.sleptMs
  const hardware = Hardware.inProcess({ heap, kernels, now, sleptMs, dmac: { ids: 64, queueDepth: 64 } })
  const { core, registers } = hardware
  registers.setControl(0, true, false)
  let id = 0
  return {
    heap,
    clock,
    hardware,
    registers,
    step: () => core!.step(),
    submit(address: number, bytes: number): number {
      expect(registers.submit(address, bytes, pieceFlag.first | pieceFlag.last, id)).toBe(true)
      return id++
    },
    signal(channel: number, settings: Partial<SignalSettings>): void {
      void hardware.setSignal(channel, { ...signalDefaults, samplingFrequencyHz: rate, channel, ...settings })
      core!.step()
    },
    start(mask: number, samplingFrequencyHz = rate): void {
      void hardware.startConverter(samplingFrequencyHz, mask)
      core!.step()
    },
    read(one: number) {
      const record = { transferred: 0, flags: 0, firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
      expect(registers.isDone(one)).toBe(true)
      registers.readDone(one, record)
      return record
    },
  }
}

/** Captures `scans` scans of both channels in blocks of the given sizes, clock steps of the given lengths. */
function capture(scans: number, blockScans: readonly number[], stepsMs: readonly number[], seed: number): Int16Array {
  const bench = powerUp()
  bench.signal(0, { shape: 'sine', frequencyHz: 12345.678, noiseCodes: 100, seed })
  bench.signal(1, { shape: 'pulse', frequencyHz: 1000, glitchEverySamples: 900, glitchSamples: 3, noiseCodes: 5, seed })
  const address = bench.heap.alloc(scans * 4)
  let submitted = 0
  for (let block = 0; submitted < scans && block < 60; block++) {
    const size = Math.min(blockScans[block % blockScans.length]! * 2, scans - submitted)
    bench.submit(address + submitted * 4, size * 4)
    submitted += size
  }
  if (submitted < scans) bench.submit(address + submitted * 4, (scans - submitted) * 4)
  bench.start(3)
  for (let step = 0; bench.hardware.counters.nextSample < scans; step++) {
    bench.clock.nowMs += stepsMs[step % stepsMs.length]!
    bench.step()
    bench.hardware.handleInterrupt()
    expect(step).toBeLessThan(100_000)
  }
  expect(bench.hardware.counters.lostScans).toBeLessThanOrEqual(bench.hardware.counters.nextSample - scans)
  return bench.heap.i16(address, scans * 2).slice()
}

/** The first samples of channel 0, in one piece. */
function capture0(bench: ReturnType<typeof powerUp>, scans: number): number[] {
  const address = bench.heap.alloc(scans * 2)
  bench.submit(address, scans * 2)
  bench.start(1)
  bench.clock.nowMs += scans / 1000
  bench.step()
  const stopping = bench.hardware.stopConverter()
  bench.step()
  void stopping
  return [...bench.heap.i16(address, scans)]
}

describe('HardwareCore', () => {
  it('gives the same samples for the same seed, however the stream is cut into blocks and steps', () => {
    const scans = 6000
    const reference = capture(scans, [scans], [1], 7)
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.double({ min: 0.02, max: 90, noNaN: true }), { minLength: 1, maxLength: 6 }),
        (blocks, steps) => {
          expect(
            Buffer.compare(Buffer.from(capture(scans, blocks, steps, 7).buffer), Buffer.from(reference.buffer)),
          ).toBe(0)
        },
      ),
      { numRuns: 15 },
    )
    expect(capture(scans, [scans], [1], 8)).not.toEqual(reference)
  })

  it('accounts for every scan: what no descriptor took is lost, and says so, exactly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 5 }), scans: fc.integer({ min: 4, max: 3000 }) }), {
          minLength: 1,
          maxLength: 20,
        }),
        (blocks) => {
          const bench = powerUp()
          const address = bench.heap.alloc(6000)
          bench.start(1)
          let expected = 0
          let lost = 0
          for (const { waitMs, scans } of blocks) {
            for (let ms = 0; ms < waitMs; ms++) {
              bench.clock.nowMs++
              bench.step()
            }
            const dueBefore = (bench.clock.nowMs - 1000) * 1000 + 1
            const id = bench.submit(address, scans * 2)
            bench.step()
            for (let ms = 0; !bench.registers.isDone(id); ms++) {
              bench.clock.nowMs++
              bench.step()
              expect(ms).toBeLessThan(10)
            }
            const record = bench.read(id)
            // Nothing was queued since the last block: everything due by now had passed.
            expect(record.firstSample).toBe(Math.max(dueBefore, expected))
            expect(record.lostBefore).toBe(record.firstSample - expected)
            expect(record.transferred).toBe(scans * 2)
            expect(record.lastSampleMs).toBeCloseTo(1000 + (record.firstSample + scans - 1) / 1000, 6)
            expected = record.firstSample + scans
            lost += record.lostBefore
          }
          expect(bench.hardware.counters.nextSample).toBe(expected)
          expect(bench.hardware.counters.lostScans).toBe(lost)
        },
      ),
      { numRuns: 50 },
    )
  })

  describe('when the thread does not come in time', () => {
    /** 60 transfers of 4096 scans, 245 ms of signal; so long after the start the thread comes for the first time. */
    function comesAfter(ms: number) {
      const bench = powerUp()
      const address = bench.heap.alloc(8192)
      const ids = Array.from({ length: 60 }, () => bench.submit(address, 8192))
      bench.start(1)
      bench.clock.nowMs += ms
      bench.step()
      return { ...bench, ids, counters: bench.hardware.counters }
    }

    it('catches up when it was away for less than half a second: nothing is lost, and the clock stays right', () => {
      const { counters, ids, registers } = comesAfter(200)
      expect(counters).toMatchObject({ slippedMs: 0, nextSample: 200_001, lostScans: 0 })
      expect(ids.filter((id) => registers.isDone(id))).toHaveLength(Math.floor(200_001 / 4096))
    })

    it('has filled what was queued, and loses the rest, as hardware does', () => {
      const bench = comesAfter(400)
      expect(bench.counters).toMatchObject({ slippedMs: 0, nextSample: 60 * 4096, lostScans: 0 })
      const id = bench.submit(bench.heap.alloc(8192), 8192)
      bench.step()
      bench.clock.nowMs += 10
      bench.step()
      expect(bench.read(id)).toMatchObject({ firstSample: 400_001, lostBefore: 400_001 - 60 * 4096 })
    })

    it('has stood still when it was away for longer: what passed is lost, between two transfers, exactly', () => {
      const bench = powerUp()
      const address = bench.heap.alloc(8192)
      const [first, second] = Array.from({ length: 3 }, () => bench.submit(address, 8192))
      bench.start(1)
      bench.clock.nowMs += 2
      bench.clock.nowMs = Math.min(bench.step(), 1003)
      bench.step()
      const begun = bench.hardware.counters.nextSample
      expect(begun).toBeGreaterThan(0)
      bench.clock.nowMs += 10_000
      bench.step()
      bench.clock.nowMs += 10
      bench.step()
      const due = (bench.clock.nowMs - 10 - 1000) * 1000 + 1
      expect(bench.read(first!)).toMatchObject({ transferred: begun * 2, firstSample: 0, lostBefore: 0 })
      expect(bench.read(second!)).toMatchObject({ transferred: 8192, firstSample: due, lostBefore: due - begun })
      expect(bench.hardware.counters).toMatchObject({ slippedMs: 0, lostScans: due - begun })
      // The time of each sample is right again.
      expect(bench.read(second!).lastSampleMs).toBeCloseTo(1000 + (due + 4095) / 1000, 6)
    })

    it('has stood still, too, when a packet is to end before it looked again: nothing slips', async () => {
      const bench = powerUp()
      const address = bench.heap.alloc(8192)
      const [first, second] = Array.from({ length: 3 }, () => bench.submit(address, 8192))
      bench.start(1)
      bench.clock.nowMs = Math.min(bench.step(), 1003)
      bench.step()
      const begun = bench.hardware.counters.nextSample
      bench.clock.nowMs += 10_000
      const flushed = bench.hardware.flush()
      bench.step()
      await flushed
      const due = (bench.clock.nowMs - 1000) * 1000 + 1
      expect(bench.hardware.counters).toMatchObject({ slippedMs: 0, lostScans: due - begun, nextSample: due })
      bench.clock.nowMs += 10
      bench.step()
      expect(bench.read(first!)).toMatchObject({ transferred: begun * 2, lostBefore: 0 })
      expect(bench.read(second!)).toMatchObject({ firstSample: due, lostBefore: due - begun })
    })

    it('has slept with the machine, though the clock did not count it', () => {
      const bench = powerUp()
      const address = bench.heap.alloc(8192)
      const [first, second] = Array.from({ length: 3 }, () => bench.submit(address, 8192))
      bench.start(1)
      bench.clock.nowMs += 3
      bench.step()
      bench.clock.sleptMs = 3_600_000
      bench.clock.nowMs += 30
      bench.step()
      bench.clock.nowMs += 10
      bench.step()
      const before = bench.read(first!)
      const after = bench.read(second!)
      expect(after.lostBefore).toBe(after.firstSample - before.transferred / 2)
      expect(after.firstSample).toBeGreaterThanOrEqual(3_600_033 * 1000)
      expect(after.firstSample).toBeLessThan(3_600_034 * 1000)
      expect(bench.hardware.counters.slippedMs).toBe(0)
      // As the clock counts: just now, not an hour ago.
      expect(before.lastSampleMs).toBeCloseTo(1000 + (before.transferred / 2 - 1) / 1000, 6)
      expect(after.lastSampleMs).toBeLessThanOrEqual(bench.clock.nowMs)
      expect(after.lastSampleMs).toBeGreaterThan(bench.clock.nowMs - 10)
    })

    it('is slower than wished, rather than lossy, when it is there and cannot keep up', () => {
      const bench = powerUp()
      const address = bench.heap.alloc(8192)
      const ids = Array.from({ length: 60 }, () => bench.submit(address, 8192))
      bench.start(1)
      // A transfer holds four milliseconds of signal, and takes several looks.
      bench.clock.lookMs = 4
      bench.step()
      const { counters } = bench.hardware
      expect(ids.every((id) => bench.registers.isDone(id))).toBe(true)
      expect(counters).toMatchObject({ nextSample: 60 * 4096, lostScans: 0 })
      expect(counters.slippedMs).toBeGreaterThan(100)
      expect(counters.achievedRateHz).toBeLessThan(0.7 * rate)
    })
  })

  describe('a packet that ends', () => {
    it('is a short transfer; the next scan begins the next one, and nothing is lost', async () => {
      const bench = powerUp()
      bench.signal(0, { shape: 'sawtooth', frequencyHz: 7, amplitudeCodes: 30000 })
      const whole = capture0(bench, 6000)
      const address = bench.heap.alloc(16384)
      const [first, second] = [bench.submit(address, 8192), bench.submit(address + 8192, 8192)]
      bench.start(1)
      bench.clock.nowMs += 1.5
      const flushing = bench.hardware.flush()
      bench.step()
      expect(await flushing).toBe(1501)
      expect(bench.read(first)).toMatchObject({ transferred: 3002, firstSample: 0, lostBefore: 0 })
      // With nothing in it, a transfer goes on.
      const again = bench.hardware.flush()
      bench.step()
      expect([await again, bench.registers.isDone(second)]).toEqual([1501, false])
      bench.clock.nowMs += 5
      bench.step()
      expect(bench.read(second)).toMatchObject({ transferred: 8192, firstSample: 1501, lostBefore: 0 })
      const got = [...bench.heap.i16(address, 1501), ...bench.heap.i16(address + 8192, 4096)]
      expect(got).toEqual(whole.slice(0, 1501 + 4096))
    })

    it('is what sampling ends with: all that was converted until then is in a transfer', async () => {
      const bench = powerUp()
      const id = bench.submit(bench.heap.alloc(8192), 8192)
      bench.start(1)
      bench.clock.nowMs += 2.25
      const stopping = bench.hardware.stopConverter()
      bench.step()
      expect(await stopping).toEqual({ scans: 2251, lostScans: 0 })
      expect(bench.read(id)).toMatchObject({ transferred: 4502, firstSample: 0, flags: 1 })
      expect(bench.read(id).lastSampleMs).toBeCloseTo(1002.25, 6)
    })
  })

  it('sleeps until the end of a slow block, and until the doorbell when nothing is queued', () => {
    const bench = powerUp()
    const address = bench.heap.alloc(4096)
    bench.start(3, 1000)
    expect(bench.step()).toBe(Number.POSITIVE_INFINITY)
    expect(bench.registers.isWakeWanted).toBe(true)
    const id = bench.submit(address, 4096)
    // 1024 scans at 1 kS/s; scan 0 had passed while nothing was queued. A look every 50 ms, and none sooner.
    let wakes = 0
    for (let deadline = bench.step(); deadline <= 1000 + 1024; deadline = bench.step(), wakes++) {
      expect(deadline).toBeGreaterThan(bench.clock.nowMs)
      expect(bench.registers.isDone(id)).toBe(false)
      bench.clock.nowMs = deadline
    }
    expect(bench.clock.nowMs).toBeCloseTo(1000 + 1024, 6)
    expect(bench.registers.isDone(id)).toBe(true)
    expect(wakes).toBeLessThan(25)
    expect(bench.hardware.counters.slippedMs).toBe(0)
  })

  describe('moderates its interrupts', () => {
    /** Interrupts while 40 transfers complete, each taking `periodMs`, and the longest any of them waited for its one. */
    function interruptsOf(bytes: number, periodMs: number) {
      const bench = powerUp()
      bench.registers.mask = dmacInterrupt.sot
      const address = bench.heap.alloc(bytes)
      const ids = Array.from({ length: 60 }, () => bench.submit(address, bytes)).slice(0, 40)
      bench.start(1, (bytes / 2 / periodMs) * 1e3)
      const before = bench.hardware.interruptCount
      let reported = 0
      let longestMs = 0
      for (let interrupts = before; reported < ids.length; ) {
        bench.clock.nowMs = bench.step()
        if (bench.hardware.interruptCount === interrupts) continue
        interrupts = bench.hardware.interruptCount
        for (; reported < ids.length && bench.registers.isDone(ids[reported]!); reported++)
          longestMs = Math.max(longestMs, bench.clock.nowMs - bench.read(ids[reported]!).lastSampleMs)
      }
      return { interrupts: bench.hardware.interruptCount - before, longestMs }
    }

    it('small transfers that follow each other fast share one, and wait a fraction of a millisecond', () => {
      const { interrupts, longestMs } = interruptsOf(16 << 10, 0.05)
      expect(interrupts).toBeGreaterThanOrEqual(8)
      expect(interrupts).toBeLessThanOrEqual(14)
      expect(longestMs).toBeLessThan(0.4)
    })

    it('small transfers that are far enough apart have one each', () => {
      expect(interruptsOf(16 << 10, 0.8).interrupts).toBe(40)
    })

    it('large ones, where throughput is wanted, wait for each other up to 1 ms', () => {
      const { interrupts, longestMs } = interruptsOf(1 << 20, 0.5)
      expect(interrupts).toBeLessThanOrEqual(22)
      expect(interrupts).toBeGreaterThanOrEqual(13)
      expect(longestMs).toBeLessThan(1.6)
      expect(interruptsOf(1 << 20, 5).interrupts).toBe(40)
    })
  })

  it('says at which sample a changed signal begins', async () => {
    const bench = powerUp()
    const address = bench.heap.alloc(4000)
    const id = bench.submit(address, 4000)
    bench.signal(0, { shape: 'dc', offsetCodes: 100 })
    bench.start(1)
    bench.clock.nowMs += 1
    bench.step()
    const changed = bench.hardware.setSignal(0, { ...signalDefaults, shape: 'dc', offsetCodes: -100 })
    bench.step()
    const at = await changed
    bench.clock.nowMs += 2
    bench.step()
    expect(bench.read(id).transferred).toBe(4000)
    const codes = [...bench.heap.i16(address, 2000)]
    expect(at).toBe(1001)
    expect(codes.indexOf(-100)).toBe(at)
    expect(new Set(codes)).toEqual(new Set([100, -100]))
  })

  it('plays a table from sample 0 of every start', () => {
    const bench = powerUp()
    const table = bench.heap.alloc(4096)
    bench.heap.i16(table, 1000).set(Int16Array.from({ length: 1000 }, (_, i) => i * 31 - 15000))
    bench.signal(0, { shape: 'table', table: { address: table, samples: 1000 } })
    const address = bench.heap.alloc(5000)
    const id = bench.submit(address, 5000)
    bench.start(1)
    bench.clock.nowMs += 3
    bench.step()
    expect(bench.read(id).firstSample).toBe(0)
    expect([...bench.heap.i16(address, 2500)]).toEqual(Array.from({ length: 2500 }, (_, i) => (i % 1000) * 31 - 15000))
  })

  it('refuses commands once it has stopped, and frees its memory', async () => {
    const bench = powerUp()
    await bench.hardware.stop()
    await expect(bench.hardware.convertOnce(0)).rejects.toMatchObject({ errno: 'ENODEV' })
    expect(bench.heap.liveAllocations).toBe(0)
  })

  it('refuses a signal that is out of range and keeps the old one', async () => {
    const bench = powerUp()
    await expect(bench.hardware.setSignal(0, { ...signalDefaults, duty: 2 })).rejects.toMatchObject({ errno: 'EINVAL' })
    await expect(bench.hardware.setSignal(9, signalDefaults)).rejects.toMatchObject({ errno: 'EINVAL' })
  })
})
