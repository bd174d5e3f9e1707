// What a math trace can show: functions of one or two channels. How each is computed is the row with the same id of
// main/analysis/math/functions.ts.
import type { ChangeOf, Kind, Kinds, SettingsOf, ValuesOf } from './kinds.ts'

export interface FunctionKind extends Kind {
  /** Unit of its values, where those of the channels are volts. `mV·V` is a thousandth of `V·V`; `mV²` would be a millionth. */
  readonly unit: 'V' | 'V·V'
}

const a = { type: 'channel', name: 'A', default: 'voltage0' } as const
const b = { type: 'channel', name: 'B', default: 'voltage1' } as const

/**
 * Parameters that are channels are its inputs, in their order; a name says what is computed of them. `off`: there is no math
 * trace.
 */
export const functions = {
  off: { name: 'Off', unit: 'V', parameters: {} },
  sum: { name: 'A + B', unit: 'V', parameters: { a, b } },
  difference: { name: 'A − B', unit: 'V', parameters: { a, b } },
  product: { name: 'A × B', unit: 'V·V', parameters: { a, b } },
  invert: { name: '−A', unit: 'V', parameters: { a } },
  absolute: { name: '|A|', unit: 'V', parameters: { a } },
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
