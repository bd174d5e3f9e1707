// A recording of Blockscope: raw scans in FILE, what they are in FILE.json. Each channel is played as its own scan type
// and scale say, so that what was recorded comes back to the code.
import * as v from 'valibot'
import { fail, say } from '#shared/errors.ts'
import { layoutScan, parseScanType, type ScanType } from '#shared/iio/index.ts'
import type { ByteFile } from '../byte-file.ts'
import { chosenSignal, type FilePlan, type FileRequest, fullScaleCodes } from '../plan.ts'
import type { SampleForm } from './form.ts'
import { planFrames } from './frames.ts'

/** Descriptions list every gap; longer ones than this are not read. */
const mostDescriptionBytes = 64 << 20

const description = v.looseObject({
  format: v.literal('blockscope-raw'),
  version: v.number(),
  samplingFrequencyHz: v.nullish(v.number(), 0),
  bytesPerScan: v.nullish(v.number(), 0),
  channels: v.nullish(
    v.array(
      v.looseObject({
        id: v.string(),
        scanIndex: v.number(),
        scanType: v.string(),
        scaleMillivolts: v.number(),
        offsetCodes: v.nullish(v.number(), 0),
        /** Of the probe: what is played is what came to the converter, not what stood before the probe. */
        factor: v.nullish(v.pipe(v.number(), v.notValue(0)), 1),
      }),
    ),
    [],
  ),
  complete: v.nullish(v.boolean()),
  lostSamples: v.nullish(v.number(), 0),
  gaps: v.nullish(v.array(v.unknown()), []),
  segments: v.nullish(v.array(v.looseObject({ samplingFrequencyHz: v.number() })), []),
})
export type Description = v.InferOutput<typeof description>
type DescribedChannel = Description['channels'][number]

/** What FILE.json says; null when there is none, or it is the description of something else. */
export function readDescription(file: ByteFile): Description | null {
  const bytes = file.beside('.json', mostDescriptionBytes)
  if (bytes === null) return null
  try {
    const parsed = v.safeParse(description, JSON.parse(new TextDecoder().decode(bytes)))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}

/** @throws EINVAL when there is no description, or it does not say how the samples lie; ENOMEM */
export function planRecording(file: ByteFile, request: FileRequest, given = readDescription(file)): FilePlan {
  if (given === null)
    fail(
      'EINVAL',
      say`${file.path} is no recording of Blockscope: there is no description ${file.path}.json that can be read.`,
    )
  if (given.version !== 1)
    fail(
      'EINVAL',
      say`${file.path} was recorded by a later Blockscope (its description has version ${given.version}, this one reads 1).`,
    )
  const { channels } = given
  if (channels.length === 0)
    fail(
      'EINVAL',
      say`The description of ${file.path} names no channels; if you know them, add ?format=raw&channels=1.`,
    )
  const types = channels.map((channel) => typeOf(file.path, channel))
  const layout = layoutScan(channels.map((channel, k) => ({ scanIndex: channel.scanIndex, type: types[k]! })))
  const bytesPerScan = given.bytesPerScan || layout.bytes
  if (!Number.isInteger(bytesPerScan) || bytesPerScan < layout.bytes)
    fail(
      'EINVAL',
      say`The description of ${file.path} says ${bytesPerScan} bytes per scan; its channels take ${layout.bytes}.`,
    )
  const signal = chosenSignal(request, channels.length)
  const channel = channels[signal]!
  const forms = channels.map(({ scaleMillivolts, factor, offsetCodes }, k) =>
    formOf(types[k]!, scaleMillivolts / (factor ?? 1), offsetCodes ?? 0),
  )
  const frames = {
    format: 'recording',
    about: `${channel.id}, ${channel.scanType}`,
    form: forms[signal]!,
    forms,
    channels: channels.length,
    frameBytes: bytesPerScan,
    places: channels.map(({ scanIndex }) => layout.elements.find((one) => one.scanIndex === scanIndex)?.offset ?? 0),
    offset: 0,
    bytes: file.bytes - (file.bytes % bytesPerScan),
    rateHz: rateOf(given),
    notes: notesOf(given),
  } as const
  return planFrames(file, frames, request)
}

function typeOf(path: string, { id, scanType }: DescribedChannel): ScanType {
  try {
    return parseScanType(scanType)
  } catch {
    return fail('EINVAL', say`The description of ${path} gives ${id} the scan type '${scanType}', which is none.`)
  }
}

/** The converter's own form is played to the code; any other by its volts. */
function formOf(type: ScanType, scaleMillivolts: number, offsetCodes: number): SampleForm {
  const { sign, realbits, storagebits, shift, endian, repeat } = type
  const isOurs = sign === 's' && realbits === 16 && storagebits === 16 && shift === 0 && repeat === 1
  // The attribute is printed with nine decimals.
  const isOurScale = Math.abs(scaleMillivolts - 1000 / fullScaleCodes) < 1e-6 && offsetCodes === 0
  if (isOurs && isOurScale) return { kind: 'int', bytes: 2, bigEndian: endian === 'be', unsigned: false }
  return { kind: 'scan', bytes: storagebits / 8, type, scaleVolts: scaleMillivolts / 1000, offset: offsetCodes }
}

function rateOf({ samplingFrequencyHz, segments }: Description): number | null {
  const rate = samplingFrequencyHz || segments?.[0]?.samplingFrequencyHz || 0
  return rate > 0 ? rate : null
}

function notesOf({ complete, lostSamples, gaps, segments }: Description): string[] {
  const notes: string[] = []
  if (gaps !== null && gaps !== undefined && gaps.length > 0)
    notes.push(
      `The recording has ${gaps.length} gaps, where ${lostSamples} samples are missing; it is played without them.`,
    )
  if (new Set(segments?.map((segment) => segment.samplingFrequencyHz)).size > 1)
    notes.push('The sample rate changes within the recording.')
  if (complete !== true) notes.push('The recording was not finished; all that is there is played.')
  return notes
}
