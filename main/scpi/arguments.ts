// What commands take, for those that are no settings.
import type { Answer } from './answer.ts'
import type { Command, Step } from './command.ts'
import type { Datum } from './data.ts'
import { refuse } from './errors.ts'
import { isNamed, mnemonic } from './mnemonic.ts'
import { numberIn } from './numbers.ts'

/** @throws ScpiError -109, -108 unless there are at least and at most so many */
export function count(data: readonly Datum[], least: number, most = least): void {
  if (data.length < least) refuse(-109)
  if (data.length > most) refuse(-108)
}

/** A command without data. */
export const plainly =
  (act: () => Promise<void>) =>
  (data: readonly Datum[]): Step => {
    count(data, 0)
    return { act }
  }

/** A query without data. */
export const asked =
  (answer: () => Answer | Promise<Answer>) =>
  (data: readonly Datum[]): Step => {
    count(data, 0)
    return { ask: async () => answer() }
  }

/** A register that is read and written, of bits up to `most`. */
export const register = (
  most: number,
  read: () => number,
  write: (bits: number) => void,
): Pick<Command, 'takes' | 'query' | 'set'> => ({
  takes: `0 to ${most}`,
  query: asked(() => String(read())),
  set: (data) => {
    count(data, 1)
    const bits = wholeFrom(data[0], 0, most)
    return { act: async () => write(bits) }
  },
})

/** A whole number. @throws ScpiError */
export function wholeFrom(datum: Datum | undefined, least: number, most: number): number {
  if (datum === undefined) return refuse(-109)
  if (datum.kind !== 'number') return refuseKind(datum)
  const value = Math.round(numberIn(datum, ''))
  return value >= least && value <= most ? value : refuse(-222, `${datum.text} is not from ${least} to ${most}`)
}

/** One of these notations. @throws ScpiError */
export function wordFrom<const N extends string>(datum: Datum | undefined, notations: readonly N[]): N {
  if (datum === undefined) return refuse(-109)
  if (datum.kind !== 'word') return refuseKind(datum)
  const found = notations.find((notation) => isNamed(mnemonic(notation), datum.text))
  return found ?? refuse(-224, `${datum.text} is none of ${notations.join(', ')}`)
}

/** A text in quotes. @throws ScpiError */
export function textFrom(datum: Datum | undefined): string {
  if (datum === undefined) return refuse(-109)
  return datum.kind === 'string' ? datum.text : refuseKind(datum)
}

/** Data of this kind have no place here. */
export function refuseKind(datum: Datum): never {
  const numbers = { number: -128, word: -148, string: -158, block: -168, expression: -178 } as const
  return refuse(numbers[datum.kind])
}
