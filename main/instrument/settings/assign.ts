// PATH=VALUE, wherever it comes from: an attribute of a device, or a setting of the instrument itself.
import type { BufferWish } from '#shared/buffer/limits.ts'
import type { Auto } from '#shared/contract/buffer.ts'
import { fail } from '#shared/errors.ts'
import { parseBytes, parseSeconds, plainDecimal } from '#shared/units.ts'
import type { Instrument } from '../instrument.ts'
import type { Assignment } from './assignment.ts'

/** A number of scans or blocks. */
function parseCount(name: string, text: string): number {
  if (!/^\d+$/.test(text)) fail('EINVAL', `${name} takes a whole number or auto, not '${text}'`)
  return Number(text)
}

const parsers: Readonly<Record<keyof BufferWish, (text: string) => number>> = {
  blockBytes: (text) => {
    try {
      return parseBytes(text)
    } catch {
      return fail('EINVAL', `blockBytes takes a number of bytes (65536, 64KiB) or auto, not '${text}'`)
    }
  },
  blockCount: (text) => parseCount('blockCount', text),
  watermark: (text) => parseCount('watermark', text),
}

/** The request an assignment to the buffer stands for; null when the path is none of its settings. @throws EINVAL */
export function bufferRequest({ path, value }: Assignment): Partial<BufferWish> | null {
  if (!Object.hasOwn(parsers, path)) return null
  const name = path as keyof BufferWish
  const wanted: Auto<number> = value === 'auto' ? 'auto' : parsers[name](value)
  return { [name]: wanted }
}

/** Longest time the analysis may be told to stand still. */
const longestStallSeconds = 3600

/**
 * `analysisStall=5s`: a fault to order, for tests and training. The seconds, or null when the path is another.
 * @throws EINVAL
 */
export function stallSeconds({ path, value }: Assignment): number | null {
  if (path !== 'analysisStall') return null
  let seconds = Number.NaN
  try {
    seconds = parseSeconds(value)
  } catch {
    // Said below.
  }
  if (!(seconds > 0 && seconds <= longestStallSeconds))
    fail('EINVAL', `analysisStall takes a duration up to an hour (5s, 250ms), not '${value}'`)
  return seconds
}

/** `gigascope/voltage0/en`, `iio:device0/voltage0/en` or `timer/sampling_frequency`; without a device, the one that is captured. */
export function splitPath(instrument: Instrument, path: string): { device: string; path: string } {
  const { bus, device } = instrument.parts.stack
  const slash = path.indexOf('/')
  const named = slash > 0 ? bus.findHolder(path.slice(0, slash)) : undefined
  return named === undefined ? { device: device.id, path } : { device: named.id, path: path.slice(slash + 1) }
}

/** Applies one assignment, live when the capture runs. @throws EINVAL, ENOENT, EACCES, ... with nothing changed */
export async function assign(instrument: Instrument, assignment: Assignment): Promise<void> {
  const stall = stallSeconds(assignment)
  if (stall !== null) return instrument.parts.analysis?.stall(stall * 1e3)
  const request = bufferRequest(assignment)
  if (request !== null) await instrument.handlers.setBuffer(request)
  else {
    // Whoever starts the program may name any file.
    const value = instrument.parts.files.allow(withoutExponent(assignment.value))
    const { device, path } = splitPath(instrument, assignment.path)
    await instrument.writeAttribute(device, path, value)
  }
}

/** `1e6` on a command line is a million; attributes, as the kernel reads them, know no exponents. */
function withoutExponent(value: string): string {
  return /^[-+]?(\d+\.?\d*|\.\d+)e[-+]?\d{1,2}$/i.test(value) ? plainDecimal(Number(value)) : value
}

/** Each after what it depends on; `length` and `watermark` are the buffer's own words for the last two. */
const bufferOrder = [/^blockBytes$/, /^blockCount$|(^|\/)buffer0?\/length$/, /^watermark$|(^|\/)buffer0?\/watermark$/]

const placeInOrder = ({ path }: Assignment): number => bufferOrder.findIndex((name) => name.test(path))

/** Whether an assignment changes the buffer that is captured into, by whichever name. */
export function changesBuffer(instrument: Instrument, assignment: Assignment): boolean {
  if (bufferRequest(assignment) !== null) return true
  const { device } = splitPath(instrument, assignment.path)
  return device === instrument.parts.stack.device.id && placeInOrder(assignment) >= 0
}

/**
 * The order in which settings of a begin are applied, whatever order they were given in: first the attributes, as
 * given; then what depends on rate and channels, each after what it depends on.
 */
export function inDependencyOrder<A extends Assignment>(assignments: readonly A[]): readonly A[] {
  return assignments.toSorted((a, b) => placeInOrder(a) - placeInOrder(b))
}
