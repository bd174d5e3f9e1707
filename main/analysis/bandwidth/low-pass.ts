// The low-pass of a bandwidth limit: a Bessel filter of second order, as in the input of a bench scope. It has next to no
// overshoot (0.4 %), so an edge stays an edge: from 10 to 90 % it takes 0.34 / f.

/** Its poles are the roots of s^2 + 3 s + 3: a delay of 1 at low frequencies (Bessel polynomial of degree 2). */
const poles = { real: -3 / 2, imaginary: Math.sqrt(3) / 2 }
/** Where it has -3 dB: |H|^2 = 9 / ((3 - x^2)^2 + 9 x^2) = 1/2, so x^4 + 3 x^2 = 9. */
const atMinus3dB = Math.sqrt((Math.sqrt(45) - 3) / 2)
/** Limits that are less than this of the rate are as those of a filter of wires. */
const slow = 1e-4
const bisections = 60

/** Of poles at these places of the z plane: their product, and what draws a level to the signal, so that it gets there exactly. */
function placed(scale: number): { readonly product: number; readonly pull: number } {
  const real = scale * poles.real
  const imaginary = scale * poles.imaginary
  return {
    product: Math.exp(2 * real),
    pull: Math.expm1(real) ** 2 + 4 * Math.exp(real) * Math.sin(imaginary / 2) ** 2,
  }
}

/** What is left of a sine, squared. @param angle of a sample, radians */
function powerAt(angle: number, scale: number): number {
  const { product, pull } = placed(scale)
  const sum = 1 + product - pull
  const re = 1 - sum * Math.cos(angle) + product * Math.cos(2 * angle)
  const im = sum * Math.sin(angle) - product * Math.sin(2 * angle)
  return (Math.cos(angle / 2) ** 2 * pull ** 2) / (re * re + im * im)
}

/**
 * Coefficients of the kernel `lowPass` for a filter that has exactly -3 dB at `limitHz`, up to a fifth of the rate. The poles go
 * from the s plane to the z plane by z = exp(s T) (matched Z-transform; Oppenheim and Schafer, Discrete-Time Signal Processing),
 * which leaves a step the form it has in a filter of wires, where the bilinear transform would let it ring; the mean of every two
 * values is a zero at half the rate. How far out the poles lie is then found such that the limit holds. At a tenth of it
 * -0.03 dB are left, at ten times -36 dB or less.
 * @returns what the first of two states keeps, what passes from one to the other, what draws the second one to the signal
 */
export function lowPassCoefficients(limitHz: number, samplingFrequencyHz: number): [number, number, number] {
  const angle = (2 * Math.PI * limitHz) / samplingFrequencyHz
  let low = angle / atMinus3dB
  let high = limitHz < slow * samplingFrequencyHz ? low : 20 * low
  for (let k = 0; k < bisections && low < high; k++) {
    const middle = (low + high) / 2
    if (powerAt(angle, middle) < 1 / 2) low = middle
    else high = middle
  }
  const { product, pull } = placed(low)
  return [product, Math.sqrt(product * pull), pull]
}

/** What the channel comes later by, at frequencies well below the limit: seconds. */
export function lowPassDelay(limitHz: number): number {
  return atMinus3dB / (2 * Math.PI * limitHz)
}
