// How a hand and the keys move the cursors over what is on the screen: by samples and pixels, and to edges of the signal.
import { defineStore } from 'pinia'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { byHand } from '#shared/hand-step.ts'
import { channelName } from '#shared/names.ts'
import { voltsBetween } from '#shared/screen/codes.ts'
import { zeroSample } from '../../scale/axis.ts'
import { drawnPoints, extentOf } from '../../scale/drawn-points.ts'
import { zeroIn } from '../../scale/trace-value.ts'
import { divisionsToVolts } from '../../scale/vertical.ts'
import { asOneStep } from '../../state/gesture.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { edgesOf, nearest, nextEdge } from './edges.ts'
import { nudged, placeByHand, type TimeGrid, timeGrid } from './steps.ts'
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
    const { startSeconds, endSeconds } = cursors.window
    const isInView = (one: number): boolean => one >= startSeconds && one <= endSeconds
    const edge = snaps ? nearest([...edgeSeconds(number), ...zero].filter(isInView), seconds) : null
    cursors.placeTime(number, edge ?? placeByHand(seconds, grid()))
  }

  /** The lowest, the middle and the highest value of the drawn record; none without one. */
  function heights(channel: ChannelState): number[] {
    const frame = instrument.feed.latest
    const drawn = frame === null ? null : drawnPoints(frame, channel.index)
    const extent = drawn === null ? null : extentOf(drawn)
    if (extent === null) return []
    const { low, high } = voltsBetween(extent.low, extent.high, channel)
    return [low, (low + high) / 2, high]
  }

  /** @param snaps to the lowest, the highest or the middle value of the drawn record */
  function moveAmplitudeByHand(number: CursorNumber, divisions: number, snaps: boolean): void {
    const channel = cursors.channelOf(number)
    if (channel === null) return
    const scale = view.viewOf(channel)
    const amplitude = divisionsToVolts(divisions, scale)
    const place = snaps ? nearest(heights(channel), amplitude) : null
    cursors.placeAmplitude(number, place ?? byHand(amplitude, scale.voltsPerDiv))
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

  /** Without a record it stays where it is. */
  function toNearestHeight(number: CursorNumber): void {
    const channel = cursors.channelOf(number)
    const place = channel === null ? null : nearest(heights(channel), cursors.amplitudeOf(number))
    if (place !== null) cursors.placeAmplitude(number, place)
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
    toNearestHeight,
  }
})
