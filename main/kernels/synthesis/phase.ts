// Exact phase arithmetic. A frequency is taken as the decimal number the user wrote, so frequency / sampling frequency is
// a ratio of integers; a phase is a 64-bit fraction of a turn.

const turn = 1n << 64n

export interface Ratio {
  readonly numerator: bigint
  readonly denominator: bigint
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** The number as its shortest decimal notation says, as a ratio: 0.1 is 1/10. `value` must be finite and >= 0. */
export function decimalRatio(value: number): Ratio {
  const [mantissa = '0', exponent = '0'] = value.toString().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return scale <= 0
    ? { numerator: digits * 10n ** BigInt(-scale), denominator: 1n }
    : { numerator: digits, denominator: 10n ** BigInt(scale) }
}

/** `frequency / samplingFrequency` in lowest terms: turns per sample. */
export function turnsPerSample(frequencyHz: number, samplingFrequencyHz: number): Ratio {
  const { numerator, denominator } = decimalRatio(frequencyHz)
  const below = denominator * BigInt(samplingFrequencyHz)
  const common = gcd(numerator, below)
  return { numerator: numerator / common, denominator: below / common }
}

/** Samples after which a shape of that frequency repeats exactly. */
export function periodSamples(frequencyHz: number, samplingFrequencyHz: number): bigint {
  return turnsPerSample(frequencyHz, samplingFrequencyHz).denominator
}

/**
 * Phase increment per sample as a 64-bit fraction of a turn, rounded up: ahead by less than 2^-64 turns per sample.
 * Up, because an edge that falls exactly on a sample must not be seen one sample late.
 */
export function phaseIncrement(frequencyHz: number, samplingFrequencyHz: number): bigint {
  const { numerator, denominator } = turnsPerSample(frequencyHz, samplingFrequencyHz)
  return BigInt.asUintN(64, (numerator * turn + denominator - 1n) / denominator)
}

/** A phase given in turns (any real number) as a 64-bit fraction. */
export function phaseOfTurns(turns: number): bigint {
  const fraction = turns - Math.floor(turns)
  return BigInt.asUintN(64, BigInt(Math.round(fraction * 2 ** 53)) << 11n)
}

/**
 * A share of the turn, 0 <= share < 1, as a 64-bit fraction, rounded down: increments are rounded up, so a phase that
 * reaches the share exactly is not below it.
 */
export function fractionOfTurn(share: number): bigint {
  const { numerator, denominator } = decimalRatio(share)
  return (numerator * turn) / denominator
}

/** Phase of a sample: exact for any index below 2^53. */
export function phaseAt(phase: bigint, increment: bigint, index: number): bigint {
  return BigInt.asUintN(64, phase + increment * BigInt(index))
}

/** A 64-bit phase as turns, 0 <= turns < 1: cut to 53 bits, because rounding could give 1. */
export function turnsOfPhase(phase: bigint): number {
  return Number(phase >> 11n) / 2 ** 53
}
