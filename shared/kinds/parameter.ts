// A parameter: a value that a person sets, described as data. From the description follow its type, the shape that a
// request must have, its text form, and what a refusal says.

interface Named {
  /** As a person reads it: `Level`. */
  readonly name: string
}

/** A number with a unit. */
export interface Quantity extends Named {
  readonly type: 'quantity'
  /** Unit of the value, without a prefix: `V`, `s`, `Hz`. */
  readonly unit: string
  readonly least: number
  readonly most: number
  readonly default: number | 'auto'
  /** What one press of an arrow key adds; or the series of round values that it goes through. */
  readonly step: number | '1-2-5'
  /** Whether it may be left to the instrument. */
  readonly orAuto?: true
  /** Whether 0 is none, which is read and written as `off`. */
  readonly orOff?: true
  /** Name of the parameter that says whose volts these are; `channel` unless given. */
  readonly of?: string
}

/** A whole number of things. */
export interface Count extends Named {
  readonly type: 'count'
  /** What is counted: `samples`, `blocks`; `bytes` are read with their own prefixes (`64KiB`). */
  readonly things: string
  readonly least: number
  readonly most: number
  readonly default: number | 'auto'
  readonly orAuto?: true
}

/** One of a list. */
export interface Choice extends Named {
  readonly type: 'choice'
  readonly options: readonly [string, ...string[]]
  readonly default: string
}

/** On or off. */
export interface Flag extends Named {
  readonly type: 'flag'
  readonly default: boolean
}

/** A channel by its IIO id: `voltage0`. */
export interface ChannelName extends Named {
  readonly type: 'channel'
  readonly default: string
}

export interface Text extends Named {
  readonly type: 'text'
  readonly mostLength: number
  readonly default: string
}

/** A file by its name; the empty text is none. */
export interface FileName extends Named {
  readonly type: 'file'
  readonly default: string
}

export type Parameter = Quantity | Count | Choice | Flag | ChannelName | Text | FileName

export type ParameterValue = number | string | boolean

type OrAuto<P> = P extends { readonly orAuto: true } ? 'auto' : never

/** The type of a parameter's values. */
export type ValueOf<P extends Parameter> = P extends { readonly type: 'quantity' | 'count' }
  ? number | OrAuto<P>
  : P extends { readonly type: 'choice'; readonly options: readonly (infer Option)[] }
    ? Option
    : P extends { readonly type: 'flag' }
      ? boolean
      : string
