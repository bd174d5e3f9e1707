// Scales as a person enters them: any value the screen can show, and the 1-2-5 list they are usually chosen from. Pure.

import { fail, say } from '#shared/errors.ts'
import { secondsPerDivRange } from '#shared/screen/ranges.ts'
import { atLeast125, parseSi, step125 } from '#shared/units.ts'
import { formatSetting } from '../kit/format/figures.ts'

export interface Scale {
  /** Base unit, `V` or `s`. */
  readonly unit: string
  readonly min: number
  readonly max: number
}

export const timeScale: Scale = { unit: 's', ...secondsPerDivRange }

/** `300 mV/div`, `12.34 µs/div`. */
export function formatScale(perDiv: number, { unit }: Scale): string {
  return `${formatSetting(perDiv, unit)}/div`
}

/** The 1-2-5 steps of a scale, from the smallest. */
export function scaleSteps(scale: Scale): { readonly value: number; readonly text: string }[] {
  const steps: { value: number; text: string }[] = []
  for (let value = atLeast125(scale.min); value <= scale.max; value = step125(value, 1))
    steps.push({ value, text: formatScale(value, scale) })
  return steps
}

/**
 * Reads `300m`, `0,5`, `2 V`, `20 us/div` as units per division.
 * @throws EINVAL when it is no number; ERANGE when the screen has no such scale, with what is allowed
 */
export function parseScale(text: string, scale: Scale): number {
  const perDiv = parseSi(text, scale.unit)
  if (!(perDiv >= scale.min && perDiv <= scale.max))
    fail('ERANGE', say`The scale goes from ${formatScale(scale.min, scale)} to ${formatScale(scale.max, scale)}.`)
  return perDiv
}
