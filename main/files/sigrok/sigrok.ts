// Session files of sigrok, version 1 and 2: a zip archive with `metadata`, and samples in files of some MiB each: `analog-1-C-N` are
// 32-bit floats in volts of channel C, `logic-1-N` have a bit for each probe. Of a session with both, the analog ones are played.
import { fail, say } from '#shared/errors.ts'
import { parseSi } from '#shared/units.ts'
import type { ByteFile } from '../byte-file.ts'
import type { SampleForm } from '../frames/form.ts'
import { planSlices } from '../frames/frames.ts'
import type { FilePlan, FileRequest, FrameStream } from '../plan.ts'
import { type ZipEntry, zipEntries } from './zip.ts'

const volts: SampleForm = { kind: 'float', bytes: 4, bigEndian: false, isVolts: true }
const codes: SampleForm = { kind: 'int', bytes: 2, bigEndian: false, unsigned: false }
/** A logic one: 0.8 V, high enough to see and not at the end of the range, as of a text file. */
const highCode = 26_214
const mostProbes = 64
const mostChannels = 64
/** Frames that are put together at a time. */
const framesAtOnce = 1 << 15

/** The first entries of a session are these; others begin with their own. */
export function isSigrok(head: Uint8Array): boolean {
  if (head.length < 34 || Buffer.from(head.subarray(0, 4)).toString('latin1') !== 'PK\x03\x04') return false
  const nameBytes = head[26]! | (head[27]! << 8)
  const name = Buffer.from(head.subarray(30, 30 + nameBytes)).toString('latin1')
  return /^(version|metadata|(logic|analog)-1(-\d+)*)$/.test(name)
}

/** @throws EINVAL when it is no session, holds no samples, or is damaged; ENOMEM */
export function planSigrok(file: ByteFile, request: FileRequest): FilePlan {
  const entries = zipEntries(file)
  const metadata = entries.find(({ name }) => name === 'metadata')
  if (metadata === undefined) fail('EINVAL', say`${file.path} is no session of sigrok: it has no metadata.`)
  if (metadata.bytes > 1 << 20) fail('EINVAL', say`The metadata of ${file.path} is longer than any.`)
  const said = settingsOf(new TextDecoder().decode(metadata.read()))
  const analog = analogOf(file.path, entries)
  const logic = partsOf(entries, /^logic-1(?:-(\d+))?$/)
  const rateHz = rateOf(said)
  if (analog.length > 0) {
    const notes = logic.length > 0 ? ['The logic channels of the session are left out.'] : []
    return planSlices(file, { ...analogFrames(file.path, analog), rateHz, notes }, request)
  }
  if (logic.length === 0) fail('EINVAL', say`${file.path} holds no samples.`)
  const unitBytes = Number(said.get('unitsize') ?? '1')
  const probes = Number(said.get('total probes') ?? String(unitBytes * 8))
  const isSane = [unitBytes, probes].every((value) => Number.isInteger(value) && value >= 1)
  if (!isSane || probes > mostProbes || unitBytes > mostProbes || probes > unitBytes * 8)
    fail(
      'EINVAL',
      say`The metadata of ${file.path} does not say how its ${probes} logic channels lie in ${unitBytes} bytes.`,
    )
  return planSlices(file, { ...logicFrames(file.path, logic, unitBytes, probes), rateHz }, request)
}

/** `name=value` of all sections; the first of a name. */
function settingsOf(text: string): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf('=')
    const name = line.slice(0, Math.max(equals, 0)).trim()
    if (name !== '' && !said.has(name)) said.set(name, line.slice(equals + 1).trim())
  }
  return said
}

function rateOf(said: ReadonlyMap<string, string>): number | null {
  try {
    const rate = parseSi(said.get('samplerate') ?? '', 'Hz')
    return rate > 0 ? rate : null
  } catch {
    return null
  }
}

/** The parts whose names match, in the order of their number. */
function partsOf(entries: readonly ZipEntry[], name: RegExp): ZipEntry[] {
  const numberOf = (entry: ZipEntry): number => Number(name.exec(entry.name)?.[1] ?? '1')
  return entries.filter((entry) => name.test(entry.name)).sort((a, b) => numberOf(a) - numberOf(b))
}

/** The parts of each analog channel. @throws EINVAL when they are not alike */
function analogOf(path: string, entries: readonly ZipEntry[]): ZipEntry[][] {
  const numbers = entries.flatMap(({ name }) => /^analog-1-(\d+)-\d+$/.exec(name)?.[1] ?? [])
  const channels = [...new Set(numbers)].sort((a, b) => Number(a) - Number(b))
  if (channels.length > mostChannels)
    fail('EINVAL', say`${path} has ${channels.length} analog channels; up to ${mostChannels} can be read.`)
  const parts = channels.map((channel) => partsOf(entries, new RegExp(`^analog-1-${channel}-(\\d+)$`)))
  const [first = []] = parts
  const isAlike = parts.every(
    (one) => one.length === first.length && one.every(({ bytes }, k) => bytes === first[k]!.bytes),
  )
  if (!isAlike) fail('EINVAL', say`The analog channels of ${path} have not the same number of samples.`)
  if (first.some(({ bytes }) => bytes % 4 !== 0)) fail('EINVAL', say`${path} has samples that are not whole.`)
  return parts
}

type Frames = Omit<FrameStream, 'rateHz'>

function analogFrames(path: string, parts: readonly (readonly ZipEntry[])[]): Frames {
  const channels = parts.length
  const [first = []] = parts
  return {
    format: 'sigrok',
    about: channels === 1 ? 'analog' : `${channels} analog channels`,
    forms: parts.map(() => volts),
    places: parts.map((_, k) => 4 * k),
    frameBytes: 4 * channels,
    samples: first.reduce((sum, { bytes }) => sum + bytes / 4, 0),
    notes: [],
    *slices() {
      const slice = new Uint8Array(framesAtOnce * 4 * channels)
      const words = new Uint32Array(slice.buffer)
      for (const part of first.keys()) {
        const values = parts.map((one) => wordsOf(one[part]!.read()))
        const samples = values[0]?.length ?? 0
        if (values.some((one) => one.length !== samples)) fail('EINVAL', say`${path} is damaged.`)
        for (let from = 0; from < samples; from += framesAtOnce) {
          const count = Math.min(framesAtOnce, samples - from)
          for (const [k, one] of values.entries())
            for (let i = 0, to = k; i < count; i++, to += channels) words[to] = one[from + i]!
          yield slice.subarray(0, count * 4 * channels)
        }
      }
    },
  }
}

/** The bits of 32-bit values, wherever they begin. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes)
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2)
}

function logicFrames(path: string, parts: readonly ZipEntry[], unitBytes: number, probes: number): Frames {
  if (parts.some(({ bytes }) => bytes % unitBytes !== 0)) fail('EINVAL', say`${path} has samples that are not whole.`)
  const channels = Array.from({ length: probes }, (_, k) => k)
  return {
    format: 'sigrok',
    about: probes === 1 ? 'logic' : `${probes} logic channels`,
    forms: channels.map(() => codes),
    places: channels.map((k) => 2 * k),
    frameBytes: 2 * probes,
    samples: parts.reduce((sum, { bytes }) => sum + bytes / unitBytes, 0),
    notes: ['Levels 0 and 1: a 1 is played as 0.8 V.'],
    *slices() {
      const slice = new Int16Array(framesAtOnce * probes)
      for (const part of parts) {
        const units = part.read()
        for (let from = 0; from < units.length; from += framesAtOnce * unitBytes) {
          const count = Math.min(framesAtOnce, (units.length - from) / unitBytes)
          for (let i = 0, to = 0, at = from; i < count; i++, at += unitBytes)
            for (let k = 0; k < probes; k++) slice[to++] = (units[at + (k >> 3)]! >> (k & 7)) & 1 ? highCode : 0
          yield new Uint8Array(slice.buffer, 0, count * 2 * probes)
        }
      }
    },
  }
}
