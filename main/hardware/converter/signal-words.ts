// Signal settings as the arguments of a mailbox command: the same order on both sides.
import { type SignalSettings, signalShapes } from '#main/kernels/index.ts'

const numbers = [
  'samplingFrequencyHz',
  'frequencyHz',
  'amplitudeCodes',
  'offsetCodes',
  'phaseTurns',
  'noiseCodes',
  'seed',
  'channel',
  'duty',
  'glitchEverySamples',
  'glitchSamples',
  'glitchCodes',
  'sweepToHz',
  'sweepSamples',
  'modulationHz',
  'modulationDepth',
] as const satisfies readonly (keyof SignalSettings)[]

export function signalToWords(settings: SignalSettings): number[] {
  const table = settings.table ?? { address: 0, samples: 0 }
  return [signalShapes.indexOf(settings.shape), ...numbers.map((name) => settings[name]), table.address, table.samples]
}

export function signalFromWords(words: ArrayLike<number>): SignalSettings {
  const values = Object.fromEntries(numbers.map((name, index) => [name, words[index + 1]])) as Record<
    (typeof numbers)[number],
    number
  >
  const [address, samples] = [words[numbers.length + 1] ?? 0, words[numbers.length + 2] ?? 0]
  return {
    ...values,
    shape: signalShapes[words[0] ?? -1] ?? 'dc',
    table: samples > 0 ? { address, samples } : null,
  }
}
