// The board is there whole, or not at all; and what goes, goes whole.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { IioBus, type IioDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { LeakCheck } from '#shared/testing/leaks.ts'
import { createInstrument } from '../create.ts'
import { bootEmulated } from './emulated.ts'

/** A bus that takes so many devices, and refuses the next. */
class NarrowBus extends IioBus {
  #left: number

  constructor(room: number) {
    super()
    this.#left = room
  }

  override async register(device: IioDevice): Promise<void> {
    if (this.#left-- <= 0) throw new ErrnoError('EBUSY', say`There is no place on this bus.`)
    await super.register(device)
  }
}

describe('the slower devices', () => {
  it('of which one cannot be probed leave nothing, whichever it is; all of them go together', async () => {
    const boot = (bus: IioBus, heap: CoherentHeap) => bootEmulated({ bus, runtime: realRuntime, heap })
    const there = new NarrowBus(Number.POSITIVE_INFINITY)
    const heap = new CoherentHeap({ bytes: 4 << 20 })
    const emulated = await boot(there, heap)
    const all = there.devices.length
    expect(all).toBeGreaterThan(4)
    await emulated.close()
    expect([there.devices, there.triggers, heap.liveAllocations]).toEqual([[], [], 0])
    for (let room = 0; room < all; room++) {
      const bus = new NarrowBus(room)
      await expect(boot(bus, heap)).rejects.toMatchObject({ errno: 'EBUSY' })
      expect([bus.devices, bus.triggers, heap.liveAllocations]).toEqual([[], [], 0])
    }
  })
})

describe('an instrument', () => {
  const options = { front: 'headless', run: false, analysis: false, heapBytes: 64 << 20 } as const
  const timers = new Set<unknown>()
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis
  afterEach(() => vi.restoreAllMocks())
  const watchTimers = (): void => {
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(((fn: () => void, ms: number) => {
      const handle = realSet(() => {
        timers.delete(handle)
        fn()
      }, ms)
      timers.add(handle)
      return handle
    }) as typeof setTimeout)
    vi.spyOn(globalThis, 'clearTimeout').mockImplementation((handle) => {
      timers.delete(handle)
      realClear(handle)
    })
  }

  it('that cannot begin leaves no timer and nothing else', async () => {
    watchTimers()
    const leaks = new LeakCheck()
    let seen = 0
    const begin = async (): Promise<void> => {
      seen = timers.size
      throw new ErrnoError('EINVAL', say`This session cannot be.`)
    }
    try {
      await expect(createInstrument({ ...options, begin })).rejects.toThrow('This session cannot be.')
    } finally {
      leaks.dispose()
    }
    expect(seen).toBeGreaterThan(0)
    expect([...timers]).toEqual([])
    expect(leaks.leaks.filter((line) => line.includes('/instrument/instrument.ts'))).toEqual([])
  })

  it('closes every part, whatever one of them throws', async () => {
    const instrument = await createInstrument(options)
    const { stack, files, memory } = instrument.parts
    vi.spyOn(memory, 'stop').mockRejectedValue(new ErrnoError('EIO', say`It does not stop.`))
    const closed = [vi.spyOn(stack.gigasample, 'close'), vi.spyOn(files, 'close')]
    const dummy = stack.bus.find('dummy')
    vi.spyOn(stack.bus, 'unregisterTrigger').mockImplementation(() => {
      throw new ErrnoError('EBUSY', say`The trigger stays.`)
    })
    await expect(instrument.close()).rejects.toThrow('It does not stop.')
    for (const close of closed) expect(close).toHaveBeenCalledOnce()
    expect(dummy?.isGone).toBe(true)
    expect(stack.bus.devices).toEqual([])
    vi.restoreAllMocks()
    await memory.stop()
  })
})
