// Measurements as a text: what the command line, a session and a script say.
import { fail, phrase, say } from '../errors.ts'
import {
  type ChosenMeasurement,
  isBetween,
  type MeasurementName,
  measurementNames,
  measurements,
} from './measurements.ts'

/**
 * Reads `rise voltage0`, or `phase voltage0 voltage1` for one that compares two channels.
 * @param channels ids of the channels there are
 * @throws EINVAL with one sentence that says what is allowed
 */
export function parseMeasurement(text: string, channels: readonly string[]): ChosenMeasurement {
  const [word = '', channel, to, ...more] = text.trim().split(/\s+/)
  if (!Object.hasOwn(measurements, word))
    fail('EINVAL', say`There is no measurement '${word}'; there are ${measurementNames.join(', ')}.`)
  const name = word as MeasurementName
  const takesTwo = isBetween(name)
  const form = takesTwo
    ? phrase`two channels, as in '${name} voltage0 voltage1'`
    : phrase`one channel, as in '${name} voltage0'`
  if (channel === undefined || (to !== undefined) !== takesTwo || more.length > 0)
    fail('EINVAL', say`The measurement ${name} takes ${form}, not '${text}'.`)
  for (const one of [channel, to])
    if (one !== undefined && !channels.includes(one))
      fail('EINVAL', say`There is no channel '${one}' to measure; there are ${channels.join(', ')}.`)
  if (channel === to) fail('EINVAL', say`The measurement ${name} takes two different channels, not '${channel}' twice.`)
  return { name, channel, to: to ?? null }
}

/** Most measurements at once. */
export const mostMeasurements = 32

/**
 * Reads a list of them: `rise voltage0, phase voltage0 voltage1`; of the same one twice it takes one.
 * @throws EINVAL as {@link parseMeasurement}, and for too many
 */
export function parseMeasurements(text: string, channels: readonly string[]): readonly ChosenMeasurement[] {
  const texts = text.split(',').filter((one) => one.trim() !== '')
  const chosen = new Map(
    texts.map((one) => {
      const measurement = parseMeasurement(one, channels)
      return [measurementText(measurement), measurement] as const
    }),
  )
  if (chosen.size > mostMeasurements)
    fail('EINVAL', say`There can be ${mostMeasurements} measurements at once, not ${chosen.size}.`)
  return [...chosen.values()]
}

/** The text that {@link parseMeasurements} reads as these. */
export function measurementsText(chosen: readonly ChosenMeasurement[]): string {
  return chosen.map(measurementText).join(', ')
}

/** The text that reads as this measurement: `rise voltage0`. */
export function measurementText({ name, channel, to }: ChosenMeasurement): string {
  return to === null ? `${name} ${channel}` : `${name} ${channel} ${to}`
}
