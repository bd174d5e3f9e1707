// What the trace area says about itself, so that an empty, a waiting, a stopped, a faulty and a disconnected screen are
// never mistaken for one another.
import type { FrameHeader } from '#shared/contract/frame.ts'
import type { InstrumentState, Stats } from '#shared/contract/instrument.ts'
import type { WireError } from '#shared/errors.ts'
import type { LinkState } from '../stores/instrument.ts'

export interface Notice {
  /** `middle`: there is nothing to cover; `corner`: a word beside the trace. */
  readonly place: 'middle' | 'corner'
  readonly tone: 'idle' | 'wait' | 'bad'
  readonly text: string
  readonly tip: string
}

export function traceNotice(
  link: LinkState,
  error: WireError | null,
  state: InstrumentState | null,
  stats: Stats | null,
  anchor: FrameHeader['anchor'] | null,
): Notice | null {
  const hasTrace = anchor !== null
  const place = hasTrace ? 'corner' : 'middle'
  if (link === 'connecting') return { place: 'middle', tone: 'idle', text: 'Connecting to the instrument', tip: '' }
  if (link === 'refused')
    return {
      place: 'middle',
      tone: 'bad',
      text: 'This page does not fit the instrument',
      tip: error?.message ?? 'Reload the page.',
    }
  if (link === 'lost')
    return {
      place: 'middle',
      tone: 'bad',
      text: 'The instrument is not connected',
      tip: `${hasTrace ? 'The trace shown is the last one received. ' : ''}Trying again by itself.`,
    }
  if (state === null) return null
  if (state.acquisition === 'fault')
    return {
      place: 'middle',
      tone: 'bad',
      text: 'The capture stopped by itself',
      tip: `${state.fault ?? 'No reason was given.'} Run starts it again.`,
    }
  if (state.channels.every((channel) => !channel.enabled))
    return { place: 'middle', tone: 'idle', text: 'No channel is on', tip: 'Alt + 1 switches the first one on.' }
  if (state.acquisition === 'stopped')
    return hasTrace
      ? { place, tone: 'idle', text: 'stopped', tip: '' }
      : { place, tone: 'idle', text: 'Nothing captured yet', tip: 'Space runs the capture.' }
  const waiting = stats?.triggerWord === 'armed' || stats?.triggerWord === 'ready'
  if (waiting && state.trigger.mode !== 'auto')
    return { place, tone: 'wait', text: 'waiting for a trigger', tip: 'Shift + T takes a record now.' }
  if (anchor === 'roll') return { place, tone: 'idle', text: 'rolling', tip: '' }
  if (anchor === 'past') return { place, tone: 'wait', text: 'looking at the past', tip: 'End returns to now.' }
  return hasTrace ? null : { place, tone: 'idle', text: 'Waiting for the first samples', tip: '' }
}
