// Samples into a reference, a few at a time: blocks and files may be long, and the capture goes on meanwhile.
import type { KeptPoints } from './kept-points.ts'

/** So many are looked at in one go: less than a millisecond. */
const sliceSamples = 1 << 18

/** Adds samples as {@link KeptPoints.put} does, and lets other work have its turn in between. */
export async function putInSlices(
  points: KeptPoints,
  at: number,
  codes: Int16Array,
  from = 0,
  stride = 1,
): Promise<void> {
  const samples = Math.ceil((codes.length - from) / stride)
  for (let done = 0; done < samples; done += sliceSamples) {
    const begin = from + done * stride
    points.put(at + done, codes.subarray(0, Math.min(codes.length, begin + sliceSamples * stride)), begin, stride)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
