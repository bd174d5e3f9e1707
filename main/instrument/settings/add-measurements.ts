// The measurements that a command line asks for: `--measure 'rise voltage0'`, each beside those there are.
import { fail, say, sentenceOf } from '#shared/errors.ts'
import { measurementsText, measurementText, parseMeasurement } from '#shared/kinds/measurement-text.ts'
import type { Instrument } from '../instrument.ts'

/** @throws EINVAL with one sentence for the first that is refused; nothing changes then */
export async function addMeasurements(instrument: Instrument, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return
  const { measures, state } = instrument.parts
  // Of the captured device: a session may name channels of another one, a command line means this one.
  const channels = state.channels.map(({ id }) => id)
  const added = texts.map((text) => {
    try {
      return measurementText(parseMeasurement(text, channels))
    } catch (thrown) {
      return fail('EINVAL', say`--measure '${text}': ${sentenceOf(thrown)}`)
    }
  })
  const value = [measurementsText(measures.chosen), ...added].filter((one) => one !== '').join(', ')
  await instrument.settings.change([{ path: 'measurements.list', value }])
}
