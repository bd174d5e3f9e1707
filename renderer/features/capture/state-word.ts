// The one word that says what the instrument is doing, and how serious it is.

import type { Stats } from '#shared/contract/topics/status.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import type { FrameHeader } from '#shared/frame/frame.ts'
import type { LinkState } from '../../state/instrument.ts'

export interface StateWord {
  readonly text: string
  readonly tone: 'good' | 'wait' | 'idle' | 'bad'
}

const words: Record<Stats['triggerWord'], StateWord> = {
  ready: { text: 'Ready', tone: 'wait' },
  armed: { text: 'Armed', tone: 'wait' },
  trigd: { text: "Trig'd", tone: 'good' },
  auto: { text: 'Auto', tone: 'good' },
  roll: { text: 'Roll', tone: 'good' },
  warming: { text: 'Warming up', tone: 'wait' },
  stop: { text: 'Stop', tone: 'bad' },
}

/** Words that may stand for a page that shows the newest samples as they come. */
const rolling: ReadonlySet<Stats['triggerWord']> = new Set(['trigd', 'auto', 'roll'])

/**
 * The link comes first, then a fault, then whether the capture runs, then the trigger.
 * @param anchor how the window on this page was chosen: a page that rolls shows no trigger, whatever others do
 */
export function stateWord(
  link: LinkState,
  state: InstrumentState | null,
  stats: Stats | null,
  anchor: FrameHeader['anchor'] | null,
): StateWord {
  if (link === 'connecting') return { text: '…', tone: 'idle' }
  if (link !== 'live' || state === null) return { text: 'Offline', tone: 'bad' }
  if (state.acquisition === 'fault') return { text: 'Fault', tone: 'bad' }
  if (state.acquisition === 'stopped') return words.stop
  const word = stats?.triggerWord ?? 'ready'
  if (anchor === 'roll' && rolling.has(word)) return words.roll
  // The trigger may come and its records be gone already: what is on the screen is none of them.
  if (anchor === 'auto' && word === 'trigd') return words.auto
  // Figures come four times a second: right after a start they may still tell of the stop before it.
  return words[word === 'stop' ? 'ready' : word]
}
