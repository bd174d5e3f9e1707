// Seams: places on the time axis where something changed or samples are missing. They carry numbers and kinds; the words
// and units are the viewer's.
import { defineTopic, slice } from '../../rpc/topic.ts'

/** What an attribute held: a number where its text is one, else its text. */
export type AttributeValue = number | string

/** What changed at a seam. */
export type SeamChange =
  /** Bytes of a block, number of blocks, scans that wake the reader. */
  | { readonly subject: 'blockBytes' | 'blockCount' | 'watermark'; readonly from: number; readonly to: number }
  /** Hz. */
  | { readonly subject: 'samplingFrequency'; readonly from: number; readonly to: number }
  /** A channel was switched on or off. `channel` is its IIO id, `voltage0`. */
  | { readonly subject: 'channels'; readonly channel: string; readonly from: boolean; readonly to: boolean }
  /** An attribute of a signal source, or another one of the device. `path` is as in the device tree. */
  | {
      readonly subject: 'source' | 'device'
      readonly path: string
      readonly from: AttributeValue
      readonly to: AttributeValue
    }
  /** Samples are missing: `lostSamples` of them. */
  | { readonly subject: 'gap' }
  /** The clock of the samples fell behind real time by `costMs`, because the machine is too slow for the rate. */
  | { readonly subject: 'clock' }

export type SeamSubject = SeamChange['subject']

/** Where a seam lies, and what it cost. */
export interface SeamPlace {
  readonly epoch: number
  readonly atSample: number
  readonly atUnixMs: number
  readonly lostSamples: number
  /** Wall time the change took; of a gap, the time that is missing; of the clock, by how much it fell behind. In ms. */
  readonly costMs: number
  /** `live`: the hardware never stopped; `transaction`: disable, change, enable. */
  readonly how: 'live' | 'transaction'
}

export type Seam = SeamPlace & SeamChange

/** A seam before it has its place: what changed, and what that cost. */
export type PlacelessSeam = SeamChange & Pick<SeamPlace, 'lostSamples' | 'costMs' | 'how'>

export interface SeamsFields {
  /** Oldest first. */
  readonly seams: readonly Seam[]
}

export const seams = defineTopic({ state: slice<SeamsFields>({ seams: [] }) })
