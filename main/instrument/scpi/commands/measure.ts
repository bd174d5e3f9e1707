// Measurements: one of the newest record by its name, and those of the list with their statistics.
import {
  asked,
  type Command,
  count,
  type Datum,
  notationOf,
  numberText,
  plainly,
  quoted,
  refuse,
  refuseKind,
} from '#main/scpi/index.ts'
import { isBetween, type MeasurementName, measurementNames, measurements } from '#shared/kinds/measurements.ts'
import type { ServedInstrument } from '../served-instrument.ts'
import { channelId } from '../settings/channel-names.ts'

/** Names that are too long for a mnemonic. */
const shorter: Partial<Readonly<Record<MeasurementName, string>>> = {
  positiveWidth: 'PWIDth',
  negativeWidth: 'NWIDth',
  peakToPeak: 'VPP',
}

const headerOf = (name: MeasurementName): string => `:MEASure:${shorter[name] ?? notationOf(name)}`

export function measureCommands(instrument: ServedInstrument): readonly Command[] {
  const { handlers, parts } = instrument
  const source = (datum: Datum | undefined): string => {
    const { channels } = parts.state
    if (datum === undefined) return channels.find(({ enabled }) => enabled)?.id ?? refuse(-221, 'no channel is on')
    if (datum.kind !== 'word' && datum.kind !== 'string') return refuseKind(datum)
    const id = channelId(datum.text, channels)
    return channels.some((one) => one.id === id) ? id! : refuse(-224, `there is no channel ${datum.text}`)
  }
  /** Of the newest record. */
  const ofOne = async (name: MeasurementName, id: string): Promise<string> => {
    const found = (await handlers.measure()).find(({ channel }) => channel === id)
    return numberText(found?.values[name] ?? null)
  }
  /** One that compares two channels is found where it is measured all the time. */
  const ofTwo = async (name: MeasurementName, id: string, other: string): Promise<string> => {
    const figures = await handlers.measured()
    const row = figures.find(({ name: one, channel, to }) => one === name && channel === id && to === other)
    return row === undefined
      ? refuse(-221, `${name} ${id} ${other} is not measured; :MEASure:LIST says what is`)
      : numberText(row.now)
  }
  const named = measurementNames.map(
    (name): Command => ({
      header: headerOf(name),
      asks: isBetween(name) ? 'CHANnel<n>, CHANnel<m>' : '[CHANnel<n>]',
      answers: measurements[name].unit === '1' ? 'a number' : `a number of ${measurements[name].unit}`,
      about: isBetween(name)
        ? `${measurements[name].name} of two channels, when it is in :MEASure:LIST`
        : `${measurements[name].name} of the newest record; without a channel, of the first that is on`,
      query: (data) => {
        if (!isBetween(name)) {
          count(data, 0, 1)
          const id = source(data[0])
          return { ask: () => ofOne(name, id) }
        }
        count(data, 2)
        const [id, other] = [source(data[0]), source(data[1])]
        return { ask: () => ofTwo(name, id, other) }
      },
    }),
  )
  return [
    ...named,
    {
      header: ':MEASure:RESults',
      answers: '"name channel",now,mean,min,max,sigma,count,share,...',
      about: 'all of :MEASure:LIST, with their statistics; 9.91E+37 is none',
      query: asked(async () => {
        const figures = await handlers.measured()
        return figures
          .map(({ name, channel, to, now, mean, min, max, sigma, count: values, share }) =>
            [
              quoted(to === null ? `${name} ${channel}` : `${name} ${channel} ${to}`),
              ...[now, mean, min, max, sigma, values, share].map(numberText),
            ].join(','),
          )
          .join(',')
      }),
    },
    {
      header: ':MEASure:CLEar',
      about: 'their statistics begin anew',
      set: plainly(async () => {
        await handlers.resetMeasurements()
      }),
    },
  ]
}
