// What goes wrong in an instrument, and what was told on the screen, as the program notes it of itself.
import { type Diary, sentenceWithoutPaths } from '#main/diagnostics/index.ts'
import type { InstrumentService } from '#shared/contract/service.ts'
import type { Problem } from '#shared/contract/topics/status.ts'
import { type Disposable, DisposableStore } from '#shared/lifecycle.ts'
import type { InstrumentParts } from '../parts.ts'
import { homely } from '../recording/folder.ts'

/** Without the file that it tells about, which stands anywhere in it. */
function line({ sentence, message, recording }: Problem): string {
  if (sentence !== undefined) return sentenceWithoutPaths(sentence)
  return recording === undefined
    ? message
    : message.replaceAll(homely(recording), '<path>').replaceAll(recording, '<path>')
}

/** What is listened to of an instrument. */
export interface Noted extends Pick<InstrumentService, 'board' | 'events'> {
  readonly parts: InstrumentParts
}

/** Notes threads that end by themselves, problems, and when the capture begins and ends. */
export function noteTrouble(instrument: Noted, { log, deaths }: Diary): Disposable {
  const owned = new DisposableStore()
  const { stack, analysis } = instrument.parts
  owned.add(stack.onFailure.on((reason) => deaths.note('thread', `hardware: ${reason}`)))
  if (analysis !== null) owned.add(analysis.onFault.on((reason) => deaths.note('thread', `analysis: ${reason}`)))
  owned.add(
    instrument.events.problem.on((problem) => {
      const level = problem.severity === 'warning' ? 'warn' : problem.severity
      log[level](line(problem))
    }),
  )
  let before: string | null = null
  owned.add(
    instrument.board.onChange.on(() => {
      const { acquisition } = instrument.board.state
      if (acquisition !== before) log.info(`capture: ${acquisition}`)
      before = acquisition
    }),
  )
  return owned
}
