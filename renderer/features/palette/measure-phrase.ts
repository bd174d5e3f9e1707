// A measurement as people say it: `measure rise ch2`, `meas freq`, `measure phase ch1 ch2`. Pure.
import { ErrnoError } from '#shared/errors.ts'
import { measurementsText, parseMeasurements } from '#shared/kinds/measurement-text.ts'
import { isBetween, type MeasurementName, measurementNames, measurements } from '#shared/kinds/measurements.ts'
import { told } from '../../text/told.ts'

export type MeasurePhrase =
  /** Of `measurements.list`, with what was said added to it. */
  { readonly list: string; readonly text: string } | { readonly reason: string }

const shape = /^\s*meas(?:ure)?\s+(\S.*)$/i
const squeezed = (text: string): string => text.toLowerCase().replaceAll(/[\s-]/g, '')

/** The measurement whose name, or title, begins so; of several the one that is no longer than that. */
function namedSo(words: string): MeasurementName | undefined {
  const wanted = squeezed(words)
  if (wanted === '') return undefined
  const namesOf = (name: MeasurementName): readonly string[] => [squeezed(name), squeezed(measurements[name].name)]
  const exact = measurementNames.find((name) => namesOf(name).includes(wanted))
  return exact ?? measurementNames.find((name) => namesOf(name).some((one) => one.startsWith(wanted)))
}

/** The id of a channel: `ch1` is the first of them. */
function channelNamed(word: string, channels: readonly string[]): string | undefined {
  const number = /^ch(\d+)$/i.exec(word)?.[1]
  return number === undefined
    ? channels.find((id) => id.toLowerCase() === word.toLowerCase())
    : channels[Number(number) - 1]
}

/**
 * What a text says of a measurement. Without a channel it is of the first one; compared with the next one.
 * @param channels ids of the channels there are, in their order
 * @param list the measurements there are, as the setting has them
 * @returns null when it names no measurement
 */
export function measurePhrase(query: string, channels: readonly string[], list: string): MeasurePhrase | null {
  const [, said = ''] = shape.exec(query) ?? []
  const words = said.split(/\s+/).filter((word) => word !== '')
  const of: string[] = []
  for (let word = words.at(-1); word !== undefined; word = words.at(-1)) {
    const id = channelNamed(word, channels)
    if (id === undefined) break
    of.unshift(id)
    words.pop()
  }
  const name = namedSo(words.join(' '))
  if (name === undefined || channels.length === 0) return null
  const [first = channels[0]!] = of
  const second = of[1] ?? channels[(channels.indexOf(first) + 1) % channels.length]!
  const text = [name, first, ...(isBetween(name) || of.length > 1 ? [second, ...of.slice(2)] : [])].join(' ')
  try {
    return {
      list: measurementsText(parseMeasurements([list, text].filter((one) => one !== '').join(', '), channels)),
      text,
    }
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    return { reason: told(thrown) }
  }
}
