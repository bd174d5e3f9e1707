// Coordinates the trace: the newest frame and the view go in, one drawing per animation frame comes out.
import { onMounted, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import type { Frame } from '#shared/contract/frame.ts'
import { DisposableStore, toDisposable } from '#shared/lifecycle.ts'
import { truthBadge } from '../format/figures.ts'
import { placeMaps } from '../phosphor/phosphor-map.ts'
import { PhosphorScreen } from '../phosphor/phosphor-screen.ts'
import { timeWindow } from '../plot/axis.ts'
import { GraticuleCanvas } from '../plot/graticule-canvas.ts'
import { readPalette } from '../plot/palette.ts'
import { composePicture } from '../plot/picture.ts'
import { writeSights } from '../plot/sights.ts'
import { TracePlot } from '../plot/trace-plot.ts'
import { useInstrument } from '../stores/instrument.ts'
import { usePreferences } from '../stores/preferences.ts'
import { useView } from '../stores/view.ts'
import { RateMeter } from './rate-meter.ts'

export interface TraceReadout {
  readonly badge: string
  readonly anchor: Frame['anchor']
  readonly clippedChannels: number
  /** Where each channel is to be seen, as `writeSights` writes it. */
  readonly sights: string
}

export function useTrace(host: Ref<HTMLElement | null>) {
  const instrument = useInstrument()
  const preferences = usePreferences()
  const view = useView()
  const readout = shallowRef<TraceReadout | null>(null)
  const framesPerSecond = ref(0)
  const meter = new RateMeter()
  const root = document.documentElement
  let plot: TracePlot | null = null
  let graticule: GraticuleCanvas | null = null
  let phosphor: PhosphorScreen | null = null
  let scheduled = 0
  let looking = 0
  let drawnSequence = -1
  let framesDrawn = 0
  const owned = new DisposableStore()
  onScopeDispose(() => {
    owned.dispose()
    cancelAnimationFrame(scheduled)
    cancelAnimationFrame(looking)
    for (const part of [plot, graticule, phosphor]) part?.dispose()
    plot = null
  })

  function schedule(): void {
    scheduled ||= requestAnimationFrame(draw)
  }

  /** The refresh after a drawing: something new is about to be drawn, or more should have been asked for. */
  function look(): void {
    instrument.feed.missed()
  }

  function draw(nowMs: number): void {
    scheduled = 0
    const { feed } = instrument
    if (plot === null) return
    const frame = feed.take()
    if (frame === null) return
    const settings = view.settings
    const maps = settings.persistence
      ? placeMaps(frame, timeWindow(settings), instrument.enabledChannels, view.viewOf)
      : []
    phosphor?.draw(maps, frame.stopped ? Number.POSITIVE_INFINITY : nowMs)
    const picture = composePicture({
      frame,
      view: settings,
      channels: instrument.enabledChannels,
      channelView: view.viewOf,
      seams: instrument.state?.seams ?? [],
      glowing: new Set(maps.map((map) => map.channel)),
    })
    plot.draw(picture)
    const banded = picture.runs.some((run) => run.form === 'band')
    const { anchor, clippedChannels } = frame
    const sights = writeSights(picture.runs, picture.window)
    tell({ badge: truthBadge(frame, banded), anchor, clippedChannels, sights })
    if (frame.sequence !== drawnSequence) {
      drawnSequence = frame.sequence
      framesDrawn++
      framesPerSecond.value = meter.count(nowMs)
      Object.assign(root.dataset, { frames: String(framesDrawn), lastForm: frame.form, anchor: frame.anchor })
    }
    feed.drawn()
    cancelAnimationFrame(looking)
    if (feed.hasNext) schedule()
    else looking = requestAnimationFrame(look)
  }

  /** Vue hears only of changes, not of every frame. */
  function tell(now: TraceReadout): void {
    const before = readout.value
    const isSame =
      before?.badge === now.badge &&
      before.anchor === now.anchor &&
      before.clippedChannels === now.clippedChannels &&
      before.sights === now.sights
    if (!isSame) readout.value = now
  }

  function resize(): void {
    const element = host.value
    if (plot === null || element === null) return
    plot.resize(Math.max(1, element.clientWidth), Math.max(1, element.clientHeight))
    view.columns = plot.columns
    const { width, height } = plot.pixels
    graticule?.resize(width, height)
    phosphor?.resize(width, height)
    schedule()
  }

  onMounted(() => {
    if (host.value === null) return
    const palette = readPalette()
    // From the back to the front.
    graticule = new GraticuleCanvas(host.value, palette)
    phosphor = new PhosphorScreen(host.value, palette)
    plot = new TracePlot(host.value, palette)
    const observer = new ResizeObserver(resize)
    observer.observe(host.value)
    const listening = instrument.feed.onFrame.on(schedule)
    const idle = setInterval(() => {
      framesPerSecond.value = meter.rate(performance.now())
    }, 500)
    resize()
    owned.add(toDisposable(() => observer.disconnect()))
    owned.add(listening)
    owned.add(toDisposable(() => clearInterval(idle)))
  })

  watch([() => view.settings, () => view.channels, () => instrument.state], schedule)
  watch(
    () => preferences.theme,
    () => {
      const palette = readPalette()
      for (const part of [plot, graticule, phosphor]) part?.setPalette(palette)
      schedule()
    },
    { flush: 'post' },
  )

  return { readout, framesPerSecond }
}
