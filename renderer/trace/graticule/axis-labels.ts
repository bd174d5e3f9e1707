// What stands on the graticule: the time and the voltage at each of its lines. Pure.

import type { ChannelView } from '#shared/screen/channel-view.ts'
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { siParts } from '#shared/units.ts'
import { divisionsToVolts } from '../../scale/vertical.ts'

/** A value at a line of the graticule. */
export interface AxisLabel {
  /** The line, in divisions from the left or the upper edge. */
  readonly division: number
  readonly text: string
}

export interface AxisLabels {
  readonly time: readonly AxisLabel[]
  /** Of one channel; empty when there is none. */
  readonly volts: readonly AxisLabel[]
  /** That channel's scan index, for its colour; null when there is none. */
  readonly channel: number | null
}

export const noLabels: AxisLabels = { time: [], volts: [], channel: null }

/** A label is right to this part of a division: less than half a pixel. */
const exactness = 1 / 400
/** Longer numbers do not fit between two lines: then one line tells the whole, and the others what is added to it. */
const mostDigits = 5
const mostDecimals = 15

interface Notation {
  /** What one shown unit is worth: 1e-6 for `µs`. */
  readonly factor: number
  /** With its prefix, and without it. */
  readonly unit: string
  readonly bare: string
  readonly decimals: number
}

/** One prefix and one number of decimals for values of which neighbours are `step` apart: as few as are exact enough. */
function notationOf(values: readonly number[], step: number, unit: string): Notation {
  const largest = Math.max(step, ...values.map(Math.abs))
  const thousands = Math.max(-5, Math.min(5, Math.floor(Math.log10(largest * (1 + 1e-9)) / 3)))
  const factor = 1000 ** thousands
  let decimals = 0
  const isExact = (value: number): boolean =>
    Math.abs(Number((value / factor).toFixed(decimals)) * factor - value) <= step * exactness
  while (decimals < mostDecimals && !values.every(isExact)) decimals++
  return { factor, unit: siParts(1.5 * factor, unit).unit, bare: unit, decimals }
}

function written(value: number, { factor, unit, bare, decimals }: Notation, signed = false): string {
  const digits = (Math.abs(value) / factor).toFixed(decimals)
  if (Number(digits) === 0) return `0 ${bare}`
  return `${value < 0 ? '−' : signed ? '+' : ''}${digits} ${unit}`
}

const digitsOf = (text: string): number => text.replace(/\D/g, '').length

/** Of the lines between the edges, from the left. */
function labelled(lines: number, textOf: (line: number) => string): AxisLabel[] {
  return Array.from({ length: lines - 1 }, (_, k) => ({ division: k + 1, text: textOf(k + 1) }))
}

/**
 * The time at each upright line, from time zero: the trigger, or the sample that is looked at. Far away from it the line in
 * the middle tells its time, and the others how long before or after that they are.
 * @param centreSeconds time of the middle of the screen
 */
export function timeLabels(secondsPerDiv: number, centreSeconds: number): AxisLabel[] {
  const middle = divisionsAcross / 2
  const away = (line: number): number => (line - middle) * secondsPerDiv
  const lines = Array.from({ length: divisionsAcross - 1 }, (_, k) => k + 1)
  const whole = notationOf(
    lines.map((line) => centreSeconds + away(line)),
    secondsPerDiv,
    's',
  )
  const labels = labelled(divisionsAcross, (line) => written(centreSeconds + away(line), whole))
  if (labels.every(({ text }) => digitsOf(text) <= mostDigits)) return labels
  const added = notationOf(lines.map(away), secondsPerDiv, 's')
  return labelled(divisionsAcross, (line) =>
    line === middle ? written(centreSeconds, whole) : written(away(line), added, true),
  )
}

/** The time before the newest sample at each upright line. @param behindSeconds how far behind the right edge that sample is */
export function ageLabels(secondsPerDiv: number, behindSeconds = 0): AxisLabel[] {
  return timeLabels(secondsPerDiv, (-divisionsAcross / 2) * secondsPerDiv - behindSeconds)
}

/** The voltage of a channel, or the value of a trace in another unit, at each level line, from the top. */
export function voltLabels(view: ChannelView, unit = 'V'): AxisLabel[] {
  const volts = (line: number): number => divisionsToVolts(divisionsDown / 2 - line, view)
  const lines = Array.from({ length: divisionsDown - 1 }, (_, k) => k + 1)
  const notation = notationOf(lines.map(volts), view.voltsPerDiv, unit)
  return labelled(divisionsDown, (line) => written(volts(line), notation))
}

/** Every how many-th line, counted from the middle, is labelled so that labels of a width do not touch. */
export function labelStride(widest: number, division: number): number {
  for (const stride of [1, 2, 5]) if (widest <= stride * division) return stride
  return Number.POSITIVE_INFINITY
}

/** What decides the labels. */
export interface LabelledView {
  readonly secondsPerDiv: number
  readonly positionSeconds: number
  /** Time is counted from the trigger, or the sample looked at; else back from the newest sample. */
  readonly hasZero: boolean
  /** How far the newest sample is behind the right edge then; default: it is there. */
  readonly behindSeconds?: number
  /** Scan index of the channel whose voltages are written; null: none is on. */
  readonly channel: number | null
  /** Of that channel. */
  readonly voltsPerDiv: number
  readonly offsetVolts: number
  /** Of its values; default volts. */
  readonly unit?: string
}

export function axisLabels(view: LabelledView): AxisLabels {
  const { secondsPerDiv, positionSeconds, hasZero, behindSeconds, channel } = view
  return {
    time: hasZero ? timeLabels(secondsPerDiv, positionSeconds) : ageLabels(secondsPerDiv, behindSeconds),
    volts: channel === null ? [] : voltLabels(view, view.unit),
    channel,
  }
}

/** Makes labels anew only when something that decides them has changed: a view is drawn sixty times a second. */
export class LabelKeeper {
  #view: LabelledView | null = null
  #labels = noLabels

  of(view: LabelledView): AxisLabels {
    const before = this.#view
    const keys = Object.keys(view) as (keyof LabelledView)[]
    if (before === null || keys.some((key) => before[key] !== view[key])) {
      this.#labels = axisLabels(view)
      this.#view = view
    }
    return this.#labels
  }
}
