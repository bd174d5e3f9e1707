// Recordings that nobody finished: the program that made them was killed, or the power went. What is in them can be read as
// it is; closed, their descriptions say so, too. Nothing is changed before somebody asks for it.
import { constants } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { realClock } from '#main/runtime/clock.ts'
import { startPatienceMs } from '#main/runtime/drive/answering.ts'
import { driveOf } from '#main/runtime/drive/drives.ts'
import { files } from '#main/runtime/drive/files.ts'
import { unlessSilent } from '#main/runtime/drive/silence.ts'
import { fail, say } from '#shared/errors.ts'
import { elementBytes, parseScanType } from '#shared/iio/index.ts'
import { fileError, shownName } from './file-error.ts'
import { JsonMembers } from './gap-log.ts'
import { otherWriter } from './other-writer.ts'
import { replaceFile } from './replace-file.ts'
import { jsonParts } from './sidecar.ts'

/** What `problem` says of a recording that was closed afterwards. */
export const lostProgram = 'The program that recorded it ended before the recording did.'

export interface Unfinished {
  /** Absolute path of the samples. */
  readonly file: string
  /** Whole scans in the file. */
  readonly scans: number
  readonly bytes: number
  readonly samplingFrequencyHz: number
  /** When the first scan was converted; null: there is none. */
  readonly startUnixMs: number | null
}

/** So much of a description is looked at first: whether it ended stands before its lists. Bytes. */
const headBytes = 16 * 1024
const ending = '.json'

/** Members of a description that closing needs or changes; the others stay. */
const schema = v.looseObject({
  format: v.literal('blockscope-raw'),
  version: v.literal(1),
  samplingFrequencyHz: v.number(),
  bytesPerScan: v.pipe(v.number(), v.integer(), v.minValue(1)),
  channels: v.array(v.looseObject({ scanType: v.string(), offsetBytes: v.number() })),
  timestamp: v.nullable(v.looseObject({ scanType: v.string(), offsetBytes: v.number() })),
  startUnixMs: v.nullable(v.number()),
  startTime: v.nullable(v.string()),
  ended: v.literal(false),
  segments: v.array(v.looseObject({ atScan: v.number() })),
  gaps: v.array(v.looseObject({ atScan: v.number(), lostSamples: v.number() })),
})
type Description = v.InferOutput<typeof schema>

/** Whether scans of its channels are as long as it says: what is cut off behind the last whole one would be samples otherwise. */
function isOfItsScans({ bytesPerScan, channels, timestamp }: Description): boolean {
  const elements = [...channels, ...(timestamp === null ? [] : [timestamp])].map(({ scanType, offsetBytes }) => {
    const bytes = elementBytes(parseScanType(scanType))
    return { bytes, end: offsetBytes + bytes }
  })
  const [end, largest] = [Math.max(...elements.map((one) => one.end)), Math.max(...elements.map((one) => one.bytes))]
  // A scan is filled up to a multiple of its largest element.
  return bytesPerScan === Math.ceil(end / largest) * largest
}

/** The description of FILE; null: it has none of ours, or it ended. */
async function read(file: string): Promise<Description | null> {
  const sidecar = file + ending
  try {
    const head = Buffer.from(await files.readPart(sidecar, 0, headBytes))
    if (!/"ended":\s*false/.test(head.toString('utf8'))) return null
    const told = v.parse(schema, JSON.parse(await files.readText(sidecar)))
    return isOfItsScans(told) ? told : null
  } catch {
    return null
  }
}

async function unfinished(file: string): Promise<Unfinished | null> {
  const told = await read(file)
  if (told === null || (await otherWriter(file + ending)) !== null) return null
  const found = await files.lstat(file).catch(() => null)
  // A link leads to a file of somebody else, perhaps.
  if (found === null || !found.isFile()) return null
  const scans = Math.floor(found.size / told.bytesPerScan)
  const { samplingFrequencyHz, startUnixMs } = told
  return { file, scans, bytes: found.size, samplingFrequencyHz, startUnixMs: scans > 0 ? startUnixMs : null }
}

/** Raw recordings of a folder that did not end and that no program writes now, by name. Reads only, and never throws; none of a disk that
 * does not answer. */
export function findUnfinished(folder: string): Promise<readonly Unfinished[]> {
  return unlessSilent(realClock, driveOf(folder), search(folder), startPatienceMs).catch(() => [])
}

async function search(folder: string): Promise<readonly Unfinished[]> {
  const names = await files.readdir(folder).catch(() => [])
  const found: Unfinished[] = []
  for (const name of names.filter((one) => one.endsWith(ending)).sort()) {
    const one = await unfinished(path.resolve(folder, name.slice(0, -ending.length)))
    if (one !== null) found.push(one)
  }
  return found
}

/**
 * Closes FILE as its recorder would have: the part of a scan at its end is cut off, and its description says what is in it and
 * that the program ended too early.
 * @returns scans in the file
 * @throws ENOENT it is not there, or has ended; EBUSY a program writes it; the file system's errors by name. The samples are as
 *   they were then, but for the part of a scan
 */
export async function closeUnfinished(file: string, unixMs = Date.now()): Promise<number> {
  const told = await read(file)
  if (told === null) fail('ENOENT', say`${shownName(file)} is no recording that was left unfinished.`)
  const writer = await otherWriter(file + ending)
  if (writer !== null)
    fail('EBUSY', say`${shownName(file)} is being written by process ${writer.pid} on ${writer.host}.`)
  try {
    const scans = await cutToScans(file, told.bytesPerScan)
    await replaceFile(file + ending, closed(told, scans, unixMs))
    return scans
  } catch (thrown) {
    throw fileError(thrown, file)
  }
}

/** @returns whole scans, all that is in the file then */
async function cutToScans(file: string, bytesPerScan: number): Promise<number> {
  const { size } = await files.lstat(file)
  const scans = Math.floor(size / bytesPerScan)
  await files.cut(file, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0), scans * bytesPerScan)
  return scans
}

/** The text of the description of a recording that has `scans` and gets no more. */
function closed(told: Description, scans: number, unixMs: number): readonly Uint8Array[] {
  const { gaps: toldGaps, segments: toldSegments, ...rest } = told
  // What was described for scans that did not get there.
  const segments = toldSegments.filter(({ atScan }) => atScan < scans)
  const gaps = toldGaps.filter(({ atScan }) => atScan < scans)
  const members = { segments: new JsonMembers(), gaps: new JsonMembers() }
  for (const segment of segments) members.segments.add(segment)
  for (const gap of gaps) members.gaps.add(gap)
  const sidecar = {
    ...rest,
    ...(scans === 0 && { startUnixMs: null, startTime: null }),
    scans,
    bytes: scans * told.bytesPerScan,
    ended: true,
    complete: false,
    problem: lostProgram,
    // By how much the clock fell behind in the last second nobody wrote down.
    gapFree: gaps.length > 0 || segments.length > 1 ? false : null,
    lostSamples: gaps.reduce((sum, { lostSamples }) => sum + lostSamples, 0),
    describedTime: new Date(unixMs).toISOString(),
  }
  return jsonParts(sidecar, { segments: members.segments.text(), gaps: members.gaps.text() })
}
