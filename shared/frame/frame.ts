// A frame is what the screen is drawn from: one binary message, a fixed header, a table of sections, then the data.
// It says what it was made from, so pixels are never silently untrue. Little-endian throughout; sections start at
// multiples of 8. The reader checks every field by hand before it believes one.
import { fail, say } from '../errors.ts'
import { splitOverview } from './overview.ts'
import { checkSection, type FrameSection, isSectionKind, sectionKind } from './sections.ts'

export const frameMagic = 0x31465342 // "BSF1"
export const frameHeaderBytes = 96
export const sectionEntryBytes = 16
/** Largest frame accepted: two channels of raw samples at 64 MB/s and 30 frames per second fit twice. */
export const maxFrameBytes = 8 * 1024 * 1024
export const maxSections = 64

export interface FrameHeader {
  /** 1, 2, 3, ... per port. */
  readonly sequence: number
  readonly epoch: number
  /** `raw`: samples themselves; `envelope`: min/max per column. */
  readonly form: 'raw' | 'envelope'
  /** How the window was chosen. `roll`: newest data, no trigger; `past`: asked for by sample index. */
  readonly anchor: 'trigger' | 'auto' | 'roll' | 'past'
  /** The capture is stopped: this is the last record. */
  readonly stopped: boolean
  /** Samples are missing inside the window (see the gaps section). */
  readonly hasGap: boolean
  /** A channel touched its limits inside the window, bit per scan index. */
  readonly clippedChannels: number
  /** Columns (envelope) or scans (raw) per channel. */
  readonly points: number
  /** Sample index of the first point. */
  readonly firstSample: number
  /** Scans per point; 1 for raw. May be fractional. */
  readonly scansPerPoint: number
  /** Trigger instant as a sample index with fraction; NaN when there is none. */
  readonly triggerSample: number
  readonly samplingFrequencyHz: number
  /** Samples the frame was reduced from, per channel. */
  readonly madeFromSamples: number
  /** Sample index of the newest captured sample, and the oldest still in memory. */
  readonly newestSample: number
  readonly oldestSample: number
  /** When the newest sample shown was converted, Unix ms. */
  readonly convertedUnixMs: number
  /** Sample index at time zero, of a frame with an overview and of that: they have no trigger for it while none comes. */
  readonly zeroSample?: number
}

export interface Frame extends FrameHeader {
  readonly sections: readonly FrameSection[]
  /** What its section `overview` holds, read; to encode one, the section alone counts. */
  readonly overview?: Frame
}

const anchors = ['trigger', 'auto', 'roll', 'past'] as const
const flagRaw = 1
const flagStopped = 2
const flagGap = 4

const align8 = (bytes: number): number => (bytes + 7) & ~7

/** Bytes `encodeFrame` will produce for sections of these sizes. */
export function frameBytes(sectionBytes: readonly number[]): number {
  let total = align8(frameHeaderBytes + sectionBytes.length * sectionEntryBytes)
  for (const bytes of sectionBytes) total = align8(total + bytes)
  return total
}

/** Lays a frame out in one new buffer. Throws EMSGSIZE above {@link maxFrameBytes}, EINVAL for too many sections. */
export function encodeFrame(frame: Frame): Uint8Array {
  const { sections } = frame
  if (sections.length > maxSections)
    fail('EINVAL', say`A frame has at most ${maxSections} sections, not ${sections.length}.`)
  const total = frameBytes(sections.map((section) => section.data.byteLength))
  if (total > maxFrameBytes) fail('EMSGSIZE', say`A frame has at most ${maxFrameBytes} bytes, not ${total}.`)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, frameMagic, true)
  view.setUint32(4, frame.sequence, true)
  view.setUint32(8, frame.epoch, true)
  view.setUint8(
    12,
    (frame.form === 'raw' ? flagRaw : 0) | (frame.stopped ? flagStopped : 0) | (frame.hasGap ? flagGap : 0),
  )
  view.setUint8(13, anchors.indexOf(frame.anchor))
  view.setUint16(14, sections.length, true)
  view.setUint32(16, frame.points, true)
  view.setUint32(20, frame.clippedChannels, true)
  view.setFloat64(24, frame.firstSample, true)
  view.setFloat64(32, frame.scansPerPoint, true)
  view.setFloat64(40, frame.triggerSample, true)
  view.setFloat64(48, frame.samplingFrequencyHz, true)
  view.setFloat64(56, frame.madeFromSamples, true)
  view.setFloat64(64, frame.newestSample, true)
  view.setFloat64(72, frame.oldestSample, true)
  view.setFloat64(80, frame.convertedUnixMs, true)
  view.setUint32(88, total, true)
  let offset = align8(frameHeaderBytes + sections.length * sectionEntryBytes)
  sections.forEach((section, k) => {
    const entry = frameHeaderBytes + k * sectionEntryBytes
    view.setUint16(entry, section.kind, true)
    view.setUint16(entry + 2, section.channel, true)
    view.setUint32(entry + 4, offset, true)
    view.setUint32(entry + 8, section.data.byteLength, true)
    bytes.set(section.data, offset)
    offset = align8(offset + section.data.byteLength)
  })
  return bytes
}

/** Writes the sequence number into an already encoded frame (numbers are given when a frame is sent, not when made). */
export function stampSequence(frame: Uint8Array, sequence: number): void {
  new DataView(frame.buffer, frame.byteOffset).setUint32(4, sequence, true)
}

/**
 * Reads a frame. Section data are views on `bytes` (no copy); they are aligned when `bytes` starts at a multiple of 8.
 * Sections of a kind that this viewer does not know are left out.
 * @throws EBADMSG with the field that is wrong for anything that is not a whole, consistent frame
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  return readFrame(bytes, true)
}

function readFrame(bytes: Uint8Array, mayHaveOverview: boolean): Frame {
  if (bytes.byteLength < frameHeaderBytes)
    fail('EBADMSG', say`A frame of ${bytes.byteLength} bytes is shorter than its header.`)
  if (bytes.byteLength > maxFrameBytes)
    fail('EBADMSG', say`A frame of ${bytes.byteLength} bytes is longer than ${maxFrameBytes} bytes, the most.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== frameMagic) fail('EBADMSG', say`A frame begins with BSF1, and this does not.`)
  if (view.getUint32(88, true) !== bytes.byteLength)
    fail('EBADMSG', say`The length of a frame differs from the length it declares.`)
  const flags = view.getUint8(12)
  const anchor = anchors[view.getUint8(13)]
  if (flags > 7 || anchor === undefined) fail('EBADMSG', say`A frame has unknown flags.`)
  const count = view.getUint16(14, true)
  if (count > maxSections) fail('EBADMSG', say`A frame declares ${count} sections; it has at most ${maxSections}.`)
  const dataStart = align8(frameHeaderBytes + count * sectionEntryBytes)
  if (dataStart > bytes.byteLength) fail('EBADMSG', say`A frame ends inside its section table.`)
  const points = view.getUint32(16, true)
  const header = {
    sequence: view.getUint32(4, true),
    epoch: view.getUint32(8, true),
    form: flags & flagRaw ? ('raw' as const) : ('envelope' as const),
    anchor,
    stopped: (flags & flagStopped) !== 0,
    hasGap: (flags & flagGap) !== 0,
    clippedChannels: view.getUint32(20, true),
    points,
    firstSample: view.getFloat64(24, true),
    scansPerPoint: view.getFloat64(32, true),
    triggerSample: view.getFloat64(40, true),
    samplingFrequencyHz: view.getFloat64(48, true),
    madeFromSamples: view.getFloat64(56, true),
    newestSample: view.getFloat64(64, true),
    oldestSample: view.getFloat64(72, true),
    convertedUnixMs: view.getFloat64(80, true),
  }
  if (!(header.samplingFrequencyHz > 0) || !(header.scansPerPoint > 0) || !Number.isFinite(header.firstSample))
    fail('EBADMSG', say`A frame has an impossible time axis.`)
  const sections: FrameSection[] = []
  let wider: Pick<Frame, 'overview' | 'zeroSample'> = {}
  for (let k = 0; k < count; k++) {
    const entry = frameHeaderBytes + k * sectionEntryBytes
    const kind = view.getUint16(entry, true)
    const offset = view.getUint32(entry + 4, true)
    const length = view.getUint32(entry + 8, true)
    if (offset % 8 !== 0 || offset < dataStart || offset + length > bytes.byteLength)
      fail('EBADMSG', say`Section ${k} of a frame lies outside the frame.`)
    // A newer instrument may send more than this viewer knows: what it cannot show, it leaves out.
    if (!isSectionKind(kind)) continue
    const data = bytes.subarray(offset, offset + length)
    checkSection(kind, data, { section: k, points })
    if (kind === sectionKind.overview) {
      if (!mayHaveOverview || wider.overview !== undefined)
        fail('EBADMSG', say`A frame has one overview, which has none.`)
      const { zeroSample, frame } = splitOverview(data)
      wider = { zeroSample, overview: { ...readFrame(frame, false), zeroSample } }
    }
    sections.push({ kind, channel: view.getUint16(entry + 2, true), data })
  }
  return { ...header, ...wider, sections }
}
