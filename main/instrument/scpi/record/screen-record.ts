// The record on the screen, as samples: what the time base shows around the newest trigger, or of the newest samples where
// there is none.
import { refuse } from '#main/scpi/index.ts'
import { errnoOf, sentenceOf } from '#shared/errors.ts'
import { decodeFrame, type Frame } from '#shared/frame/frame.ts'
import { patience } from '#shared/patience.ts'
import { divisionsAcross } from '#shared/screen/divisions.ts'
import { inWords } from '#shared/sentence.ts'
import { presentSince } from '../../control/signal-look.ts'
import type { ServedInstrument } from '../served-instrument.ts'
import type { NewestScans, Scans } from './newest-scans.ts'

/** More samples of a channel are too many for one answer. */
export const mostSamples = 4_000_000
/** So long a record may take to be there, beyond the time that it is long. */
const patienceMs = 3000
/** A frame is asked for where the record lies, not for its picture. */
const columns = 16

export interface ScreenRecord {
  readonly scans: Scans
  /** Seconds from the trigger to the first sample; without a trigger, from the middle of the screen less its position. */
  readonly beginSeconds: number
  readonly samplingFrequencyHz: number
}

/** What the record at hand is a record of: another one is taken when it changes. */
export function recordKey({ parts }: ServedInstrument): string {
  const { secondsPerDiv, positionSeconds } = parts.screen.settings
  return JSON.stringify([parts.hub.epoch, parts.hub.isRunning, secondsPerDiv, positionSeconds])
}

/** Where a record lies in the stream. */
interface Stretch {
  readonly epoch: number
  /** Index of its first scan, and one behind its last. */
  readonly first: number
  readonly end: number
  readonly beginSeconds: number
  readonly samplingFrequencyHz: number
}

/**
 * The record that the screen shows now; of a capture that runs, one of the present signal, and a newer one than `before`.
 * @throws ScpiError -230 there is none, or it is not whole in memory; -221 it is too long
 */
export async function takeRecord(
  instrument: ServedInstrument,
  scans: NewestScans,
  before: ScreenRecord | null = null,
): Promise<ScreenRecord> {
  const { screen, state } = instrument.parts
  const seconds = screen.settings.secondsPerDiv * divisionsAcross
  const wanted = Math.round(seconds * state.samplingFrequencyHz)
  if (wanted > mostSamples)
    refuse(-221, `the screen shows ${wanted} samples, and a waveform has at most ${mostSamples}`)
  const last = before === null ? null : { epoch: before.scans.format.epoch, first: before.scans.firstSample }
  const { epoch, first, end, beginSeconds, samplingFrequencyHz } = await newestStretch(instrument, seconds, last)
  if (!(end > first)) refuse(-230, 'nothing was captured yet')
  const found = scans.copy(epoch, first, end - first)
  if (found === 'gap') refuse(-230, 'samples are missing in this record')
  if (found === 'gone') refuse(-230, 'the record is not in memory any more')
  return { scans: found, beginSeconds, samplingFrequencyHz }
}

async function newestStretch(
  instrument: ServedInstrument,
  seconds: number,
  before: Pick<Stretch, 'epoch' | 'first'> | null,
): Promise<Stretch> {
  const { screen, stack, hub } = instrument.parts
  const { secondsPerDiv, positionSeconds } = screen.settings
  const viewer = instrument.openViewer()
  const late = Symbol('late')
  let stop: () => void = () => undefined
  const timer = new Promise<typeof late>((resolve) => {
    const one = patience(stack.runtime.clock, patienceMs + seconds * 1e3, () => resolve(late))
    stop = () => one.dispose()
  })
  try {
    viewer.setView({ secondsPerDiv, positionSeconds, columns, atSample: null })
    for (;;) {
      const ready = viewer.nextFrame()
      // Nobody waits for it any more when it is late.
      ready.catch(() => undefined)
      const bytes = await Promise.race([ready, timer])
      if (bytes === late) return refuse(-230, 'there is no record: no trigger came, or nothing was captured')
      const frame = decodeFrame(bytes)
      const stretch = stretchOf(frame, seconds, positionSeconds)
      const since = presentSince(hub.seams, hub.epoch, frame.samplingFrequencyHz)
      const isPresent = frame.epoch === hub.epoch && stretch.first >= since
      const isNew = before?.epoch !== frame.epoch || stretch.first > before.first
      if ((isPresent && isNew) || !hub.isRunning) return stretch
    }
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENODEV') return refuse(-230, inWords(sentenceOf(thrown)))
    throw thrown
  } finally {
    stop()
    viewer.dispose()
  }
}

/** What the time base shows around the trigger of a frame, or up to its newest sample where it has none. */
function stretchOf(frame: Frame, seconds: number, positionSeconds: number): Stretch {
  const { epoch, samplingFrequencyHz, triggerSample, firstSample, newestSample } = frame
  const left = positionSeconds - seconds / 2
  const isTriggered = !Number.isNaN(triggerSample)
  const begin = isTriggered ? triggerSample + left * samplingFrequencyHz : firstSample
  const first = Math.max(0, Math.ceil(begin))
  const end = Math.min(Math.ceil(begin) + Math.round(seconds * samplingFrequencyHz), newestSample + 1)
  const beginSeconds = isTriggered
    ? (first - triggerSample) / samplingFrequencyHz
    : left + (first - begin) / samplingFrequencyHz
  return { epoch, first, end, beginSeconds, samplingFrequencyHz }
}
