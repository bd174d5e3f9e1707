// NumPy's arrays (NEP 1): a head that is a Python dictionary, then numbers. One row is one sample of each channel. Whole numbers are
// codes, as those of a raw file; floating point is volts.
import { fail, say } from '#shared/errors.ts'
import { type ByteFile, readPart } from '../byte-file.ts'
import type { FilePlan, FileRequest } from '../plan.ts'
import type { SampleForm } from './form.ts'
import { planFrames } from './frames.ts'

const magic = '\x93NUMPY'
const mostHeadBytes = 1 << 16
/** More columns than any recorder has. */
const mostChannels = 65_535

export const isNpy = (head: Uint8Array): boolean =>
  Buffer.from(head.subarray(0, magic.length)).toString('latin1') === magic

/** @throws EINVAL when it is no array, or not of numbers in rows; ENOMEM */
export function planNpy(file: ByteFile, request: FileRequest): FilePlan {
  const { text, offset } = headOf(file)
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1]
  const shape = /'shape'\s*:\s*\(([^)]*)\)/.exec(text)?.[1]
  if (order === undefined || shape === undefined)
    fail('EINVAL', say`The head of ${file.path} does not say what the array is.`)
  if (descr === undefined) fail('EINVAL', say`${file.path} holds records, and no array of numbers.`)
  const form = formOf(descr)
  if (form === null) fail('EINVAL', say`${file.path} holds numbers of the kind '${descr}', which cannot be played.`)
  const sizes = shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]))
  const [rows = 1, channels = 1] = sizes
  const isRows =
    sizes.length >= 1 && sizes.length <= 2 && sizes.every((size) => Number.isSafeInteger(size) && size >= 0)
  if (!isRows || channels > mostChannels)
    fail(
      'EINVAL',
      say`${file.path} holds an array of the shape (${shape}); samples stand in rows, or one after the other.`,
    )
  if (order === 'True' && channels > 1)
    fail(
      'EINVAL',
      say`${file.path} holds its columns one after the other (fortran_order); save it with numpy.ascontiguousarray.`,
    )
  const frameBytes = form.bytes * channels
  const there = Math.floor((file.bytes - offset) / Math.max(frameBytes, 1))
  if (rows === 0 || channels === 0 || there <= 0) fail('EINVAL', say`${file.path} holds no samples.`)
  return planFrames(
    file,
    {
      format: 'npy',
      about: `${descr}${channels === 1 ? '' : `, ${channels} channels`}`,
      form,
      channels,
      frameBytes,
      places: null,
      offset,
      bytes: Math.min(rows, there) * frameBytes,
      rateHz: null,
      notes: there < rows ? [`The head says ${rows} samples; ${there} are there.`] : [],
    },
    request,
  )
}

function headOf(file: ByteFile): { readonly text: string; readonly offset: number } {
  const head = readPart(file, 0, mostHeadBytes)
  if (!isNpy(head) || head.length < 12) fail('EINVAL', say`${file.path} is no NumPy array.`)
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const version = head[6]!
  if (version < 1 || version > 3)
    fail('EINVAL', say`${file.path} is a NumPy array of version ${version}; 1 to 3 can be read.`)
  const begin = version === 1 ? 10 : 12
  const offset = begin + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (offset > head.length) fail('EINVAL', say`The head of ${file.path} is cut off, or longer than any.`)
  return { text: Buffer.from(head.subarray(begin, offset)).toString('latin1'), offset }
}

function formOf(descr: string): SampleForm | null {
  const [, sign = '', kind = '', digits = ''] = /^([<>|=]?)([iufb])(\d)$/.exec(descr) ?? []
  const bytes = Number(digits)
  const bigEndian = sign === '>'
  if (kind === 'f' && (bytes === 4 || bytes === 8)) return { kind: 'float', bytes, bigEndian, isVolts: true }
  const isWhole = (kind === 'i' || kind === 'u') && [1, 2, 4, 8].includes(bytes)
  return isWhole ? { kind: 'int', bytes, bigEndian, unsigned: kind === 'u' } : null
}
