// What the numbers of a column are: volts, codes of the converter, logic levels. The heading or the person says it; where
// neither does, the numbers tell. And what factor brings them into the converter's range, so that nothing is flat-topped
// and nothing is too small to be seen.
import type { FileOptions } from '#shared/files/options.ts'
import { scaleText } from '#shared/files/played-file.ts'
import { formatSi } from '#shared/units.ts'
import { fullScaleCodes, scaleInto } from '../plan.ts'
import type { HeadingUnit } from './units.ts'
import { parseUnit } from './units.ts'

/** What is known of a column's numbers. */
export interface ColumnFacts {
  readonly min: number
  readonly max: number
  readonly isWhole: boolean
  readonly first: number
  readonly second: number
  readonly hasMore: boolean
}

export interface Meaning {
  readonly codesPerNumber: number
  /** For a person. */
  readonly unit: string
  readonly scale: number
  readonly notes: readonly string[]
}

/** Whole numbers all smaller than this are no codes: nobody could see them. */
const leastCode = 32
/** A signal of fewer codes is more rounding than signal. */
const leastCodes = 8
/** A logic one, volts: high enough to see, and not at the end of the range. */
const logicVolts = 0.8

export function meaningOf(facts: ColumnFacts, unit: HeadingUnit | null, options: FileOptions): Meaning {
  const asked = options.unit === undefined ? unit : askedUnit(options.unit)
  const peak = Math.max(Math.abs(facts.min), Math.abs(facts.max))
  if (asked?.kind === 'logic' || (!isSignal(asked) && areLevels(facts))) return logic(options)
  if (asked?.kind === 'code' || (!isSignal(asked) && areCodes(facts, peak))) return codes(peak, asked !== null, options)
  const symbol = asked?.kind === 'signal' ? asked.symbol : 'V'
  return volts(peak, isSignal(asked) ? (asked as { factor: number }).factor : 1, symbol, isSignal(asked), options)
}

function askedUnit(unit: NonNullable<FileOptions['unit']>): HeadingUnit | null {
  return unit === 'code' ? { kind: 'code' } : unit === 'logic' ? { kind: 'logic' } : parseUnit(unit)
}

const isSignal = (unit: HeadingUnit | null): boolean => unit?.kind === 'signal'

/** Nothing but 0 and 1, written as whole numbers. */
function areLevels({ isWhole, hasMore, first, second }: ColumnFacts): boolean {
  const isLevel = (value: number): boolean => value === 0 || value === 1
  return (
    isWhole && !hasMore && isLevel(first) && (Number.isNaN(second) || isLevel(second)) && (first === 1 || second === 1)
  )
}

function areCodes({ isWhole, min, max }: ColumnFacts, peak: number): boolean {
  return isWhole && min >= -32768 && max <= 32767 && peak >= leastCode
}

function logic({ scale = logicVolts }: FileOptions): Meaning {
  const notes = scale === logicVolts ? [`Levels 0 and 1: a 1 is played as ${logicVolts} V.`] : []
  return { codesPerNumber: scale * fullScaleCodes, unit: 'logic level', scale, notes }
}

function codes(peak: number, isSaid: boolean, options: FileOptions): Meaning {
  const fitting = peak > fullScaleCodes ? scaleInto(peak / fullScaleCodes) : 1
  const scale = options.scale ?? fitting
  const notes =
    options.scale === undefined && fitting !== 1
      ? [`The codes reach ${peak}, beyond the converter's 16 bits: scaled by ${scaleText(fitting)}.`]
      : []
  return { codesPerNumber: scale, unit: isSaid ? 'code' : 'code, assumed', scale, notes }
}

function volts(peak: number, factor: number, symbol: string, isSaid: boolean, options: FileOptions): Meaning {
  const peakVolts = peak * factor
  const isBeyond = peakVolts > 1 + 0.5 / fullScaleCodes
  const isTiny = peakVolts > 0 && peakVolts * fullScaleCodes < leastCodes
  const fitting = isBeyond || isTiny ? scaleInto(peakVolts) : 1
  const scale = options.scale ?? fitting
  const base = symbol.endsWith('V') ? 'V' : symbol
  const shown = symbol.endsWith('V') ? formatSi(peakVolts, 'V') : `${Number(peak.toPrecision(3))} ${symbol}`
  const notes: string[] = []
  if (options.scale === undefined && isBeyond)
    notes.push(`The values reach ${shown}, beyond the converter's range of 1 V: scaled by ${scaleText(fitting)}.`)
  if (options.scale === undefined && isTiny)
    notes.push(`The values reach only ${shown}, a few steps of the converter: scaled by ${scaleText(fitting)}.`)
  if (base !== 'V') notes.push(`The values are in ${symbol}; they are played as if they were volts.`)
  return {
    codesPerNumber: factor * scale * fullScaleCodes,
    unit: isSaid ? symbol : `${symbol}, assumed`,
    scale,
    notes,
  }
}
