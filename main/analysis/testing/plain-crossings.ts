// The oracle of the triggers: crossings of a level in a whole array, from their definition, sample by sample.

export interface PlainCrossing {
  readonly sample: number
  readonly isRise: boolean
  /** Where the line between the two samples meets the level. */
  readonly instant: number
}

/**
 * A signal that was at least `hysteresis` below the level rises at its first sample at or above the level, and the reverse.
 * One that crossed, and turned before it was so far on the other side, crosses back where it is so far on the old side.
 */
export function plainCrossings(codes: readonly number[], level: number, hysteresis: number): PlainCrossing[] {
  const crossings: PlainCrossing[] = []
  let side: 'none' | 'low' | 'high' = 'none'
  let wasFar = false
  codes.forEach((code, sample) => {
    const isFarLow = code <= level - hysteresis
    const isFarHigh = code >= level + hysteresis
    if (side === 'none') {
      if (isFarLow) side = 'low'
      if (isFarHigh) side = 'high'
      wasFar = true
      return
    }
    const isOver = side === 'low' ? (wasFar ? code >= level : isFarHigh) : wasFar ? code <= level : isFarLow
    if (isOver) {
      side = side === 'low' ? 'high' : 'low'
      const last = codes[sample - 1]!
      const isBetween = (last - level) * (code - level) <= 0 && last !== code
      crossings.push({
        sample,
        isRise: side === 'high',
        instant: isBetween ? sample - (code - level) / (code - last) : sample,
      })
      wasFar = false
    }
    if (side === 'low' ? isFarLow : isFarHigh) wasFar = true
  })
  return crossings
}

/** The samples of events that a hold-off leaves. */
export function heldOff(samples: readonly number[], holdoff: number): number[] {
  const left: number[] = []
  for (const sample of samples) if (left.length === 0 || sample - left.at(-1)! >= holdoff) left.push(sample)
  return left
}

/** Whether the signal is over a level at each sample: as the last crossing left it, or as was known before the first; null: nobody knows. */
export function plainSides(codes: readonly number[], level: number, hysteresis: number): (boolean | null)[] {
  const crossings = plainCrossings(codes, level, hysteresis)
  const known = codes.findIndex((code) => Math.abs(code - level) >= hysteresis)
  return codes.map((_, sample) => {
    const last = crossings.findLast((one) => one.sample <= sample)
    if (last !== undefined) return last.isRise
    return known >= 0 && sample >= known ? codes[known]! > level : null
  })
}
