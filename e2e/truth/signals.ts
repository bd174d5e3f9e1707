// Signals of the oracle: seeded, in plain TypeScript, every sample known.

import { fail, say } from '#shared/errors.ts'
import { seeded } from '#shared/testing/seeded.ts'

/** Half the height of every signal, in codes. */
export const amplitude = 15_000

export interface SignalOptions {
  readonly scans: number
  /** Periods per sample, where a signal has any. */
  readonly cyclesPerSample: number
  readonly seed: number
}

type Maker = (options: SignalOptions) => Int16Array<ArrayBuffer>

const each = (scans: number, code: (k: number) => number): Int16Array<ArrayBuffer> => {
  const codes = new Int16Array(scans)
  for (let k = 0; k < scans; k++) codes[k] = Math.round(code(k))
  return codes
}

const turn = 2 * Math.PI

/** Phase of the sine of a seed at sample 0, radians. */
export const phaseOf = (seed: number): number => seeded(seed)() * turn

function sine({ scans, cyclesPerSample, seed }: SignalOptions): Int16Array<ArrayBuffer> {
  const phase = phaseOf(seed)
  // A rotation is quicker than a sine, and exact enough when it begins anew now and then.
  const codes = new Int16Array(scans)
  const [cos, sin] = [Math.cos(turn * cyclesPerSample), Math.sin(turn * cyclesPerSample)]
  let [x, y] = [1, 0]
  for (let k = 0; k < scans; k++) {
    if (k % 4096 === 0) {
      const angle = turn * ((cyclesPerSample * k) % 1) + phase
      x = Math.cos(angle)
      y = Math.sin(angle)
    }
    codes[k] = Math.round(amplitude * y)
    const next = x * cos - y * sin
    y = x * sin + y * cos
    x = next
  }
  return codes
}

/** Where the period of sample k stands, 0 .. 1. */
const place = ({ cyclesPerSample }: SignalOptions, k: number): number => (k * cyclesPerSample) % 1

const makers = {
  sine,
  square: (options) => each(options.scans, (k) => (place(options, k) < 0.5 ? amplitude : -amplitude)),
  /** A thirtieth of its period high. */
  pulse: (options) => each(options.scans, (k) => (place(options, k) < 1 / 30 ? amplitude : -amplitude)),
  chirp: (options) =>
    each(options.scans, (k) => {
      const far = k / options.scans
      return amplitude * Math.sin(turn * k * options.cyclesPerSample * (0.2 + 2 * far))
    }),
  noise: ({ scans, seed }) => {
    const random = seeded(seed)
    return each(scans, () => amplitude * (random() + random() + random() - 1.5) * 0.6)
  },
  am: (options) =>
    each(options.scans, (k) => {
      const hull = 0.55 + 0.45 * Math.sin(turn * k * options.cyclesPerSample * 0.03)
      return amplitude * hull * Math.sin(turn * k * options.cyclesPerSample)
    }),
  /** What a file may hold: it wanders, pauses, and jumps. */
  walk: ({ scans, seed, cyclesPerSample }) => {
    const random = seeded(seed)
    let code = 0
    let isStill = false
    return each(scans, () => {
      const dice = random()
      if (dice < cyclesPerSample) isStill = !isStill
      if (dice > 1 - cyclesPerSample / 3) code = -code
      if (!isStill) code += (random() - 0.5) * 900
      code = Math.max(-amplitude, Math.min(amplitude, code))
      return code
    })
  },
  /** A low sine, on which samples stand out alone. */
  glitches: (options) => {
    const codes = sine(options)
    for (let k = 0; k < codes.length; k++) codes[k] = codes[k]! >> 2
    for (const at of glitchPlaces(options.scans, options.seed)) codes[at] = amplitude
    return codes
  },
} as const satisfies Record<string, Maker>

export type SignalName = keyof typeof makers
export const signalNames = Object.keys(makers) as SignalName[]

/** Samples that stand out alone in `glitches`: about forty, at random places. */
export function glitchPlaces(scans: number, seed: number): number[] {
  const random = seeded(seed + 1)
  return Array.from({ length: 40 }, (_, k) => Math.floor(((k + random()) * scans) / 40))
}

/** @throws EINVAL for a frequency that is not positive, or no samples */
export function makeSignal(name: SignalName, options: SignalOptions): Int16Array<ArrayBuffer> {
  if (!(options.scans > 0 && options.cyclesPerSample > 0))
    fail('EINVAL', say`a signal needs samples and a frequency, not ${options.scans} and ${options.cyclesPerSample}`)
  return makers[name](options)
}
