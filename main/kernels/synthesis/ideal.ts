// The value of a signal at one sample index, without noise, unrounded: slow and exact. It is the oracle of every
// synthesis kernel, and gives the samples of glitches.

import { splitMix64, streamKey } from './noise.ts'
import { fractionOfTurn, phaseAt, phaseIncrement, phaseOfTurns, turnsOfPhase } from './phase.ts'
import type { SignalSettings } from './settings.ts'
import { amplitudeModulated, pulse, sawtooth, sine, triangle } from './shapes.ts'

/** Phase increment that the growing increment of a chirp adds per sample, signed, truncated towards 0. */
export function chirpGrowth(settings: SignalSettings): bigint {
  const begin = phaseIncrement(settings.frequencyHz, settings.samplingFrequencyHz)
  const end = phaseIncrement(settings.sweepToHz, settings.samplingFrequencyHz)
  return (end - begin) / BigInt(settings.sweepSamples)
}

/** Phase of a chirp `n` samples into its sweep: phase0 + n * increment + growth * n * (n - 1) / 2. */
export function chirpPhase(settings: SignalSettings, n: number): bigint {
  const increment = phaseIncrement(settings.frequencyHz, settings.samplingFrequencyHz)
  const steps = BigInt(n)
  const grown = (chirpGrowth(settings) * steps * (steps - 1n)) / 2n
  return BigInt.asUintN(64, phaseOfTurns(settings.phaseTurns) + increment * steps + grown)
}

/** First sample of the glitch in the given stretch of `glitchEverySamples`; the glitch lies within the stretch. */
export function glitchIndex(settings: SignalSettings, stretch: number): number {
  const places = settings.glitchEverySamples - settings.glitchSamples + 1
  const random = splitMix64(streamKey(settings.seed, settings.channel, 2) ^ BigInt(stretch))
  return stretch * settings.glitchEverySamples + Number(random % BigInt(places))
}

function isGlitch(settings: SignalSettings, index: number): boolean {
  if (settings.glitchEverySamples === 0) return false
  const first = glitchIndex(settings, Math.floor(index / settings.glitchEverySamples))
  return index >= first && index < first + settings.glitchSamples
}

/** Shape value -1..1 at a sample index. `table` and `noise` have none of their own: 0. */
export function idealShape(settings: SignalSettings, index: number): number {
  const increment = phaseIncrement(settings.frequencyHz, settings.samplingFrequencyHz)
  const phase = phaseAt(phaseOfTurns(settings.phaseTurns), increment, index)
  const turns = turnsOfPhase(phase)
  switch (settings.shape) {
    case 'sine':
      return sine(turns)
    case 'square':
      return pulse(phase, 1n << 63n)
    case 'triangle':
      return triangle(turns)
    case 'sawtooth':
      return sawtooth(turns)
    case 'pulse': {
      const high = settings.duty === 1 ? 1 : pulse(phase, fractionOfTurn(settings.duty))
      return settings.glitchCodes === 0 && isGlitch(settings, index) ? -high : high
    }
    case 'chirp':
      return sine(turnsOfPhase(chirpPhase(settings, index % settings.sweepSamples)))
    case 'am': {
      const step = phaseIncrement(settings.modulationHz, settings.samplingFrequencyHz)
      const modulation = turnsOfPhase(phaseAt(0n, step, index))
      return amplitudeModulated(turns, modulation, settings.modulationDepth)
    }
    default:
      return 0
  }
}

/** The value in codes, unrounded, before noise. */
export function idealValue(settings: SignalSettings, index: number): number {
  const added = settings.glitchCodes !== 0 && isGlitch(settings, index) ? settings.glitchCodes : 0
  return idealShape(settings, index) * settings.amplitudeCodes + settings.offsetCodes + added
}
