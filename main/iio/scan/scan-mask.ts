// Scan masks: sets of scan indexes. Bit i stands for the channel with scan index i, so 0b101n is indexes 0 and 2.

export type ScanMask = bigint

export const emptyMask: ScanMask = 0n

export function maskOf(...indexes: readonly number[]): ScanMask {
  return indexes.reduce((mask, index) => mask | (1n << BigInt(index)), emptyMask)
}

export function maskHas(mask: ScanMask, index: number): boolean {
  return ((mask >> BigInt(index)) & 1n) === 1n
}

export function isSubset(mask: ScanMask, of: ScanMask): boolean {
  return (mask & ~of) === 0n
}

/** Scan indexes in `mask`, ascending. */
export function maskIndexes(mask: ScanMask): number[] {
  const indexes: number[] = []
  for (let index = 0, rest = mask; rest !== 0n; index++, rest >>= 1n) if ((rest & 1n) === 1n) indexes.push(index)
  return indexes
}

/**
 * The first of `available` (best first) that serves `mask`: equal to it when `strict` (hardware mode), a superset
 * otherwise. An empty mask never matches; null when none does.
 */
export function matchMask(available: readonly ScanMask[], mask: ScanMask, strict: boolean): ScanMask | null {
  if (mask === emptyMask) return null
  return available.find((candidate) => (strict ? candidate === mask : isSubset(mask, candidate))) ?? null
}
