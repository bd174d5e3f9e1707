// Where in a record a measurement was taken: its levels and instants, for the mark on the trace. They are those that the
// measurement itself was made of.
import type { MarkLevel, MeasuredMark } from '#shared/frame/measured.ts'
import type { MeasurementName, NoResult } from '#shared/kinds/measurements.ts'
import { levelAt, transitionSpan } from '../record/edges.ts'
import type { Levels } from '../record/levels.ts'
import { given, type Waveform } from '../record/waveform.ts'
import { delayPairsOf, skewPairsOf } from './between.ts'
import { burstsOf } from './bursts.ts'
import { measures } from './measures.ts'
import { holdPairsOf, setupPairsOf } from './setup-hold.ts'

/** From one instant to another, samples of the record. */
interface Span {
  readonly from: number
  readonly until: number
}

/** How a measurement is marked. */
interface MarkKind {
  /** The levels it is made of. */
  readonly levels: readonly MarkLevel[]
  /** One for each of its results, in their order; none: it is of the whole record. */
  readonly spans?: (wave: Waveform, other: Waveform) => readonly Span[] | NoResult
}

const cycles = (wave: Waveform): readonly Span[] | NoResult => given(wave.rises, (rises) => spansOf(rises))
const allCycles = (wave: Waveform): readonly Span[] | NoResult =>
  given(wave.rises, (rises) => (rises.length < 2 ? [] : [{ from: rises[0]!, until: rises.at(-1)! }]))
const pulses =
  (rising: boolean) =>
  (wave: Waveform): readonly Span[] | NoResult =>
    given(wave.countedEdges, ({ at, risesFirst }) =>
      spansOf(at).filter((_, k) => (risesFirst === rising) === (k % 2 === 0)),
    )
const transitions =
  (rising: boolean) =>
  (wave: Waveform): readonly Span[] | NoResult =>
    given(wave.countedEdges, (edges) =>
      Array.from(edges.at).flatMap((_, k) => {
        if ((edges.risesFirst === (k % 2 === 0)) !== rising) return []
        return transitionSpan(wave.signal.run, wave.levels as Levels, edges, k) ?? []
      }),
    )

function spansOf(at: Float64Array): Span[] {
  return Array.from(at.subarray(1), (until, k) => ({ from: at[k]!, until }))
}

const between: readonly MarkLevel[] = ['50 %']
const marks: { readonly [K in MeasurementName]?: MarkKind } = {
  frequency: { levels: between, spans: cycles },
  period: { levels: between, spans: cycles },
  rise: { levels: ['10 %', '90 %'], spans: transitions(true) },
  fall: { levels: ['10 %', '90 %'], spans: transitions(false) },
  positiveWidth: { levels: between, spans: pulses(true) },
  negativeWidth: { levels: between, spans: pulses(false) },
  dutyCycle: { levels: between, spans: pulses(true) },
  burstWidth: { levels: between, spans: burstsOf },
  peakToPeak: { levels: ['min', 'max'] },
  amplitude: { levels: ['base', 'top'] },
  top: { levels: ['top'] },
  base: { levels: ['base'] },
  min: { levels: ['min'] },
  max: { levels: ['max'] },
  mean: { levels: ['mean'] },
  cycleMean: { levels: ['mean'], spans: allCycles },
  rms: { levels: ['RMS'] },
  cycleRms: { levels: ['RMS'], spans: allCycles },
  acRms: { levels: ['mean'] },
  area: { levels: ['mean'] },
  overshoot: { levels: ['top', 'max'] },
  undershoot: { levels: ['base', 'min'] },
  phase: { levels: between, spans: delayPairsOf },
  delay: { levels: between, spans: delayPairsOf },
  skew: { levels: between, spans: skewPairsOf },
  setup: { levels: between, spans: setupPairsOf },
  hold: { levels: between, spans: holdPairsOf },
  jitterPeriod: { levels: between, spans: allCycles },
  jitterCycle: { levels: between, spans: allCycles },
  tie: { levels: between, spans: allCycles },
  edges: { levels: between },
}

/**
 * Where a measurement was taken in a record: of one that has several results, that which lies nearest to `near`.
 * @param near samples from the begin of the record
 * @returns instants in samples of the record; null: it has no result, or no place
 */
export function markOf(name: MeasurementName, wave: Waveform, other: Waveform, near: number): MeasuredMark | null {
  const kind = marks[name]
  const found = measures[name](wave, other)
  if (kind === undefined || typeof found === 'string') return null
  const spans = kind.spans?.(wave, other) ?? []
  if (typeof spans === 'string') return null
  const place = typeof found === 'number' ? 0 : nearestOf(spans, near)
  const value = typeof found === 'number' ? found : found[place]
  const span = spans[place]
  if (value === undefined) return null
  const levels = kind.levels.flatMap((of) => {
    const at = name === 'cycleMean' ? value : levelIn(wave, of, value)
    return at === null ? [] : [{ of, at }]
  })
  return { value, instants: span === undefined ? [] : [span.from, span.until], levels }
}

function nearestOf(spans: readonly Span[], near: number): number {
  const away = ({ from, until }: Span): number => Math.abs((from + until) / 2 - near)
  return spans.reduce((best, span, k) => (away(span) < away(spans[best]!) ? k : best), 0)
}

/** In volts. @param value of the measurement, which is the level itself where it is a mean of the whole record */
function levelIn(wave: Waveform, of: MarkLevel, value: number): number | null {
  if (of === 'min') return wave.volts(wave.extremes.min)
  if (of === 'max') return wave.volts(wave.extremes.max)
  if (of === 'RMS') return value
  if (of === 'mean') return wave.volts(wave.sums.sum / wave.length)
  const { levels } = wave
  if (typeof levels === 'string') return null
  const shares = { base: 0, '10 %': 0.1, '50 %': 0.5, '90 %': 0.9, top: 1 } as const
  return wave.volts(levelAt(levels, shares[of]))
}
