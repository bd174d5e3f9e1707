// Segments of a fake: one every ten thousand samples, each a period of a sine, lower and lower from one to the next.
import type {
  SegmentDiffering,
  SegmentFigures,
  SegmentOverlay,
  SegmentPlace,
  SegmentRow,
  SegmentTrace,
} from '../contract/topics/memory/segments.ts'
import type { CallRequest, InstrumentState } from '../contract/topics.ts'
import { fail, say } from '../errors.ts'

const apart = 10_000
/** Of the first trigger. */
const firstSample = 5000
const mostKept = 1_000_000

type State = Pick<InstrumentState, 'segments' | 'samplingFrequencyHz' | 'channels'>

const keptOf = ({ segments }: State): number => (segments.on ? Math.min(segments.count, mostKept) : 0)

export function fakeSegmentFigures(state: State): SegmentFigures | null {
  if (!state.segments.on) return null
  const kept = keptOf(state)
  const seconds = apart / state.samplingFrequencyHz
  return {
    ...{ wanted: state.segments.count, room: mostKept, kept, lost: 3, cut: 1, blindSamples: 0 },
    rearm: (apart - state.segments.length) / state.samplingFrequencyHz,
    first: placeOf(state, 0).at,
    last: placeOf(state, kept - 1).at,
    ...{ dtMin: seconds, dtMean: seconds, dtMax: seconds },
  }
}

function placeOf({ samplingFrequencyHz }: State, index: number): SegmentPlace {
  return {
    index,
    at: (firstSample + index * apart) / samplingFrequencyHz,
    dt: index === 0 ? null : apart / samplingFrequencyHz,
  }
}

/** In the unit of the channel. */
function pairsOf(index: number, columns: number): number[] {
  const amplitude = 1 / (1 + (index % 10))
  return Array.from({ length: columns }, (_, k) => amplitude * Math.sin((2 * Math.PI * k) / columns)).flatMap(
    (value) => [value - 0.01, value + 0.01],
  )
}

export function fakeSegmentRows(state: State, asked: CallRequest<'segmentRows'>): readonly SegmentRow[] {
  const { first, count, columns } = asked
  const until = Math.min(keptOf(state), first + count)
  return Array.from({ length: Math.max(0, until - first) }, (_, k) => ({
    ...placeOf(state, first + k),
    picture: pairsOf(first + k, columns),
  }))
}

/** @throws ENOENT it is not there */
export function fakeSegment(state: State, index: number, columns: number): SegmentTrace {
  if (index >= keptOf(state)) fail('ENOENT', say`There is no segment ${index + 1}.`)
  const { length, before } = state.segments
  const channels = state.channels.filter(({ enabled }) => enabled)
  return {
    ...placeOf(state, index),
    begin: (0.25 - Math.floor((length * before) / 100)) / state.samplingFrequencyHz,
    seconds: length / state.samplingFrequencyHz,
    channels: channels.map(({ id }) => ({ channel: id, pairs: pairsOf(index, Math.min(columns, length)) })),
  }
}

/** Three calls draw all; a bright line goes up from the lower left. */
const drawn = new Map<string, number>()
export function fakeOverlay(state: State, { columns, rows, channel }: CallRequest<'segmentOverlay'>): SegmentOverlay {
  const of = Math.min(keptOf(state), state.segments.overlay)
  const key = `${channel} ${of}`
  const part = Math.min(3, (drawn.get(key) ?? 0) + 1)
  drawn.set(key, part)
  const cells = Array.from({ length: columns }, (_, column) => {
    const row = Math.floor((column * rows) / columns)
    return `${'0'.repeat(row)}f${'0'.repeat(rows - row - 1)}`
  })
  return { drawn: Math.floor((of * part) / 3), of, cells: of === 0 ? [] : cells }
}

/** The one seven further on differs. */
export function fakeDiffering(state: State, index: number): SegmentDiffering {
  const found = index + 7 < keptOf(state) ? index + 7 : null
  const tolerance = state.segments.tolerance || 0.01
  return { index: found, by: found === null ? 0 : 0.5, at: 0, tolerance, looked: 7, isDone: true }
}
