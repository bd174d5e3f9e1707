// Coordinates the trace: the newest frame and the view go in, one drawing per animation frame comes out.
import { onMounted, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { Frame } from '#shared/frame/frame.ts'
import { DisposableStore, Emitter, toDisposable } from '#shared/lifecycle.ts'
import { acquisitionWords } from '../kit/format/acquisition-words.ts'
import { truthBadge } from '../kit/format/figures.ts'
import { limitWords } from '../kit/format/limit-words.ts'
import { useSoon } from '../kit/soon.ts'
import { startMarks } from '../link/start-marks.ts'
import { derivedChannel, frameDerived } from '../scale/derived-channel.ts'
import { frameAcquired } from '../scale/frame-acquired.ts'
import { frameLimits } from '../scale/frame-limited.ts'
import { useInstrument } from '../state/instrument.ts'
import { usePreferences } from '../state/preferences.ts'
import { useReferences } from '../state/references.ts'
import { useTraceFigures } from '../state/use-trace-figures.ts'
import { useView } from '../state/view.ts'
import { FramePace } from './frame-pace.ts'
import { recordTime } from './graticule/record-time.ts'
import { readPalette } from './plot/palette.ts'
import { RateMeter } from './rate-meter.ts'
import { TraceScreen } from './trace-screen.ts'

export interface TraceReadout {
  readonly badge: string
  readonly anchor: Frame['anchor']
  readonly clippedChannels: number
  /** Where each channel is to be seen, as `writeSights` writes it. */
  readonly sights: string
  /** Share of the samples on the screen that the math trace was made from. */
  readonly mathShare: number
  /** What an acquisition mode draws; null: samples. */
  readonly acquired: string | null
  /** When the record was taken, if it is not of now. */
  readonly recordTime: string | null
}

export function useTrace(host: Ref<HTMLElement | null>) {
  const instrument = useInstrument()
  const preferences = usePreferences()
  const view = useView()
  const references = useReferences()
  const figures = useTraceFigures()
  const readout = shallowRef<TraceReadout | null>(null)
  const framesPerSecond = ref(0)
  const drawn = new Emitter<Frame>()
  const meter = new RateMeter()
  const pace = new FramePace()
  const root = document.documentElement
  let screen: TraceScreen | null = null
  let scheduled = 0
  let looking = 0
  let waiting: ReturnType<typeof setTimeout> | undefined
  let drawnSequence = -1
  let framesDrawn = 0
  const owned = new DisposableStore()
  onScopeDispose(() => {
    owned.dispose()
    cancelAnimationFrame(scheduled)
    cancelAnimationFrame(looking)
    clearTimeout(waiting)
    figures.paint = null
    figures.paintOn = null
    screen?.dispose()
    screen = null
  })

  function schedule(): void {
    scheduled ||= requestAnimationFrame(draw)
  }

  /** A frame came: it is drawn when as many are drawn a second as are wanted. */
  function scheduleFrame(): void {
    if (scheduled !== 0) return
    const ms = pace.waitMs(performance.now(), preferences.frameRate)
    clearTimeout(waiting)
    if (ms === 0) schedule()
    else waiting = setTimeout(schedule, ms)
  }

  /** Whose voltages stand on the graticule: the channel that is selected, if it is on. */
  function labelled(): ChannelState | null {
    const shown = instrument.traces
    return shown.find(({ id }) => id === view.selectedChannel) ?? shown[0] ?? null
  }

  /** The next refresh after a draw: if no frame is waiting, one more is asked for in advance. */
  function look(): void {
    instrument.feed.missed()
  }

  function draw(nowMs: number): void {
    scheduled = 0
    const { feed } = instrument
    if (screen === null) return
    const frame = feed.take()
    if (frame === null) return
    const derived = frameDerived(frame)
    const acquired = frameAcquired(frame)
    const words = acquired === null ? null : { words: acquisitionWords(acquired), isDrawn: acquired.state === 'drawn' }
    const selected = labelled()
    const trace = screen.draw(
      {
        frame,
        view: view.settings,
        channels: [...instrument.enabledChannels, ...(derived ? [derivedChannel(derived.unitsPerCode)] : [])],
        channelView: view.viewOf,
        seams: instrument.state?.seams ?? [],
        references: references.drawn.flatMap(({ id, channel, ...one }) => {
          const at = instrument.state?.channels.find((candidate) => candidate.id === channel)
          return at === undefined ? [] : [{ label: id, ...one, view: view.viewOf(at) }]
        }),
        drawing: { dots: view.dots, interpolation: view.interpolation },
        selected,
        unit: selected === null ? 'V' : instrument.unitOf(selected),
      },
      nowMs,
    )
    const { anchor, clippedChannels } = frame
    const limit = limitWords(
      frameLimits(frame),
      instrument.enabledChannels.map(({ index }) => index),
    )
    const made = truthBadge(frame, trace.isBanded, countedShare(trace.countedShare), words, trace.joined)
    tell({
      badge: limit === null ? made : `${limit} · ${made}`,
      anchor,
      clippedChannels,
      sights: trace.sights,
      mathShare: derived?.share ?? 1,
      acquired: words?.words ?? null,
      recordTime: recordTime(frame, view.settings, instrument.running),
    })
    if (frame.sequence !== drawnSequence) {
      drawnSequence = frame.sequence
      framesDrawn++
      if (framesDrawn === 1) {
        performance.mark(startMarks.firstFrame)
        figures.isDrawn = true
      }
      meter.count(nowMs)
      rateSoon()
      pace.drawn(nowMs)
      root.dataset.frames = String(framesDrawn)
      if (root.dataset.lastForm !== frame.form) root.dataset.lastForm = frame.form
      if (root.dataset.anchor !== frame.anchor) root.dataset.anchor = frame.anchor
    }
    drawn.fire(frame)
    feed.drawn()
    cancelAnimationFrame(looking)
    if (feed.hasNext) scheduleFrame()
    else looking = requestAnimationFrame(look)
  }

  /** Vue hears only of changes, not of every frame. */
  function tell(now: TraceReadout): void {
    const before = readout.value
    const isSame =
      before?.badge === now.badge &&
      before.anchor === now.anchor &&
      before.clippedChannels === now.clippedChannels &&
      before.sights === now.sights &&
      before.mathShare === now.mathShare &&
      before.acquired === now.acquired &&
      before.recordTime === now.recordTime
    if (isSame) return
    readout.value = now
    view.shownAnchor = now.anchor
  }

  /** A figure that changes with every frame has the page laid out anew with it. Frames that come no more are counted no more. */
  const rateSoon = useSoon(() => {
    framesPerSecond.value = meter.rate(performance.now())
    if (framesPerSecond.value > 0) rateSoon()
  }, 500)

  function resize(): void {
    const element = host.value
    if (screen === null || element === null) return
    screen.resize(Math.max(1, element.clientWidth), Math.max(1, element.clientHeight))
    view.columns = screen.columns
    schedule()
  }

  /** Of all samples: those of waveforms that were left out are in no map. */
  function countedShare(ofWaveforms: number | null): number | null {
    return ofWaveforms === null ? null : ofWaveforms * (instrument.stats?.drawnShare ?? 1)
  }

  /** The card reset, or the process that draws died: the glow goes on without WebGL. */
  function loseContext(): void {
    figures.lostContexts++
    figures.painter = screen?.glowPainter ?? null
    instrument.report({
      severity: 'warning',
      message: 'The graphics lost the picture; the glow is painted without the graphics card now.',
      tip: 'The capture and a recording go on. Loading the page again tries the card again.',
    })
    schedule()
  }

  onMounted(() => {
    if (host.value === null) return
    screen = new TraceScreen(host.value, readPalette())
    figures.painter = screen.glowPainter
    screen.onContextLost = loseContext
    figures.paintOn = (context, newPath) => screen?.paintOn(context, newPath, performance.now()) ?? null
    figures.paint = () => screen?.paint(performance.now()) ?? null
    const observer = new ResizeObserver(resize)
    observer.observe(host.value)
    const listening = instrument.feed.onFrame.on(scheduleFrame)
    resize()
    // A 2D canvas comes back empty, and a picture that stands still is painted by nobody else.
    host.value.addEventListener('contextrestored', resize, { capture: true })
    owned.add(toDisposable(() => observer.disconnect()))
    owned.add(listening)
  })

  watch(
    [
      () => view.settings,
      () => view.channels,
      () => references.drawn,
      () => view.dots,
      () => view.interpolation,
      () => view.selectedChannel,
      () => instrument.changes,
      () => instrument.running,
    ],
    schedule,
  )
  watch(
    () => preferences.theme,
    () => {
      screen?.setPalette(readPalette())
      schedule()
    },
    { flush: 'post' },
  )

  /** `drawn`: a frame was painted on the screen. */
  return { readout, framesPerSecond, drawn }
}
