// How a recording is cut into files, one behind the other: after so many bytes or so much signal, and how many of them stay.
import * as v from 'valibot'
import { fail, say } from '../errors.ts'
import { record, whole, within } from '../rpc/shapes.ts'
import { formatBytes, parseBytes, parseSeconds, plainDecimal } from '../units.ts'

export interface Rotation {
  /** Bytes of a file; null: it ends by time. */
  readonly bytes: number | null
  /** Seconds of signal in a file; null: it ends by size. With both, what comes first. */
  readonly seconds: number | null
  /** Files that stay, the one that is being written among them; null: all. */
  readonly keep: number | null
  /** Bytes that the files take together, at most; null: no such bound. */
  readonly totalBytes: number | null
}

/** Smaller files would be made faster than a disk makes names. */
export const rotationLimits = {
  bytes: { least: 64 << 10, most: 2 ** 50 },
  seconds: { least: 0.1, most: 366 * 86_400 },
  keep: { least: 2, most: 1_000_000 },
} as const

const example = '1GiB, 10min or 1GiB|10min, and behind it ,keep=N or ,total=SIZE'

/** @throws EINVAL values that do not go together, with what is allowed */
export function checkRotation({ bytes, seconds, keep, totalBytes }: Rotation): void {
  const { bytes: ofBytes, seconds: ofSeconds, keep: ofKeep } = rotationLimits
  if (bytes === null && seconds === null) fail('EINVAL', say`A rotation takes a size or a time: ${example}.`)
  if (bytes !== null && !(bytes >= ofBytes.least && bytes <= ofBytes.most))
    fail('EINVAL', say`A file of a rotation has at least ${formatBytes(ofBytes.least)}, not ${formatBytes(bytes)}.`)
  if (seconds !== null && !(seconds >= ofSeconds.least && seconds <= ofSeconds.most))
    fail(
      'EINVAL',
      say`A file of a rotation has from ${ofSeconds.least} s to ${ofSeconds.most} s of signal, not ${seconds} s.`,
    )
  if (keep !== null && !(Number.isSafeInteger(keep) && keep >= ofKeep.least && keep <= ofKeep.most))
    fail('EINVAL', say`'keep' takes a whole number of files from ${ofKeep.least} to ${ofKeep.most}, not ${keep}.`)
  const leastTotal = 2 * (bytes ?? ofBytes.least)
  if (totalBytes !== null && totalBytes < leastTotal)
    fail(
      'EINVAL',
      say`'total' is at least twice the size of a file, ${formatBytes(leastTotal)}, not ${formatBytes(totalBytes)}.`,
    )
}

/** A prefix alone could be one of bytes or of seconds. */
const sizeWord = /^\d[\d.\s]*([kmgt]i?b|b)$/i
const timeWord = /^\d[\d.\s]*(s|ms|min|h)$/

/**
 * Reads `1GiB|10min,keep=N,total=SIZE`.
 * @throws EINVAL with one sentence that says what is allowed
 */
export function parseRotation(text: string): Rotation {
  const [ends = '', ...bounds] = text.split(',').map((word) => word.trim())
  let rotation: Rotation = { bytes: null, seconds: null, keep: null, totalBytes: null }
  const once = (key: keyof Rotation, value: number): void => {
    if (rotation[key] !== null) fail('EINVAL', say`A rotation says each of its values once, not '${text}'.`)
    rotation = { ...rotation, [key]: value }
  }
  for (const word of ends.split('|').map((one) => one.trim())) {
    if (sizeWord.test(word)) once('bytes', parseBytes(word))
    else if (timeWord.test(word)) once('seconds', parseSeconds(word))
    else fail('EINVAL', say`A rotation is ${example}, not '${text}'.`)
  }
  for (const bound of bounds) {
    const [name = '', value = ''] = bound.split('=', 2)
    if (name === 'keep' && /^\d+$/.test(value)) once('keep', Number(value))
    else if (name === 'total') once('totalBytes', parseBytes(value))
    else fail('EINVAL', say`A rotation is ${example}, not '${text}'.`)
  }
  checkRotation(rotation)
  return rotation
}

/** What {@link parseRotation} reads. */
export function rotationText({ bytes, seconds, keep, totalBytes }: Rotation): string {
  const size = (value: number): string =>
    Number.isInteger(value / 1024) ? formatWhole(value / 1024, ['KiB', 'MiB', 'GiB', 'TiB']) : `${value}B`
  const ends = [
    ...(bytes === null ? [] : [size(bytes)]),
    ...(seconds === null ? [] : [seconds % 60 === 0 ? `${seconds / 60}min` : `${plainDecimal(seconds)}s`]),
  ]
  const bounds = [
    ...(keep === null ? [] : [`keep=${keep}`]),
    ...(totalBytes === null ? [] : [`total=${size(totalBytes)}`]),
  ]
  return [ends.join('|'), ...bounds].join(',')
}

function formatWhole(value: number, [unit = '', ...larger]: readonly string[]): string {
  return larger.length > 0 && Number.isInteger(value / 1024) ? formatWhole(value / 1024, larger) : `${value}${unit}`
}

/** A rotation as a viewer asks for it; its values are checked by {@link checkRotation}. */
export const rotationShape: v.GenericSchema<unknown, Rotation> = record({
  bytes: v.nullable(whole(1, rotationLimits.bytes.most)),
  seconds: v.nullable(within(0, rotationLimits.seconds.most)),
  keep: v.nullable(whole(1, rotationLimits.keep.most)),
  totalBytes: v.nullable(whole(1, Number.MAX_SAFE_INTEGER)),
})
