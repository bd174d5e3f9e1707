// What a math trace can show: functions of one or two channels. How each is computed is the row with the same id of
// main/analysis/math/functions.ts.
import type { ChangeOf, Kind, Kinds, SettingsOf, ValuesOf } from './kinds.ts'

export interface FunctionKind extends Kind {
  /** Unit of its values, where those of the channels are volts. */
  readonly unit: 'V' | 'V²'
}

const first = { type: 'channel', name: 'First', default: 'voltage0' } as const
const second = { type: 'channel', name: 'Second', default: 'voltage1' } as const
const only = { ...first, name: 'Channel' } as const

/** Parameters that are channels are its inputs, in their order. `off`: there is no math trace. */
export const functions = {
  off: { name: 'Off', unit: 'V', parameters: {} },
  sum: { name: 'Sum', unit: 'V', parameters: { a: first, b: second } },
  difference: { name: 'Difference', unit: 'V', parameters: { a: first, b: second } },
  product: { name: 'Product', unit: 'V²', parameters: { a: first, b: second } },
  invert: { name: 'Inverted', unit: 'V', parameters: { a: only } },
  absolute: { name: 'Absolute value', unit: 'V', parameters: { a: only } },
} as const satisfies Kinds & Readonly<Record<string, FunctionKind>>

/** A function that there is a trace of. */
export type FunctionName = Exclude<keyof typeof functions, 'off'>
export type FunctionValues<K extends FunctionName> = ValuesOf<typeof functions, K>
/** The values of whichever function is chosen, or `off`. */
export type FunctionSettings = SettingsOf<typeof functions>
export type FunctionChange = ChangeOf<typeof functions>

/** The channels that a function is of, by their IIO ids, in the order of its inputs. */
export function inputsOf(settings: FunctionSettings): string[] {
  const values = settings as unknown as Readonly<Record<string, string>>
  return Object.entries(functions[settings.kind].parameters).flatMap(([name, { type }]) =>
    type === 'channel' ? [values[name] ?? ''] : [],
  )
}
