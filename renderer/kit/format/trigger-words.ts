// A trigger in a few signs.
import { countsIn, levelOf, type TriggerSettings, triggers } from '#shared/kinds/triggers.ts'
import { formatSetting } from './figures.ts'

const slopeSigns = { rising: '↗', falling: '↘', either: '↕' } as const
const polaritySigns = { positive: '⊓', negative: '⊔', either: '⊓⊔' } as const

/** `↗` for a slope, `⊓` for a polarity; else nothing. */
export function triggerSign(trigger: TriggerSettings): string {
  if ('slope' in trigger && countsIn(trigger, 'slope')) return slopeSigns[trigger.slope]
  return 'polarity' in trigger && countsIn(trigger, 'polarity') ? polaritySigns[trigger.polarity] : ''
}

/** `250 mV`, or `−100 mV to 100 mV` */
export function triggerLevels(trigger: TriggerSettings, unit: string, level = levelOf(trigger)): string {
  if (level !== null) return formatSetting(level, unit, 3)
  const { lower, upper } = trigger as { lower?: number; upper?: number }
  if (lower === undefined || upper === undefined) return ''
  return `${formatSetting(lower, unit, 3)} to ${formatSetting(upper, unit, 3)}`
}

/** `edge` */
export function triggerName({ kind }: Pick<TriggerSettings, 'kind'>): string {
  return triggers[kind].name.toLowerCase()
}
