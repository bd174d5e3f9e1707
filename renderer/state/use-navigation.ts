// Ways through time and memory: where to look, and back from where one looked.
import { defineStore } from 'pinia'
import { watch } from 'vue'
import { referenceSample } from '../scale/axis.ts'
import { boxChannelView, boxTimebase, type ZoomBox } from '../scale/box-zoom.ts'
import { asOneStep } from './gesture.ts'
import { inTurn } from './in-turn.ts'
import { useInstrument } from './instrument.ts'
import { type Picture, useView } from './view.ts'

/** So many boxes can be stepped back from. */
const mostPictures = 20

export const useNavigation = defineStore('navigation', () => {
  const instrument = useInstrument()
  const view = useView()

  /**
   * Without a trigger the window follows the newest sample: to look earlier it has to be held at a sample first. Not below an
   * overview, in which it has its place also while it runs.
   */
  function holdReference(): void {
    if (view.overview !== null && instrument.running) return
    const frame = instrument.feed.latest
    if (frame === null || view.atSample !== null || Number.isFinite(frame.triggerSample)) return
    view.lookAt(referenceSample(frame, view.settings))
  }

  /** The sample a stopped record was held at for a zoom; null: it was not. */
  let heldFor: number | null = null

  /** To the next time per division. A record that stopped without a trigger is held: else it would slide below the pointer. */
  function zoom(direction: 1 | -1, at?: number): void {
    if (!instrument.running && view.atSample === null) {
      holdReference()
      heldFor = view.atSample
    }
    view.zoom(direction, at)
  }

  // Who runs again wants to see what comes.
  watch(
    () => instrument.running,
    (running) => {
      if (running && heldFor !== null && view.atSample === heldFor) view.lookAt(null)
      heldFor = null
    },
  )

  function panBy(divisions: number): void {
    holdReference()
    view.panBy(divisions)
  }

  function toOldest(): void {
    const frame = instrument.feed.latest
    if (frame === null) return
    view.lookAt(frame.oldestSample)
    view.setTimebase({ positionSeconds: 5 * view.timebase.secondsPerDiv })
  }

  /** The trigger, or the newest sample. */
  function toNewest(): void {
    view.lookAt(null)
    view.setTimebase({ positionSeconds: 0 })
  }

  /** Pictures before each box that was zoomed into, the newest last. */
  const picturesBefore: Picture[] = []
  /** Those that were stepped back from, the newest last. */
  const picturesAfter: Picture[] = []

  // Channels and samples of another device are others.
  watch(
    () => instrument.state?.device,
    () => {
      picturesBefore.length = 0
      picturesAfter.length = 0
    },
  )

  function zoomIntoBox(box: ZoomBox): void {
    holdReference()
    picturesBefore.push(view.picture())
    picturesAfter.length = 0
    if (picturesBefore.length > mostPictures) picturesBefore.shift()
    asOneStep(() => {
      view.setTimebase(boxTimebase(view.timebase, box))
      for (const channel of instrument.traces)
        view.setChannelView(channel.id, boxChannelView(view.viewOf(channel), box, view.rangeFor(channel.id)))
    })
  }

  function step(from: Picture[], to: Picture[]): void {
    const wanted = from.pop()
    if (wanted === undefined) return
    to.push(view.picture())
    view.showPicture(wanted)
  }

  const zoomBack = (): void => step(picturesBefore, picturesAfter)
  const zoomForward = (): void => step(picturesAfter, picturesBefore)

  /** A few whole periods of the signal across the screen. */
  async function fitTime(): Promise<void> {
    await inTurn(async () => {
      const result = await instrument.ask('autoSet', { only: 'time' })
      if (result !== null) view.setTimebase({ secondsPerDiv: result.view.secondsPerDiv })
    })
  }

  return { holdReference, zoom, panBy, toOldest, toNewest, zoomIntoBox, zoomBack, zoomForward, fitTime }
})
