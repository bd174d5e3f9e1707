// Fit view: scales and offsets that give every channel its own band of the screen, filled as well as 1-2-5 steps allow.

import { byHand } from '../hand-step.ts'
import { atLeast125, step125 } from '../units.ts'
import type { ChannelView, ScaleRange } from './channel-view.ts'
import { divisionsDown } from './divisions.ts'
import { voltsPerDivRange } from './ranges.ts'

/** The hand's step of so many divisions. */
const divisionsOfRounding = 4

/** Lowest and highest voltage a channel reached. */
export interface Extent {
  readonly low: number
  readonly high: number
}

/** The smallest 1-2-5 scale at which `volts` takes at most `divisions`. */
export function scaleFor(volts: number, divisions: number, { min, max }: ScaleRange = voltsPerDivRange): number {
  let scale = atLeast125(min)
  while (scale * divisions < volts && scale < max) scale = step125(scale, 1)
  return scale
}

/**
 * @param place 0, 1, ... from the top of the screen
 * @param channels how many share it
 */
export function fitChannel({ low, high }: Extent, place: number, channels: number, range?: ScaleRange): ChannelView {
  const band = divisionsDown / Math.max(1, channels)
  const voltsPerDiv = scaleFor(high - low, band * 0.9, range)
  const centre = divisionsDown / 2 - band * (place + 0.5)
  // Noise moves the ends of a signal by more than a pixel: the offset is rounded to a few, so that 0 V stays 0 V.
  return {
    voltsPerDiv,
    offsetVolts: byHand(centre * voltsPerDiv - (low + high) / 2, divisionsOfRounding * voltsPerDiv),
  }
}
