// What a channel plays, in the units of its attributes, and how that becomes the converter's settings.
import { type SignalSettings, type SignalShape, signalDefaults } from '#main/kernels/index.ts'

/** The converter's range is +-1 V in 16 bits. */
export const codesPerVolt = 32768

/** What a channel plays when it plays no signal of its own. */
export type OtherSource =
  /** An input converts what the output channel of the same number puts out. */
  | 'loopback'
  /** An output puts out the blocks of its buffer. */
  | 'buffer'

/** Waveforms that `source` accepts. */
const waveforms = [
  'sine',
  'square',
  'triangle',
  'sawtooth',
  'pulse',
  'chirp',
  'am',
  'noise',
  'dc',
] as const satisfies readonly SignalShape[]
type Waveform = (typeof waveforms)[number]
/** Every name that `source` of an input accepts, besides `file:PATH`. */
export const sourceNames = sourceNamesWith('loopback')

/** The waveforms, and the other thing that a channel may play. */
export function sourceNamesWith(other: OtherSource): readonly string[] {
  return [...waveforms, other]
}

export interface ChannelSignal {
  /** A waveform, the other thing that the channel may play, or `file:PATH`. */
  readonly source: string
  readonly frequencyHz: number
  /** Peak, volts. For `noise` the bound, 4.5 times its rms. */
  readonly amplitudeVolts: number
  readonly offsetVolts: number
  readonly phaseDegrees: number
  /** Rms, volts. Not added to a file. */
  readonly noiseVolts: number
  /** One glitch at a random place in each so many seconds; 0: none (a pulse train has its own, rare ones). */
  readonly glitchIntervalSeconds: number
  readonly glitchSamples: number
  /** What a glitch adds to the signal, volts. */
  readonly glitchVolts: number
}

/** Samples of a file in the heap. */
export interface SampleTable {
  readonly address: number
  readonly samples: number
}

/** What the shapes add of their own, in periods of `source_frequency`. */
const pulseDuty = 0.1
const glitchEveryPeriods = 1000
const glitchPeriods = 0.02
const sweepPeriods = 1000
const sweepRatio = 10
const modulationRatio = 1 / 20

export function signalSettings(
  signal: ChannelSignal,
  context: { readonly samplingFrequencyHz: number; readonly channel: number; readonly seed: number },
  table: SampleTable | null,
): SignalSettings {
  const { frequencyHz } = signal
  const periodSamples = frequencyHz > 0 ? context.samplingFrequencyHz / frequencyHz : 0
  const samples = (periods: number): number => Math.max(1, Math.round(periods * periodSamples))
  return {
    ...signalDefaults,
    ...context,
    shape: table === null ? (signal.source as Waveform) : 'table',
    frequencyHz,
    amplitudeCodes: signal.amplitudeVolts * codesPerVolt,
    offsetCodes: signal.offsetVolts * codesPerVolt,
    phaseTurns: signal.phaseDegrees / 360,
    noiseCodes: table === null ? signal.noiseVolts * codesPerVolt : 0,
    duty: pulseDuty,
    ...glitches(signal, context.samplingFrequencyHz, samples),
    sweepToHz: frequencyHz * sweepRatio,
    sweepSamples: samples(sweepPeriods),
    modulationHz: frequencyHz * modulationRatio,
    table,
  }
}

type Glitches = Pick<SignalSettings, 'glitchEverySamples' | 'glitchSamples' | 'glitchCodes'>

/** Those asked for, or else those of a pulse train: its other level, for a short part of a period. */
function glitches(
  { frequencyHz, glitchIntervalSeconds, glitchSamples, glitchVolts }: ChannelSignal,
  samplingFrequencyHz: number,
  samples: (periods: number) => number,
): Glitches {
  if (glitchIntervalSeconds > 0)
    return {
      glitchEverySamples: Math.max(1, Math.round(glitchIntervalSeconds * samplingFrequencyHz)),
      glitchSamples,
      glitchCodes: glitchVolts * codesPerVolt,
    }
  return {
    glitchEverySamples: frequencyHz > 0 ? samples(glitchEveryPeriods) : 0,
    glitchSamples: Math.min(samples(glitchPeriods), samples(glitchEveryPeriods), 1e9),
    glitchCodes: 0,
  }
}

export const noGlitches = { glitchIntervalSeconds: 0, glitchSamples: 1, glitchVolts: 0.5 } as const

/** Signals at power-up: something to look at on both channels. */
export const signalsAtPowerUp: readonly ChannelSignal[] = [
  {
    source: 'sine',
    frequencyHz: 1_000_000,
    amplitudeVolts: 0.8,
    offsetVolts: 0,
    phaseDegrees: 0,
    noiseVolts: 0.004,
    ...noGlitches,
  },
  {
    source: 'pulse',
    frequencyHz: 500_000,
    amplitudeVolts: 0.5,
    offsetVolts: 0,
    phaseDegrees: 0,
    noiseVolts: 0.004,
    ...noGlitches,
  },
]
