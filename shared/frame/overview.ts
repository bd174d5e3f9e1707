// A longer stretch of the record a frame shows, in a section of that frame: a frame of its own, whose time is counted from the
// same sample. So both are of one moment, always.
import { fail, say } from '../errors.ts'

const headBytes = 8

/** @param zeroSample sample index (with fraction) at time zero of both @param frame an encoded frame */
export function encodeOverview(zeroSample: number, frame: Uint8Array): Uint8Array {
  const data = new Uint8Array(headBytes + frame.byteLength)
  new DataView(data.buffer).setFloat64(0, zeroSample, true)
  data.set(frame, headBytes)
  return data
}

/**
 * The two parts of such a section; the frame is a view on `data`, and not read yet.
 * @throws EBADMSG for no such parts
 */
export function splitOverview(data: Uint8Array): { readonly zeroSample: number; readonly frame: Uint8Array } {
  if (data.byteLength < headBytes)
    fail('EBADMSG', say`An overview of ${data.byteLength} bytes is shorter than its head.`)
  const zeroSample = new DataView(data.buffer, data.byteOffset, headBytes).getFloat64(0, true)
  if (!Number.isFinite(zeroSample)) fail('EBADMSG', say`An overview has no time zero.`)
  return { zeroSample, frame: data.subarray(headBytes) }
}
