// The fraction of a scan by which a signal met a level before a sample, in plain TypeScript.
import { onCubic } from '../cubic.ts'

/** Scans from where the signal meets `level` to the sample at place `at` of `src`; 0 where it does not. */
export function lagAt(src: Int16Array, at: number, channels: number, level: number): number {
  const code = (scan: number): number => src[at + scan * channels]!
  const [a, b, c, d] = [code(-2), code(-1), code(0), code(1)]
  const along = (level - b) / (c - b)
  return b !== c && along >= 0 && along <= 1 ? 1 - onCubic(a, b, c, d, level, along) : 0
}
