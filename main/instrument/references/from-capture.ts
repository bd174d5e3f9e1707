// A reference of what was captured: samples of one channel, from the memory.
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { fail, say } from '#shared/errors.ts'
import { type KeptMemory, openPart } from '../recording/kept-parts.ts'
import { KeptPoints } from './kept-points.ts'
import { putInSlices } from './put-in-slices.ts'

export interface CapturedStretch {
  readonly epoch: number
  readonly first: number
  readonly end: number
}

export interface CapturedPoints {
  readonly points: KeptPoints
  /** The number of the first sample there is. */
  readonly first: number
  /** Samples that there are. */
  readonly samples: number
  readonly samplingFrequencyHz: number
}

/**
 * @param scanIndex of the channel
 * @throws ENODATA nothing of it is in memory; EINVAL the channel is not captured
 */
export async function captured(
  { epoch, first, end }: CapturedStretch,
  scanIndex: number,
  memory: KeptMemory | null,
  { heap, clock }: { readonly heap: CoherentHeap; readonly clock: Clock },
): Promise<CapturedPoints> {
  const part = await openPart({ of: 'screen', epoch, first, end }, memory, clock)
  try {
    const { channels, bytesPerScan, samplingFrequencyHz } = part.format
    const channel = channels.find((one) => one.scanIndex === scanIndex)
    if (channel === undefined) fail('EINVAL', say`This channel is not captured.`)
    const begin = first + part.goneBefore
    const points = new KeptPoints(Math.max(1, end - part.notYet - begin))
    const stride = bytesPerScan / 2
    for (;;) {
      const blocks = await part.next()
      if (blocks.length === 0) break
      for (const block of blocks) {
        const codes = heap.i16(block.address, block.scans * stride)
        await putInSlices(points, block.firstSample - begin, codes, channel.offsetBytes / 2, stride)
        block.release()
      }
    }
    return { points, first: begin, samples: part.scans, samplingFrequencyHz }
  } finally {
    part.release()
  }
}
