// What a DMA channel allows a block to be.
import type { DmaSlaveCaps } from '#main/dmaengine/index.ts'

export interface BindingLimits {
  /** A transfer is a multiple of this many bytes. */
  readonly alignBytes: number
  /** Longest transfer in bytes. */
  readonly maxBytes: number
}

/** The larger of the narrowest source and destination access, and the controller's longest segment. */
export function bindingLimits(caps: DmaSlaveCaps, maxSegmentBytes: number): BindingLimits {
  const alignBytes = Math.max(narrowestAccess(caps.srcAddrWidths), narrowestAccess(caps.dstAddrWidths))
  return { alignBytes, maxBytes: maxSegmentBytes }
}

/** Lowest set bit of a width mask (bit w: accesses of w bytes); an empty mask means single bytes. */
function narrowestAccess(widths: number): number {
  if (widths === 0) return 1
  return Math.max(31 - Math.clz32(widths & -widths), 1)
}
