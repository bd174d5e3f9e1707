// The curve through samples, as a line with more points: sin(x)/x between them (shared/sinc.ts), as many points as the
// screen can show, and none where a straight line is the same within a fraction of a pixel.
import { sincTaps, sincTapsBefore, sincWeights } from '#shared/sinc.ts'

/** Points per pixel along the time axis, and per sample at most so many. */
const pointsPerPixel = 1
/**
 * Per sample at least so many: with 8 a chord leaves a sine of five samples by less than a pixel on any screen. With many
 * samples in a pixel half of them do, as another sample is always near a peak.
 */
const points = { leastApart: 8, leastDense: 4, most: 128 } as const
const denseBelow = 0.4
/**
 * A second difference of so many pixels bends a line by an eighth of that, and noise by a quarter. Where samples are less
 * than a pixel apart others lie as close to any place of the curve, and a bend has to be larger to be seen.
 */
const straightPixels = { apart: 1, dense: 4 } as const

/** Whole, or with a fraction. */
export type Codes = Int16Array | Float32Array

export interface CurvePoints {
  readonly count: number
  /** Place of each point, in samples from the first on. */
  readonly at: Float64Array
  /** Codes. */
  readonly value: Float32Array
  /** The numbers of those points that are samples, in order. */
  readonly samples: Int32Array
}

/** Weights for the places k / parts between two samples, by `parts`. */
const weightsByParts = new Map<number, readonly Float64Array[]>()

function weightsOf(parts: number): readonly Float64Array[] {
  const known = weightsByParts.get(parts)
  if (known !== undefined) return known
  const made = Array.from({ length: parts }, (_, k) => Float64Array.from(sincWeights(k / parts)))
  weightsByParts.set(parts, made)
  return made
}

/**
 * The curve through samples `first` up to `first + count` of `codes`. Samples outside of these are used where they are
 * there; beyond the ends of `codes` the last sample goes on.
 * @param pixelsPerSample device pixels from sample to sample
 * @param pixelsPerCode device pixels from code to code
 */
export function sincLine(
  codes: Codes,
  first: number,
  count: number,
  pixelsPerSample: number,
  pixelsPerCode: number,
): CurvePoints {
  const wanted = Math.min(
    points.most,
    Math.max(
      pixelsPerSample < denseBelow ? points.leastDense : points.leastApart,
      2 ** Math.ceil(Math.log2(pixelsPerSample * pointsPerPixel)),
    ),
  )
  const straight = pixelsPerSample < 1 ? straightPixels.dense : straightPixels.apart
  const bends = bendsOf(codes, first, count, straight / pixelsPerCode)
  let total = count
  for (let k = 0; k + 1 < count; k++) if (bends[k] === 1) total += wanted - 1
  const at = new Float64Array(total)
  const value = new Float32Array(total)
  const samples = new Int32Array(count)
  const weights = weightsOf(wanted)
  let n = 0
  for (let k = 0; k < count; k++) {
    samples[k] = n
    at[n] = k
    value[n++] = codes[first + k]!
    if (bends[k] === 0 || k + 1 === count) continue
    for (let part = 1; part < wanted; part++, n++) {
      at[n] = k + part / wanted
      value[n] = sumOf(codes, first + k - sincTapsBefore, weights[part]!)
    }
  }
  return { count: total, at, value, samples }
}

/** The same samples with nothing between them: straight lines join them. */
export function straightPoints(codes: Codes, first: number, count: number): CurvePoints {
  return {
    count,
    at: Float64Array.from({ length: count }, (_, k) => k),
    value: Float32Array.from({ length: count }, (_, k) => codes[first + k]!),
    samples: Int32Array.from({ length: count }, (_, k) => k),
  }
}

/** For each sample, 1 when the curve from it to the next may bend: when any sample of that sum lies off a straight line. */
function bendsOf(codes: Codes, first: number, count: number, limit: number): Uint8Array {
  const bends = new Uint8Array(count)
  const last = Math.min(codes.length - 2, first + count + sincTaps)
  for (let k = Math.max(1, first - sincTaps); k <= last; k++) {
    if (Math.abs(codes[k + 1]! - 2 * codes[k]! + codes[k - 1]!) <= limit) continue
    const from = k - first - (sincTaps - sincTapsBefore) - 1
    bends.fill(1, Math.max(0, from), Math.max(0, k - first + sincTapsBefore + 2))
  }
  return bends
}

function sumOf(codes: Codes, from: number, weights: Float64Array): number {
  let sum = 0
  if (from >= 0 && from + sincTaps <= codes.length) {
    for (let k = 0; k < sincTaps; k++) sum += codes[from + k]! * weights[k]!
    return sum
  }
  const end = codes.length - 1
  for (let k = 0; k < sincTaps; k++) sum += codes[Math.max(0, Math.min(end, from + k))]! * weights[k]!
  return sum
}
