// Twins of the synthesis kernels. `synthTable` is a plain loop over typed arrays, as one would write it; the computed
// shapes have their twin in ../synthesis/ideal.ts (exact, for tests) and `synthSine` here (plain, for the benchmark).

import { noisePlace } from '../synthesis/noise.ts'
import { noiseSamples, synthesisCell } from '../synthesis-kernels.ts'

/** See Kernels.synthTable; `noise` null for none. Fills `dst`. */
export function synthTable(
  table: Int16Array,
  tableSamples: number,
  noise: Int16Array | null,
  noiseKey: bigint,
  firstIndex: number,
  dst: Int16Array,
): void {
  let place = firstIndex % tableSamples
  let into = firstIndex % synthesisCell
  let cell = Math.floor(firstIndex / synthesisCell)
  for (let i = 0; i < dst.length; cell++, into = 0) {
    const end = Math.min(dst.length, i + synthesisCell - into)
    let from = noise === null ? 0 : noisePlace(noiseKey, BigInt(cell)) + into
    for (; i < end; i++) {
      let code = table[place]!
      if (noise !== null) code += noise[from++]!
      dst[i] = Math.max(-32768, Math.min(32767, code))
      if (++place === tableSamples) place = 0
    }
  }
}

/** A sine the plain way. Its phase is a double, so it is exact only for small indexes: a baseline, not an oracle. */
export function synthSine(turnsPerSample: number, amplitude: number, offset: number, dst: Int16Array): void {
  for (let i = 0; i < dst.length; i++) {
    const code = Math.round(amplitude * Math.sin(2 * Math.PI * turnsPerSample * i) + offset)
    dst[i] = Math.max(-32768, Math.min(32767, code))
  }
}

/** Length of a noise table in samples. */
export const noiseTableSamples = noiseSamples + synthesisCell
