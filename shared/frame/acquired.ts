// What is drawn in the place of the samples: by an acquisition mode, of which the frame says this. The values stand in a section
// for each channel: float32, in codes with their fraction; of `envelope` pairs low, high. NaN: there is none.
import { fail, say } from '../errors.ts'

/** Modes by their number in a frame. `sample` has no such trace. */
const modes = ['highres', 'average', 'envelope'] as const
/** What there is, or why there is nothing. `fine`: samples lie as far apart as points; `other`: records of another window. */
const states = ['drawn', 'fine', 'untriggered', 'past', 'none', 'other'] as const

export interface Acquired {
  readonly mode: (typeof modes)[number]
  readonly state: (typeof states)[number]
  /** Records that the trace is made of; 0 in high resolution. */
  readonly records: number
  /** As many as are wanted; 0: all. */
  readonly wanted: number
  readonly bitsGained: number
  /** Of the samples (high resolution) or of the records that there were. */
  readonly share: number
  /** Sample index of the first point, its middle, with a fraction. */
  readonly first: number
  /** Scans from point to point, and in each of them. */
  readonly step: number
  readonly points: number
}

const bytes = 9 * 8

export function encodeAcquired(one: Acquired): Uint8Array {
  const { mode, state, records, wanted, bitsGained, share, first, step, points } = one
  const numbers = [modes.indexOf(mode), states.indexOf(state), records, wanted, bitsGained, share, first, step, points]
  return new Uint8Array(Float64Array.from(numbers).buffer)
}

/** @throws EBADMSG when the bytes are no description that makes sense */
export function decodeAcquired(data: Uint8Array): Acquired {
  if (data.byteLength !== bytes)
    fail('EBADMSG', say`An acquired trace is described by ${bytes} bytes, not by ${data.byteLength}.`)
  const [modeNumber, stateNumber, records, wanted, bitsGained, share, first, step, points] = new Float64Array(
    data.slice().buffer,
  ) as unknown as [number, number, number, number, number, number, number, number, number]
  const mode = modes[modeNumber]
  const state = states[stateNumber]
  const isPlausible =
    [records, wanted, bitsGained, points].every((one) => one >= 0 && Number.isFinite(one)) &&
    Number.isInteger(points) &&
    share >= 0 &&
    share <= 1 &&
    step > 0 &&
    Number.isFinite(step) &&
    Number.isFinite(first)
  if (mode === undefined || state === undefined || !isPlausible)
    fail('EBADMSG', say`The description of an acquired trace makes no sense.`)
  return { mode, state, records, wanted, bitsGained, share, first, step, points }
}

/** @throws EBADMSG when the bytes are no whole values */
export function checkAcquiredValues(data: Uint8Array): void {
  if (data.byteLength % 4 !== 0)
    fail('EBADMSG', say`The values of an acquired trace have 4 bytes each, and ${data.byteLength} are no multiple.`)
}
