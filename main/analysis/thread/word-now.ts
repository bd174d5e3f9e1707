// The state of the trigger as one word, from all that decides it.
import type { View } from '../display/view.ts'
import { leadingOf } from '../display/waveform-choice.ts'
import type { Intake } from '../pass/intake.ts'
import type { TriggerPart } from '../trigger/trigger-part.ts'
import { triggerWord } from '../trigger/trigger-word.ts'

export function wordNow(
  { end, beginSample, isWarmingUp }: Intake,
  { trigger, log, lastMs }: TriggerPart,
  views: Iterable<View>,
  isRunning: boolean,
  nowMs: number,
): ReturnType<typeof triggerWord> {
  const mode = trigger?.mode ?? 'auto'
  const leading = leadingOf(views)
  return triggerWord({
    isRunning,
    hasSamples: end > beginSample,
    isWarmingUp,
    mode,
    isRolling: leading.length > 0 && leading.every((view) => view.isRolling(mode)),
    hasTriggered: log.count > 0,
    sinceMs: nowMs - lastMs,
    windowSeconds: Math.max(0, ...leading.map((view) => view.spanSeconds)),
  })
}
