// What the cursors read of the record on the screen, kept up with every frame and every move: where tracked cursors stand at
// once, the figures so often that they can still be read.
import { useThrottleFn } from '@vueuse/core'
import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame } from '#shared/frame/frame.ts'
import type { Event } from '#shared/lifecycle.ts'
import { mathTraceId } from '#shared/names.ts'
import { derivedChannel, frameDerived } from '../../scale/derived-channel.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { type Differences, differences } from './differences.ts'
import { exactly, type Reading } from './ranged.ts'
import { reasons, valueAt, zeroIn } from './trace-value.ts'
import { type CursorNumber, cursorNumbers, useCursors } from './use-cursors.ts'

/** Figures that change more often cannot be read. */
const figuresMs = 100

export interface TraceReadings {
  readonly channel: ChannelState
  readonly unit: string
  /** At cursor 1 and at cursor 2. */
  readonly at: readonly [Reading, Reading]
}

export interface Readings {
  readonly differences: Differences
  readonly traces: readonly TraceReadings[]
}

type Both = readonly [Reading, Reading]

export function useReadings(drawn: Event<Frame>): {
  /** What the channel of each cursor has at its time. */
  readonly onTrace: Readonly<ShallowRef<Both>>
  readonly figures: Readonly<ShallowRef<Readings | null>>
} {
  const instrument = useInstrument()
  const view = useView()
  const cursors = useCursors()
  const nothing: Reading = { reason: reasons.noRecord }
  const onTrace = shallowRef<Both>([nothing, nothing])
  const figures = shallowRef<Readings | null>(null)
  /** The frame on the screen. */
  let shown: Frame | null = null

  function readOf(channel: ChannelState | null, number: CursorNumber): Reading {
    const frame = shown ?? instrument.feed.latest
    if (frame === null || channel === null) return nothing
    const derived = channel.id === mathTraceId ? frameDerived(frame) : null
    const at = zeroIn(frame, view.settings) + cursors.secondsOf(number) * frame.samplingFrequencyHz
    return valueAt(frame, derived === null ? channel : derivedChannel(derived.unitsPerCode), at)
  }

  function placeTracked(): void {
    const now = cursorNumbers.map((number) => readOf(cursors.channelOf(number), number)) as unknown as Both
    // Most frames of a still signal move nothing.
    if (!now.every((one, k) => isSame(one, onTrace.value[k]!))) onTrace.value = now
  }

  /** The amplitude in force: of a tracked cursor, and where amplitudes are not shown, that of the trace at its time. */
  function amplitudeOf(number: CursorNumber): Reading {
    const isFixed = cursors.set.amplitude && !cursors.set[`tracked${number}`]
    return isFixed ? exactly(cursors.amplitudeOf(number)) : readOf(cursors.channelOf(number), number)
  }

  function read(): void {
    const [one, two] = cursorNumbers.map((number) => ({
      seconds: cursors.secondsOf(number),
      amplitude: amplitudeOf(number),
      unit: cursors.unitOf(number),
    }))
    const traces = instrument.traces.map((channel) => ({
      channel,
      unit: instrument.unitOf(channel),
      at: [readOf(channel, 1), readOf(channel, 2)] as const,
    }))
    figures.value = { differences: differences(one!, two!), traces }
  }

  // The last of a row of frames is read, too.
  const readSoon = useThrottleFn(read, figuresMs, true)
  const listening = drawn.on((frame) => {
    shown = frame
    if (!cursors.isShown) return
    placeTracked()
    void readSoon()
  })
  onScopeDispose(() => listening.dispose())
  watch(
    [() => cursors.set, () => view.settings, () => view.channels, () => instrument.changes],
    () => {
      if (!cursors.isShown) return
      placeTracked()
      read()
    },
    { immediate: true },
  )
  return { onTrace, figures }
}

function isSame(a: Reading, b: Reading): boolean {
  if ('reason' in a) return 'reason' in b && a.reason === b.reason
  return !('reason' in b) && a.low === b.low && a.high === b.high
}
