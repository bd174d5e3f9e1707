// What the cursors read of the record on the screen, kept up with every frame and every move: where tracked cursors stand at
// once, the figures so often that they can still be read.
import { useThrottleFn } from '@vueuse/core'
import { onScopeDispose, type ShallowRef, shallowRef, watch } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame } from '#shared/frame/frame.ts'
import type { Event } from '#shared/lifecycle.ts'
import { mathTraceId } from '#shared/names.ts'
import { divisionsDown } from '#shared/screen/divisions.ts'
import { derivedChannel, frameDerived } from '../../scale/derived-channel.ts'
import { exactly, type Reading } from '../../scale/ranged.ts'
import { reasons, valueAt, zeroIn } from '../../scale/trace-value.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { type Differences, differences } from './differences.ts'
import { type CursorNumber, cursorNumbers, useCursors } from './use-cursors.ts'

/** Figures that change more often cannot be read. */
const figuresMs = 100
/** A tracked cursor follows at once what moves it by more than this part of the screen, a few pixels; noise waits for the figures. */
const followedPart = 0.004

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

  /** @param follows 0: also what is less than can be seen */
  function placeTracked(follows: number): void {
    const now = cursorNumbers.map((number) => readOf(cursors.channelOf(number), number)) as unknown as Both
    const isThere = cursorNumbers.every((number) => {
      const channel = cursors.channelOf(number)
      const height = channel === null ? 0 : divisionsDown * view.viewOf(channel).voltsPerDiv
      return isNear(now[number - 1]!, onTrace.value[number - 1]!, follows * height)
    })
    if (!isThere) onTrace.value = now
  }

  /** The amplitude in force: of a tracked cursor, and where amplitudes are not shown, that of the trace at its time. */
  function amplitudeOf(number: CursorNumber): Reading {
    return cursors.isFixed(number) ? exactly(cursors.amplitudeOf(number)) : readOf(cursors.channelOf(number), number)
  }

  function read(): void {
    placeTracked(0)
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
    if (cursorNumbers.some((number) => cursors.set[`tracked${number}`])) placeTracked(followedPart)
    void readSoon()
  })
  onScopeDispose(() => listening.dispose())
  watch(
    [() => cursors.set, () => view.settings, () => view.channels, () => instrument.changes],
    () => {
      if (cursors.isShown) read()
    },
    { immediate: true },
  )
  return { onTrace, figures }
}

function isNear(a: Reading, b: Reading, most: number): boolean {
  if ('reason' in a) return 'reason' in b && a.reason === b.reason
  return !('reason' in b) && Math.abs(a.low - b.low) <= most && Math.abs(a.high - b.high) <= most
}
