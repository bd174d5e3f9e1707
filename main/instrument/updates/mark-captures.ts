// Tells other processes of this machine what this one has under way, so that none of them installs an update meanwhile.
import { CaptureMark, type UnderWay } from '#main/update/index.ts'
import { isUnderWay } from '#shared/contract/topics/recording.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import { type Disposable, DisposableStore } from '#shared/lifecycle.ts'
import type { Instrument } from '../instrument.ts'

function underWayIn({ recording, exported, acquisition }: InstrumentState): UnderWay | null {
  if (isUnderWay(recording) || exported?.state === 'writing') return 'recording'
  return acquisition === 'running' || acquisition === 'single' ? 'capture' : null
}

/** Until it is disposed of, or the process ends. @param folder of the marks; default: that of this machine */
export function markCaptures(instrument: Instrument, folder?: string): Disposable {
  const mark = new CaptureMark(folder)
  const owned = new DisposableStore()
  const follow = (): void => mark.set(underWayIn(instrument.board.state))
  owned.add(mark)
  owned.add(instrument.board.onChange.on(follow))
  const end = (): void => mark.dispose()
  process.once('exit', end)
  owned.add({ dispose: () => void process.off('exit', end) })
  follow()
  return owned
}
