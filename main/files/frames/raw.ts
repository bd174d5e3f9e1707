// Raw samples: nothing in the file says what they are, so its name does, or the person.
import { fail, say } from '#shared/errors.ts'
import type { SampleType } from '#shared/files/options.ts'
import type { ByteFile } from '../byte-file.ts'
import { counted } from '../counted.ts'
import type { FilePlan, FileRequest } from '../plan.ts'
import type { SampleForm } from './form.ts'
import { planFrames } from './frames.ts'

interface RawForm {
  readonly type: SampleType
  readonly channels: number
}

const mono = (type: SampleType): RawForm => ({ type, channels: 1 })
/** I and Q of a receiver, one behind the other: two signals. */
const complex = (type: SampleType): RawForm => ({ type, channels: 2 })

/** What the end of a name says. */
const namedForms: Readonly<Record<string, RawForm>> = {
  raw: mono('s16'),
  bin: mono('s16'),
  dat: mono('s16'),
  pcm: mono('s16'),
  s16: mono('s16'),
  i16: mono('s16'),
  int16: mono('s16'),
  s16le: mono('s16'),
  s16be: mono('s16be'),
  u16: mono('u16'),
  uint16: mono('u16'),
  s8: mono('s8'),
  i8: mono('s8'),
  int8: mono('s8'),
  u8: mono('u8'),
  uint8: mono('u8'),
  s24: mono('s24'),
  s32: mono('s32'),
  i32: mono('s32'),
  int32: mono('s32'),
  f32: mono('f32'),
  f32le: mono('f32'),
  float: mono('f32'),
  float32: mono('f32'),
  f64: mono('f64'),
  double: mono('f64'),
  float64: mono('f64'),
  cs8: complex('s8'),
  cu8: complex('u8'),
  cs16: complex('s16'),
  cf32: complex('f32'),
  cfile: complex('f32'),
  fc32: complex('f32'),
  sc16: complex('s16'),
}

/** The form that a name like this says; null when it says nothing of raw samples. */
export function rawFormOf(extension: string): RawForm | null {
  return Object.hasOwn(namedForms, extension) ? (namedForms[extension] ?? null) : null
}

/** @param extension the end of the file's name, small letters, without the dot. @throws EINVAL without samples; ENOMEM */
export function planRaw(file: ByteFile, extension: string, request: FileRequest): FilePlan {
  const { type, channels, skip = 0 } = { ...(rawFormOf(extension) ?? mono('s16')), ...given(request) }
  const form = formOf(type)
  const frameBytes = form.bytes * channels
  const bytes = Math.max(0, file.bytes - skip)
  if (bytes < frameBytes)
    fail(
      'EINVAL',
      skip > 0
        ? say`${file.path} holds no samples: it has ${bytes} bytes behind the ${skip} that are skipped, and a sample takes ${frameBytes}.`
        : say`${file.path} holds no samples: it has ${bytes} bytes, and a sample takes ${frameBytes}.`,
    )
  const rest = bytes % frameBytes
  const frames = {
    format: 'raw',
    about: `${type}${channels === 1 ? '' : `, ${channels} channels`}`,
    form,
    channels,
    frameBytes,
    places: null,
    offset: skip,
    bytes: bytes - rest,
    rateHz: null,
    notes: rest > 0 ? [`At the end ${counted(rest, 'byte is', 'bytes are')} no whole sample and left out.`] : [],
  } as const
  return planFrames(file, frames, request)
}

function given({ options }: FileRequest): { type?: SampleType; channels?: number; skip?: number } {
  const { type, channels, skip } = options
  return {
    ...(type !== undefined && { type }),
    ...(channels !== undefined && { channels }),
    ...(skip !== undefined && { skip }),
  }
}

/** How a sample of a raw file is stored. */
export function formOf(type: SampleType): SampleForm {
  const match = /^([suf])(\d+)(be)?$/.exec(type)
  const [bits, bigEndian] = [Number(match?.[2]), match?.[3] !== undefined]
  if (match?.[1] === 'f') return { kind: 'float', bytes: bits === 64 ? 8 : 4, bigEndian }
  return { kind: 'int', bytes: bits / 8, bigEndian, unsigned: match?.[1] === 'u' }
}
