// What the menu of a channel offers to measure: what is measured most, and the way to all the rest.
import { type MeasurementName, measurements } from '#shared/kinds/measurements.ts'
import { calledName } from '#shared/names.ts'
import type { MenuGroup } from '../../kit/menu/menu.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useMeasure } from './use-measure.ts'

const often: readonly MeasurementName[] = ['frequency', 'rise', 'dutyCycle', 'peakToPeak', 'rms']

export function measureMenu(id: string): MenuGroup | null {
  const instrument = useInstrument()
  const channel = instrument.enabledChannels.find((one) => one.id === id)
  if (channel === undefined) return null
  const measure = useMeasure()
  const isOff = !instrument.canOperate
  return {
    place: 3,
    title: `Measure ${calledName(channel)}`,
    items: [
      ...often.map((name) => ({
        text: measurements[name].name,
        isOff,
        run: () => measure.add({ name, channel: id, to: null }),
      })),
      { text: 'Another…', isOff, run: () => measure.choose(id) },
    ],
  }
}
