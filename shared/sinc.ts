// Interpolation between samples by sin(x)/x, as an oscilloscope does it: what lies between the samples of a signal that has
// nothing above half the sampling frequency is the sum of the samples, each weighted by sin(pi d)/(pi d) at its distance d
// (Whittaker and Shannon). Here the sum has 16 samples, faded in and out by a Kaiser window: within 0.4 % of the amplitude
// for sines up to 0.4 of the sampling frequency.

/** Samples of a sum, and how many of them lie before the one just before the place. */
export const sincTaps = 16
export const sincTapsBefore = sincTaps / 2 - 1
/** Of the window: more fades higher frequencies, less lets lower ones ripple. */
const kaiserBeta = 5

/** The modified Bessel function of the first kind and order 0. */
function bessel(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

const windowTop = bessel(kaiserBeta)

/**
 * Weights of {@link sincTaps} samples for a place `fraction` (0..1) of the way from sample 0 to sample 1; weight k belongs
 * to sample k - {@link sincTapsBefore}. They add up to 1, so that a level stays where it is.
 */
export function sincWeights(fraction: number): number[] {
  const half = sincTaps / 2
  const weights = Array.from({ length: sincTaps }, (_, k) => {
    const distance = k - sincTapsBefore - fraction
    const across = distance / half
    const window = bessel(kaiserBeta * Math.sqrt(Math.max(0, 1 - across * across))) / windowTop
    return distance === 0 ? 1 : (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window
  })
  const sum = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / sum)
}
