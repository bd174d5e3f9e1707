// What is told on the screen of an instrument: what ended by itself, recordings and exports that ended, breaks in time.
import type { Problem } from '#shared/contract/topics/status.ts'
import { problemOf } from '#shared/contract/topics/status.ts'
import { say, sentenceOf } from '#shared/errors.ts'
import { type Disposable, DisposableStore } from '#shared/lifecycle.ts'
import type { InstrumentParts } from '../parts.ts'
import { exportedWords, recordedWords } from '../recording/ended-words.ts'

/** @param tell a line for the screen */
export function tellTrouble(parts: InstrumentParts, tell: (problem: Problem) => void): Disposable {
  const { hub, analysis, acquisition, recordings, breaks } = parts
  const owned = new DisposableStore()
  owned.add(
    hub.onFault.on((fault) =>
      tell(problemOf(say`The capture stopped by itself: ${sentenceOf(fault)}`, 'Press Run to start it again.')),
    ),
  )
  owned.add(
    acquisition.onLost.on((lost) =>
      tell(problemOf(say`The capture stopped: ${sentenceOf(lost)}`, 'When the device is back, press Run.')),
    ),
  )
  if (analysis !== null)
    owned.add(
      analysis.onFault.on((reason) =>
        tell(problemOf(say`The analysis ended; the capture goes on: ${reason}`, 'It is being started again.')),
      ),
    )
  owned.add(recordings.onEnd.on((recording) => tell(recordedWords(recording))))
  owned.add(
    recordings.kept.onChange.on((exported) => {
      if (exported.state !== 'writing') tell(exportedWords(exported))
    }),
  )
  owned.add(breaks.onTold.on(tell))
  return owned
}
