// The math trace: a function of channels, drawn beside them. What can be chosen is `shared/kinds/functions.ts`; it is chosen by
// the settings `math.*`, and its scale and offset are those of the channel `math1`.
import type { FunctionSettings } from '../../kinds/functions.ts'
import { defineTopic, slice } from '../../rpc/topic.ts'

export interface MathTrace {
  /** By those of its channels: `V·V` of the product of two voltages. */
  readonly unit: string
  /** What a code of the trace stands for, in that unit; code 0 is 0. Nothing is clipped, so it says how far the trace can go. */
  readonly unitsPerCode: number
}

export interface MathFields {
  readonly math: FunctionSettings
  /** Null: there is none, because no function is chosen or one of its channels is off. */
  readonly mathTrace: MathTrace | null
}

export const math = defineTopic({
  state: slice<MathFields>({ math: { kind: 'off' }, mathTrace: null }),
})
