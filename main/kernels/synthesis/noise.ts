// Seeded Gaussian noise as a table (a "noise ROM") from which every cell of samples takes a stretch of its own.
import { noiseSamples, synthesisCell } from '../synthesis-kernels.ts'

const golden = 0x9e3779b97f4a7c15n

/** One step of SplitMix64 (Steele, Lea, Flood 2014): a well mixed 64-bit number for each state. */
export function splitMix64(state: bigint): bigint {
  let z = BigInt.asUintN(64, state + golden)
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n)
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn)
  return z ^ (z >> 31n)
}

/** The key of a channel's own random choices. */
export function streamKey(seed: number, channel: number, purpose: number): bigint {
  return splitMix64(splitMix64(BigInt(seed)) ^ BigInt(channel * 16 + purpose))
}

/** Where in the noise table a cell starts. The kernel does the same arithmetic. */
export function noisePlace(key: bigint, cell: bigint): number {
  return Number(splitMix64(BigInt.asUintN(64, key + cell * golden)) >> 49n)
}

/** Noise beyond so many times its rms is clipped. */
export const noiseCrestFactor = 4.5

/** Uniform numbers in (0, 1]: xorshift128, quick to seed and good enough to draw Gaussians from. */
function uniform(key: bigint): () => number {
  const second = splitMix64(key)
  let [x, y] = [Number(key & 0xffffffffn) | 1, Number(key >> 32n)]
  let [z, w] = [Number(second & 0xffffffffn), Number(second >> 32n)]
  return () => {
    const t = x ^ (x << 11)
    x = y
    y = z
    z = w
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8)
    return ((w >>> 0) + 1) / 4294967296
  }
}

/**
 * Fills `table` (noiseSamples + synthesisCell codes) with Gaussian noise of the given rms by Box and Muller's method;
 * the end repeats the beginning so that a stretch may start anywhere.
 */
export function fillNoise(table: Int16Array, rmsCodes: number, key: bigint): void {
  const next = uniform(key)
  const bound = Math.min(32767, noiseCrestFactor * rmsCodes)
  const code = (value: number): number => Math.round(Math.max(-bound, Math.min(bound, value * rmsCodes)))
  for (let i = 0; i < noiseSamples; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(next()))
    const angle = 2 * Math.PI * next()
    table[i] = code(radius * Math.cos(angle))
    table[i + 1] = code(radius * Math.sin(angle))
  }
  table.copyWithin(noiseSamples, 0, synthesisCell)
}
