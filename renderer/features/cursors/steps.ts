// Where a hand or a key puts a cursor: on samples where they are far apart, else in round steps of a hand. Pure.
import type { FrameHeader } from '#shared/frame/frame.ts'
import { byHand, handStep } from '#shared/hand-step.ts'

/** From so many pixels between samples on a cursor stands on samples. */
const farApartPixels = 6

/** The time axis of what is on the screen. */
export interface TimeGrid {
  readonly secondsPerDiv: number
  /** Of a pixel of the screen. */
  readonly pixelSeconds: number
  /** Null: the record is not of single samples, or there is none. */
  readonly samples: { readonly apartSeconds: number; readonly anySeconds: number } | null
}

/**
 * @param zero samples from the first one of the frame to time zero
 * @param columns width of the screen in pixels
 */
export function timeGrid(
  frame: FrameHeader | null,
  zero: number,
  { secondsPerDiv, windowSeconds, columns }: { secondsPerDiv: number; windowSeconds: number; columns: number },
): TimeGrid {
  const pixelSeconds = windowSeconds / Math.max(1, columns)
  if (frame?.form !== 'raw') return { secondsPerDiv, pixelSeconds, samples: null }
  const apartSeconds = 1 / frame.samplingFrequencyHz
  const anySeconds = -zero / frame.samplingFrequencyHz
  return { secondsPerDiv, pixelSeconds, samples: { apartSeconds, anySeconds } }
}

/** Binary crumbs of a sum are cut off; twelve digits are more than any figure shows. */
const clean = (seconds: number): number => Number(seconds.toPrecision(12)) + 0

/** The time a hand means that lets go at `seconds`. */
export function placeByHand(seconds: number, { secondsPerDiv, pixelSeconds, samples }: TimeGrid): number {
  if (samples === null || samples.apartSeconds < farApartPixels * pixelSeconds) return byHand(seconds, secondsPerDiv)
  return onSample(seconds, samples)
}

function onSample(seconds: number, { apartSeconds, anySeconds }: NonNullable<TimeGrid['samples']>): number {
  return clean(anySeconds + Math.round((seconds - anySeconds) / apartSeconds) * apartSeconds)
}

/** One sample, or one pixel where samples are nearer than that; a coarse step is a division. */
export function nudged(seconds: number, steps: number, isCoarse: boolean, grid: TimeGrid): number {
  const { secondsPerDiv, pixelSeconds, samples } = grid
  if (isCoarse) return placeByHand(seconds + Math.sign(steps) * secondsPerDiv, grid)
  if (samples !== null && samples.apartSeconds >= pixelSeconds)
    return onSample(seconds + steps * samples.apartSeconds, samples)
  return byHand(seconds + steps * handStep(secondsPerDiv), secondsPerDiv)
}
