// Where the hardware's registers and scratch memory are. The main thread allocates, both sides construct over it.
import { type CoherentHeap, doorbellBytes } from '#main/memory/index.ts'
import { converterScratchBytes } from './converter/converter.ts'
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
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** @throws ENOMEM when the heap has no room. */
export function allocateHardware(heap: CoherentHeap, channels: number, dmacParameters: DmacParameters): HardwareLayout {
  const sizes = [
    doorbellBytes,
    64,
    counterBytes,
    align(mailboxBytes()),
    align(dmacRegisterBytes(dmacParameters)),
    align(converterScratchBytes(channels)),
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
  return { base, doorbell, line, counters, mailbox, dmac, scratch, channels, dmacParameters }
}
