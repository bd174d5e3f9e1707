// The yardstick of every benchmark: how fast this machine copies memory, right now.
import { bestSeconds } from './measure.ts'

/** Bytes of each of the two arrays; far more than any cache. */
export const memcpyBytes = 64 << 20

/** Native `Buffer.copy` of 64 MiB: bytes copied per second (each is read once and written once). */
export function measureMemcpy(): number {
  const from = Buffer.alloc(memcpyBytes, 1)
  const to = Buffer.alloc(memcpyBytes, 2)
  return memcpyBytes / bestSeconds(() => void from.copy(to))
}
