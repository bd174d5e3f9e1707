// PATH=VALUE, as a command line has it: an attribute of a device, or a setting of the instrument itself.
import { fail, say } from '#shared/errors.ts'
import { parseParameter } from '#shared/kinds/parameter-text.ts'
import { bufferSettings } from '#shared/kinds/settings.ts'
import { parseSeconds, plainDecimal } from '#shared/units.ts'
import type { Instrument } from '../instrument.ts'
import type { Assignment } from './assignment.ts'

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
    // The sentence below says what would do.
  }
  if (!(seconds > 0 && seconds <= longestStallSeconds))
    fail('EINVAL', say`analysisStall takes a duration up to an hour (5s, 250ms), not '${value}'.`)
  return seconds
}

/** `gigascope/voltage0/en`, `iio:device0/voltage0/en` or `timer/sampling_frequency`; without a device, the one that is captured. */
function splitPath(instrument: Instrument, given: string): { device: string; path: string } {
  const path = given.replace(/^device\//, '')
  const { bus, device } = instrument.parts.stack
  const slash = path.indexOf('/')
  const named = slash > 0 ? bus.findHolder(path.slice(0, slash)) : undefined
  if (named === undefined && path !== given)
    fail('ENODEV', say`There is no device '${slash < 0 ? path : path.slice(0, slash)}'.`)
  return named === undefined ? { device: device.id, path } : { device: named.id, path: path.slice(slash + 1) }
}

/** The path of a setting of the instrument itself; null: it is an attribute. `blockBytes` is short for `buffer.blockBytes`. */
function ownPath(path: string): string | null {
  if (Object.hasOwn(bufferSettings, `buffer.${path}`)) return `buffer.${path}`
  return /^[a-z]+\./i.test(path) && !path.includes('/') ? path : null
}

/** Applies one assignment, live when the capture runs. @throws EINVAL, ENOENT, EACCES, ... with nothing changed */
export async function assign(instrument: Instrument, assignment: Assignment): Promise<void> {
  const stall = stallSeconds(assignment)
  if (stall !== null) return instrument.parts.analysis?.stall(stall * 1e3)
  const own = ownPath(assignment.path)
  if (own !== null) {
    const parameter = instrument.settings.tree.leaf(own)
    const value = parseParameter(parameter, assignment.value, assignment.path)
    return instrument.settings.change([{ path: own, value }])
  }
  // Whoever starts the program may name any file.
  const { files } = instrument.parts
  const value = files.named(withoutExponent(assignment.value))
  const { device, path } = splitPath(instrument, assignment.path)
  await instrument.writeAttribute(device, path, value)
  files.offer(value)
}

/** `1e6` on a command line is a million; attributes, as the kernel reads them, know no exponents. */
function withoutExponent(value: string): string {
  return /^[-+]?(\d+\.?\d*|\.\d+)e[-+]?\d{1,2}$/i.test(value) ? plainDecimal(Number(value)) : value
}

/**
 * Each after what it depends on: the trigger after the attributes, its values after its kind, then the buffer; `length` and
 * `watermark` are the buffer's own words for the last two.
 */
const order = [
  /^trigger\.kind$/,
  /^trigger\.channel$/,
  /^trigger\./,
  /^(buffer\.)?blockBytes$/,
  /^(buffer\.)?blockCount$|(^|\/)buffer0?\/length$/,
  /^(buffer\.)?watermark$|(^|\/)buffer0?\/watermark$/,
]

const placeInOrder = ({ path }: Assignment): number => order.findIndex((name) => name.test(path))

/**
 * The order in which settings of a begin are applied, whatever order they were given in: first the attributes, as
 * given; then what depends on rate and channels, each after what it depends on.
 */
export function inDependencyOrder<A extends Assignment>(assignments: readonly A[]): readonly A[] {
  return assignments.toSorted((a, b) => placeInOrder(a) - placeInOrder(b))
}
