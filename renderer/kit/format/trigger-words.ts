// A trigger in a few signs.
import { type TriggerSettings, triggers } from '#shared/kinds/triggers.ts'

/** `↗` or `↘` for a slope; else the name of the kind. */
export function triggerSign(trigger: TriggerSettings): string {
  if ('slope' in trigger) return trigger.slope === 'rising' ? '↗' : '↘'
  return triggerName(trigger)
}

/** `edge` */
export function triggerName({ kind }: Pick<TriggerSettings, 'kind'>): string {
  return triggers[kind].name.toLowerCase()
}
