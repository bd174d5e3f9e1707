// How a hand and the keys move the cursors over what is on the screen: by samples and pixels, and to edges of the signal.
import { defineStore } from 'pinia'
import { byHand } from '#shared/hand-step.ts'
import { channelName } from '#shared/names.ts'
import { zeroSample } from '../../scale/axis.ts'
import { frameExtent } from '../../scale/frame-extent.ts'
import { divisionsToVolts } from '../../scale/vertical.ts'
import { asOneStep } from '../../state/gesture.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { edgesOf, nearest, nextEdge } from './edges.ts'
import { nudged, placeByHand, type TimeGrid, timeGrid } from './steps.ts'
import { zeroIn } from './trace-value.ts'
import { type CursorNumber, useCursors } from './use-cursors.ts'

/** A step of the keyboard along the voltage, in divisions: about a pixel. */
const handDivision = 0.01

export const useCursorMoves = defineStore('cursor-moves', () => {
  const instrument = useInstrument()
  const view = useView()
  const cursors = useCursors()

  function grid(): TimeGrid {
    const frame = instrument.feed.latest
    const { startSeconds, endSeconds } = cursors.window
    const axis = { secondsPerDiv: view.timebase.secondsPerDiv, windowSeconds: endSeconds - startSeconds }
    return timeGrid(frame, frame === null ? 0 : zeroIn(frame, view.settings), { ...axis, columns: view.columns })
  }

  /** The edges of its channel in the drawn record, in seconds after the reference. */
  function edgeSeconds(number: CursorNumber): number[] {
    const frame = instrument.feed.latest
    const channel = cursors.channelOf(number)
    if (frame === null || channel === null) return []
    const zero = zeroIn(frame, view.settings)
    return edgesOf(frame, channel.index).map((edge) => (edge - zero) / frame.samplingFrequencyHz)
  }

  /** @param snaps to the nearest edge, or to the trigger where that is nearer */
  function moveTimeByHand(number: CursorNumber, seconds: number, snaps: boolean): void {
    const frame = instrument.feed.latest
    const zero = frame !== null && zeroSample(frame, view.settings) !== null ? [0] : []
    const edge = snaps ? nearest([...edgeSeconds(number), ...zero], seconds) : null
    cursors.placeTime(number, edge ?? placeByHand(seconds, grid()))
  }

  /** @param snaps to the lowest, the highest or the middle value of the drawn record */
  function moveAmplitudeByHand(number: CursorNumber, divisions: number, snaps: boolean): void {
    const channel = cursors.channelOf(number)
    if (channel === null) return
    const frame = instrument.feed.latest
    const extent = snaps && frame !== null ? frameExtent(frame, channel) : null
    const scale = view.viewOf(channel)
    const amplitude = divisionsToVolts(divisions, scale)
    const places = extent === null ? [] : [extent.low, (extent.low + extent.high) / 2, extent.high]
    cursors.placeAmplitude(number, nearest(places, amplitude) ?? byHand(amplitude, scale.voltsPerDiv))
  }

  /** By samples or pixels; ten steps are one of a division. */
  function nudgeTime(number: CursorNumber, steps: number): void {
    cursors.placeTime(number, nudged(cursors.secondsOf(number), steps, Math.abs(steps) > 1, grid()))
  }

  function nudgeAmplitude(number: CursorNumber, steps: number): void {
    const channel = cursors.channelOf(number)
    if (channel === null) return
    const { voltsPerDiv } = view.viewOf(channel)
    const step = Math.abs(steps) > 1 ? Math.sign(steps) : steps * handDivision
    cursors.placeAmplitude(number, byHand(cursors.amplitudeOf(number) + step * voltsPerDiv, voltsPerDiv))
  }

  /** Of the taken cursor, or of the first. */
  function toEdge(direction: 1 | -1): void {
    const number = cursors.taken ?? 1
    cursors.taken = number
    if (!cursors.hasTime(number)) cursors.show('time', true)
    const apart = Math.max(grid().pixelSeconds, (grid().samples?.apartSeconds ?? 0) / 2)
    const edge = nextEdge(edgeSeconds(number), cursors.secondsOf(number), direction, apart)
    if (edge !== null) {
      cursors.placeTime(number, edge)
      return
    }
    const channel = cursors.channelOf(number)
    const side = direction === 1 ? 'after' : 'before'
    const where =
      channel === null ? 'No channel is on' : `${channelName(channel.index)} has no edge ${side} cursor ${number}`
    instrument.report({ severity: 'info', message: `${where} on the screen.`, tip: null })
  }

  function toNearestEdge(number: CursorNumber): void {
    const edge = nearest(edgeSeconds(number), cursors.secondsOf(number))
    if (edge !== null) cursors.placeTime(number, edge)
  }

  return {
    moveTimeByHand,
    moveAmplitudeByHand,
    nudgeTime,
    nudgeAmplitude,
    toEdge: (direction: 1 | -1) => asOneStep(() => toEdge(direction)),
    toNearestEdge,
  }
})
