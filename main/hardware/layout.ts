// Where the hardware's registers and scratch memory are. The main thread allocates, both sides construct over it.
import { type CoherentHeap, doorbellBytes } from '#main/memory/index.ts'
import { converterScratchBytes } from './converter/converter.ts'
import { dacScratchBytes } from './converter/dac.ts'
import { counterBytes } from './registers/counters.ts'
import { type DmacParameters, dmacRegisterBytes } from './registers/dmac-registers.ts'
import { mailboxBytes } from './registers/mailbox.ts'

export interface HardwareLayout {
  /** Start of the one allocation that holds everything below. */
  readonly base: number
  readonly doorbell: number
  readonly line: number
  readonly counters: number
  readonly mailbox: number
  readonly dmac: number
  readonly scratch: number
  readonly channels: number
  readonly dmacParameters: DmacParameters
  /** The output side: its counters, controller and scratch memory. */
  readonly dacCounters: number
  readonly dacDmac: number
  readonly dacScratch: number
  readonly dacDmacParameters: DmacParameters
  /** Completions closer together than this share an interrupt, ms. */
  readonly coalesceMs: number
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** @throws ENOMEM when the heap has no room. */
export function allocateHardware(
  heap: CoherentHeap,
  parts: Pick<HardwareLayout, 'channels' | 'dmacParameters' | 'dacDmacParameters' | 'coalesceMs'>,
): HardwareLayout {
  const { channels, dmacParameters, dacDmacParameters } = parts
  const sizes = [
    doorbellBytes,
    64,
    counterBytes,
    align(mailboxBytes()),
    align(dmacRegisterBytes(dmacParameters)),
    align(converterScratchBytes(channels)),
    counterBytes,
    align(dmacRegisterBytes(dacDmacParameters)),
    align(dacScratchBytes(channels)),
  ]
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  const base = heap.alloc(bytes)
  heap.u8(base, bytes).fill(0)
  const places: number[] = []
  let next = base
  for (const size of sizes) {
    places.push(next)
    next += size
  }
  const [doorbell = 0, line = 0, counters = 0, mailbox = 0, dmac = 0, scratch = 0] = places
  const [dacCounters = 0, dacDmac = 0, dacScratch = 0] = places.slice(6)
  return { base, doorbell, line, counters, mailbox, dmac, scratch, dacCounters, dacDmac, dacScratch, ...parts }
}
