// The state of the trigger in a word, as the top bar shows it.
import type { TriggerWord } from '#shared/contract/topics/trigger.ts'
import { autoTimeoutMs } from './acquisition.ts'
import type { CodeTrigger } from './code-trigger.ts'

/** A signal that triggers now and then is triggered in between, for so long. ms. */
const leastTriggeredMs = 250

export interface TriggerSituation {
  readonly isRunning: boolean
  readonly hasSamples: boolean
  readonly isWarmingUp: boolean
  readonly mode: CodeTrigger['mode']
  /** All views show the newest samples as they come, without a trigger. */
  readonly isRolling: boolean
  readonly hasTriggered: boolean
  /** Since the newest trigger, or the begin of the stream. */
  readonly sinceMs: number
  /** Of the longest window that is watched. */
  readonly windowSeconds: number
}

export function triggerWord(now: TriggerSituation): TriggerWord {
  if (!now.isRunning) return 'stop'
  if (!now.hasSamples) return 'ready'
  if (now.isWarmingUp) return 'warming'
  if (now.isRolling) return 'roll'
  if (now.hasTriggered && now.sinceMs < Math.max(leastTriggeredMs, autoTimeoutMs(now.windowSeconds))) return 'trigd'
  return now.mode === 'auto' ? 'auto' : 'armed'
}
