// SigMF recordings: samples in NAME.sigmf-data, and what they are in NAME.sigmf-meta. Whole numbers are codes, as those of a raw
// file, unless Blockscope wrote down what a code is; complex samples are two channels, I and Q.
import * as v from 'valibot'
import { fail, say } from '#shared/errors.ts'
import { parseScanType } from '#shared/iio/index.ts'
import type { ByteFile } from '../byte-file.ts'
import { type FilePlan, type FileRequest, fullScaleCodes } from '../plan.ts'
import type { SampleForm } from './form.ts'
import { planFrames } from './frames.ts'

const dataEnding = '.sigmf-data'
/** Descriptions list every capture. */
const mostMetaBytes = 64 << 20
const mostChannels = 65_535

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const meta = v.looseObject({
  global: v.looseObject({
    'core:datatype': v.string(),
    'core:sample_rate': v.nullish(v.pipe(v.number(), v.finite(), v.minValue(0))),
    'core:num_channels': v.nullish(v.pipe(count, v.minValue(1), v.maxValue(mostChannels)), 1),
    'core:trailing_bytes': v.nullish(count, 0),
    'blockscope:channels': v.nullish(v.array(v.looseObject({ scale: v.number(), offset: v.number() }))),
  }),
  captures: v.nullish(v.array(v.looseObject({ 'core:header_bytes': v.nullish(count, 0) })), []),
})
type Meta = v.InferOutput<typeof meta>

export const isSigmf = (_head: Uint8Array, file: ByteFile): boolean => file.path.endsWith(dataEnding)

function metaOf(file: ByteFile): Meta {
  const bytes = file.beside('.sigmf-meta', mostMetaBytes, dataEnding)
  if (bytes === null)
    fail(
      'EINVAL',
      say`${file.path} cannot be read: its .sigmf-meta, which says what the samples are, is not beside it.`,
    )
  try {
    const parsed = v.safeParse(meta, JSON.parse(new TextDecoder().decode(bytes)))
    if (parsed.success) return parsed.output
  } catch {
    // The sentence below says it.
  }
  return fail('EINVAL', say`The .sigmf-meta of ${file.path} does not say what the samples are.`)
}

/** @throws EINVAL when there is no description, or its samples cannot be played; ENOMEM */
export function planSigmf(file: ByteFile, request: FileRequest): FilePlan {
  const { global, captures } = metaOf(file)
  const datatype = global['core:datatype']
  const { form, isComplex } = typeOf(file.path, datatype)
  const channels = (global['core:num_channels'] ?? 1) * (isComplex ? 2 : 1)
  const headers = (captures ?? []).map((capture) => capture['core:header_bytes'] ?? 0)
  if (headers.slice(1).some((bytes) => bytes > 0))
    fail('EINVAL', say`${file.path} has bytes between its captures that are no samples; it cannot be played.`)
  const [offset = 0] = headers
  const bytes = file.bytes - offset - (global['core:trailing_bytes'] ?? 0)
  const frameBytes = form.bytes * channels
  if (bytes < frameBytes) fail('EINVAL', say`${file.path} holds no samples.`)
  const scales = global['blockscope:channels'] ?? []
  const forms = Array.from({ length: channels }, (_, k) => ownForm(form, scales[k]))
  const gaps = headers.length - 1
  return planFrames(
    file,
    {
      format: 'sigmf',
      about: `${datatype}${channels === 1 ? '' : `, ${channels} channels`}`,
      form:
        forms[request.options.channel === undefined ? request.channel % channels : request.options.channel - 1] ?? form,
      forms,
      channels,
      frameBytes,
      places: null,
      offset,
      bytes: bytes - (bytes % frameBytes),
      rateHz: global['core:sample_rate'] || null,
      notes: gaps > 0 ? [`It has ${gaps + 1} captures; they are played one after the other.`] : [],
    },
    request,
  )
}

function typeOf(path: string, datatype: string): { readonly form: SampleForm; readonly isComplex: boolean } {
  const [, shape = '', kind = '', digits = '', end = ''] = /^([rc])([iuf])(8|16|32|64)(_le|_be)?$/.exec(datatype) ?? []
  const bytes = Number(digits) / 8
  const bigEndian = end === '_be'
  const isKnown = shape !== '' && (end !== '' || bytes === 1)
  if (isKnown && kind === 'f' && (bytes === 4 || bytes === 8))
    return { form: { kind: 'float', bytes, bigEndian }, isComplex: shape === 'c' }
  if (!isKnown || kind === 'f')
    fail('EINVAL', say`${path} holds samples of the type '${datatype}', which is none that can be played.`)
  return { form: { kind: 'int', bytes, bigEndian, unsigned: kind === 'u' }, isComplex: shape === 'c' }
}

/** Where what a code is was written down, the volts; the converter's own codes stay as they are. */
function ownForm(form: SampleForm, known: { readonly scale: number; readonly offset: number } | undefined): SampleForm {
  if (known === undefined || form.kind !== 'int' || form.bytes > 4 || !(known.scale !== 0)) return form
  const isOurs = form.bytes === 2 && !form.unsigned && known.offset === 0
  if (isOurs && Math.abs(known.scale - 1 / fullScaleCodes) < 1e-9) return form
  const bits = form.bytes * 8
  const type = parseScanType(`${form.bigEndian ? 'be' : 'le'}:${form.unsigned ? 'u' : 's'}${bits}/${bits}>>0`)
  return { kind: 'scan', bytes: form.bytes, type, scaleVolts: known.scale, offset: known.offset }
}
