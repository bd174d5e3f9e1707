// The real thread: what it writes, that it keeps the time, wakes for work, and ends.
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { loadKernelModule, signalDefaults } from '#main/kernels/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { monotonicMs } from '#main/runtime/clock.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import { Hardware } from './hardware.ts'
import { type PieceRecord, pieceFlag } from './registers/dmac-registers.ts'

let kernelModule: WebAssembly.Module
beforeAll(async () => {
  kernelModule = await loadKernelModule()
})

const running: Hardware[] = []
afterEach(async () => {
  for (const hardware of running.splice(0)) await hardware.stop()
})

async function powerUp() {
  const heap = new CoherentHeap({ bytes: 64 << 20 })
  const hardware = await Hardware.start({ heap, kernelModule, dmac: { ids: 64, queueDepth: 64 } })
  running.push(hardware)
  hardware.registers.setControl(0, true, false)
  return { heap, hardware }
}

function submit(hardware: Hardware, id: number, address: number, bytes: number): void {
  expect(hardware.registers.submit(address, bytes, pieceFlag.first | pieceFlag.last, id)).toBe(true)
  if (hardware.registers.isWakeWanted) hardware.doorbell.ring()
}

async function untilDone(hardware: Hardware, id: number): Promise<PieceRecord> {
  await new Promise<void>((resolve) => {
    const check = (): void => {
      hardware.registers.clearPending(-1)
      if (hardware.registers.isDone(id)) resolve()
    }
    endWithTest(hardware.onInterrupt(check))
    check()
  })
  const record = { transferred: 0, flags: 0, firstSample: 0, lostBefore: 0, lastSampleMs: 0, writtenMs: 0 }
  hardware.registers.readDone(id, record)
  return record
}

describe('hardware thread', () => {
  it('writes the samples of the signal, at the time they are due', async () => {
    const { heap, hardware } = await powerUp()
    const rate = 1_000_000
    await hardware.setSignal(0, { ...signalDefaults, samplingFrequencyHz: rate, shape: 'dc', offsetCodes: 4321 })
    const address = heap.alloc(64 * 8192)
    for (let id = 0; id < 32; id++) submit(hardware, id, address + id * 8192, 8192)
    const startMs = await hardware.startConverter(rate, 1)
    const last = await untilDone(hardware, 31)
    expect(last.firstSample).toBe(31 * 4096)
    expect(last.lostBefore).toBe(0)
    expect(last.lastSampleMs).toBeCloseTo(startMs + (32 * 4096 - 1) / 1000 + hardware.counters.slippedMs, 3)
    expect(last.writtenMs).toBeGreaterThanOrEqual(last.lastSampleMs)
    expect(monotonicMs()).toBeGreaterThanOrEqual(last.writtenMs - 0.1)
    expect(new Set(heap.i16(address, 32 * 4096))).toEqual(new Set([4321]))
  })

  it('wakes for a descriptor that comes after a stall, and counts what passed by', async () => {
    const { heap, hardware } = await powerUp()
    const address = heap.alloc(4096)
    submit(hardware, 0, address, 4096)
    await hardware.startConverter(1_000_000, 1)
    const first = await untilDone(hardware, 0)
    submit(hardware, 1, address, 4096)
    const second = await untilDone(hardware, 1)
    expect(first.firstSample).toBe(first.lostBefore)
    expect(second.firstSample - second.lostBefore).toBe(first.firstSample + 2048)
    const { scans, lostScans } = await hardware.stopConverter()
    expect(scans).toBe(second.firstSample + 2048)
    expect(lostScans).toBe(first.lostBefore + second.lostBefore)
  })

  it('says so when its thread cannot run, and frees what it had', async () => {
    const heap = new CoherentHeap({ bytes: 8 << 20 })
    // A module that wants an import called env.x: the thread ends when it instantiates it.
    const header = [0, 97, 115, 109, 1, 0, 0, 0]
    const wrong = await WebAssembly.compile(
      new Uint8Array([...header, 1, 4, 1, 0x60, 0, 0, 2, 9, 1, 3, 101, 110, 118, 1, 120, 0, 0]),
    )
    await expect(Hardware.start({ heap, kernelModule: wrong })).rejects.toMatchObject({ errno: 'EIO' })
    expect(heap.liveAllocations).toBe(0)
  })

  it('ends when stopped, even while it sleeps, and frees what it had', async () => {
    const { heap, hardware } = await powerUp()
    const failures: string[] = []
    endWithTest(hardware.onFailure.on((reason) => void failures.push(reason)))
    await hardware.startConverter(1000, 3)
    await hardware.stop()
    await hardware.stop()
    expect(heap.liveAllocations).toBe(0)
    expect(failures).toEqual([])
    await expect(hardware.startConverter(1000, 3)).rejects.toMatchObject({ errno: 'ENODEV' })
  })
})
