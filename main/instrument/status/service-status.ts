// What the service manager is told of an instrument: ready with the first capture, then what it does, then that it ends.
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import { ServiceManager } from '#main/runtime/service/service-manager.ts'
import { isUnderWay, silenceWords } from '#shared/contract/topics/recording.ts'
import type { Stats } from '#shared/contract/topics/status.ts'
import { DisposableStore, toDisposable } from '#shared/lifecycle.ts'
import { formatBytes, formatSi } from '#shared/units.ts'
import type { Instrument } from '../instrument.ts'

/** Figures come four times a second; a status each few seconds is enough to read. */
const everyStats = 20

/** Tells until it is disposed. @param manager null (the default where nobody waits for word): nothing is told */
export function tellService(
  instrument: Pick<Instrument, 'events' | 'board'>,
  end: Pick<ProgramEnd, 'onAsked'>,
  complain: (sentence: string) => void,
  manager = ServiceManager.open(complain),
): DisposableStore {
  const owned = new DisposableStore()
  if (manager === null) return owned
  let isReady = false
  const look = (): void => {
    if (isReady || instrument.board.state.acquisition !== 'running') return
    isReady = true
    manager.ready()
  }
  let seen = 0
  owned.add(instrument.board.onChange.on(look))
  owned.add(
    instrument.events.stats.on((stats) => {
      if (seen++ % everyStats === 0) manager.status(serviceLine(stats))
    }),
  )
  owned.add(end.onAsked(() => manager.stopping()))
  owned.add(
    toDisposable(() => {
      manager.stopping()
      manager.dispose()
    }),
  )
  look()
  return owned
}

/** One line: `100 MS/s, gap-free; recording 1.2 GSa, 2.4 GiB to /x-0003.raw`. */
export function serviceLine({ samplesPerSecond, lostSamples, slippedMs, recording }: Stats): string {
  const kept = lostSamples > 0 ? `${lostSamples} samples lost` : slippedMs > 0 ? 'none lost, too slow' : 'gap-free'
  const rate = `${formatSi(samplesPerSecond, 'S/s')}, ${kept}`
  if (!isUnderWay(recording)) return rate
  const { scans, bytes, file, silentSeconds } = recording
  const silence = silentSeconds === undefined ? '' : `, ${silenceWords(silentSeconds)}`
  return `${rate}; recording ${formatSi(scans, 'Sa')}, ${formatBytes(bytes)} to ${file}${silence}`
}
