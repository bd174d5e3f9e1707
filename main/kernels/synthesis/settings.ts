// What a signal source of the simulated converter produces: the settings, and their limits.
import { fail, say } from '#shared/errors.ts'

export const signalShapes = [
  'sine',
  'square',
  'triangle',
  'sawtooth',
  'pulse',
  'chirp',
  'am',
  'noise',
  'dc',
  'table',
] as const
export type SignalShape = (typeof signalShapes)[number]

/**
 * A signal, complete: the sample at an index is a function of this and the index, nothing else. "Codes" are steps of
 * the converter; the result is rounded and saturates at int16.
 */
export interface SignalSettings {
  readonly shape: SignalShape
  /** Integer, 1 or more. */
  readonly samplingFrequencyHz: number
  /** 0 or more; above half the sampling frequency it aliases, as in a real converter. */
  readonly frequencyHz: number
  /** Peak. For `noise`: the bound of the noise, 4.5 times its rms. */
  readonly amplitudeCodes: number
  readonly offsetCodes: number
  /** Phase at sample 0, in turns (1 = 360 degrees). */
  readonly phaseTurns: number
  /** Rms of the Gaussian noise added; 0 = none. Not added to `table` unless set. */
  readonly noiseCodes: number
  readonly seed: number
  readonly channel: number
  /** Pulse: share of the period that is high, 0..1. */
  readonly duty: number
  /** One glitch at a seeded random place in every run of so many samples; 0 = never. */
  readonly glitchEverySamples: number
  /** Width of a glitch. */
  readonly glitchSamples: number
  /** Added to the signal during a glitch; 0: a pulse has its other level, any other shape has no glitches. */
  readonly glitchCodes: number
  /** Chirp: frequency at the end of a sweep, and its duration; then it starts again at `frequencyHz`. */
  readonly sweepToHz: number
  readonly sweepSamples: number
  /** AM. */
  readonly modulationHz: number
  /** 0..1. */
  readonly modulationDepth: number
  /** Table (a file): int16 codes in the shared memory, played in a loop, one per sample, sample 0 first. */
  readonly table: { readonly address: number; readonly samples: number } | null
}

export const signalDefaults: SignalSettings = {
  shape: 'sine',
  samplingFrequencyHz: 1_000_000,
  frequencyHz: 1_000,
  amplitudeCodes: 16_000,
  offsetCodes: 0,
  phaseTurns: 0,
  noiseCodes: 0,
  seed: 1,
  channel: 0,
  duty: 0.1,
  glitchEverySamples: 0,
  glitchSamples: 1,
  glitchCodes: 0,
  sweepToHz: 10_000,
  sweepSamples: 100_000,
  modulationHz: 100,
  modulationDepth: 0.5,
  table: null,
}

function within(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) fail('EINVAL', say`${name} must be ${low} to ${high}, not ${value}.`)
}

function whole(name: string, value: number, low: number, high: number): void {
  within(name, value, low, high)
  if (!Number.isInteger(value)) fail('EINVAL', say`${name} must be a whole number, not ${value}.`)
}

/**
 * Checks settings before anything is built from them.
 * @throws EINVAL with the name and the value of what is out of range.
 */
export function checkSignal(settings: SignalSettings): void {
  if (!signalShapes.includes(settings.shape)) fail('EINVAL', say`There is no signal shape '${String(settings.shape)}'.`)
  whole('samplingFrequencyHz', settings.samplingFrequencyHz, 1, 1e12)
  within('frequencyHz', settings.frequencyHz, 0, 1e12)
  within('amplitudeCodes', settings.amplitudeCodes, 0, 65535)
  within('offsetCodes', settings.offsetCodes, -65535, 65535)
  within('phaseTurns', settings.phaseTurns, -1e6, 1e6)
  within('noiseCodes', settings.noiseCodes, 0, 32767)
  whole('seed', settings.seed, 0, Number.MAX_SAFE_INTEGER)
  whole('channel', settings.channel, 0, 65535)
  within('duty', settings.duty, 0, 1)
  whole('glitchEverySamples', settings.glitchEverySamples, 0, Number.MAX_SAFE_INTEGER)
  whole('glitchSamples', settings.glitchSamples, 1, 1e9)
  within('glitchCodes', settings.glitchCodes, -65535, 65535)
  if (settings.glitchEverySamples > 0 && settings.glitchSamples > settings.glitchEverySamples)
    fail(
      'EINVAL',
      say`A glitch of ${settings.glitchSamples} samples is longer than the time between two, glitchEverySamples.`,
    )
  within('sweepToHz', settings.sweepToHz, 0, 1e12)
  whole('sweepSamples', settings.sweepSamples, 1, Number.MAX_SAFE_INTEGER)
  within('modulationHz', settings.modulationHz, 0, 1e12)
  within('modulationDepth', settings.modulationDepth, 0, 1)
  if (settings.shape !== 'table') return
  if (settings.table === null || settings.table.samples < 1)
    fail('EINVAL', say`A table signal needs at least one sample.`)
}
