// What a headless run says of the files that are played: how far one is read, and what was decided about it.

import type { Instrument } from '#main/instrument/index.ts'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import { fileLine, type PlayedFile } from '#shared/files/played-file.ts'
import { DisposableStore } from '#shared/lifecycle.ts'
import { formatBytes } from '#shared/units.ts'

/** Reading that takes less than this is not spoken of; longer ones each time it has passed, ms. */
const patienceMs = 1000

/** One line for a person: `voltage0 plays /x.csv: CSV; ...`. */
export function playedLine({ id, file }: ChannelState, samplingFrequencyHz: number): string | null {
  if (file === null) return null
  const rate = file.rateHz
  const offer =
    rate === null || Math.round(rate) === samplingFrequencyHz
      ? ''
      : `; at its own rate with --set sampling_frequency=${Math.round(rate)}`
  return `${id} plays ${file.path}: ${fileLine(file)}${offer}`
}

/** The files that are played, by channel: for the report. */
export function playedFiles({ channels }: InstrumentState): readonly (PlayedFile & { readonly channelId: string })[] {
  return channels.flatMap(({ id, file }) => (file === null ? [] : [{ channelId: id, ...file }]))
}

/** Prints how far a file is read, once a second. */
export function tellReading(instrument: Instrument, print: (line: string) => void): DisposableStore {
  const { clock } = instrument.parts.stack.runtime
  const owned = new DisposableStore()
  let toldMs = clock.nowMs()
  owned.add(
    instrument.board.onChange.on(() => {
      const loading = instrument.board.state.channels.find((channel) => channel.loading !== null)?.loading
      const nowMs = clock.nowMs()
      if (loading === null || loading === undefined || loading.totalBytes === 0) return
      if (nowMs - toldMs < patienceMs) return
      toldMs = nowMs
      const share = Math.floor((loading.doneBytes / loading.totalBytes) * 100)
      print(`${loading.phase} ${loading.path}: ${share} % of ${formatBytes(loading.totalBytes)}`)
    }),
  )
  return owned
}

/** Prints what was decided about each file that is played, now and whenever another one is. */
export function tellPlayed(instrument: Instrument, print: (line: string) => void): DisposableStore {
  const told = new Map<string, PlayedFile | null>()
  const owned = new DisposableStore()
  const tell = ({ channels, samplingFrequencyHz }: InstrumentState): void => {
    for (const channel of channels) {
      if (told.get(channel.id) === channel.file) continue
      told.set(channel.id, channel.file)
      const line = playedLine(channel, samplingFrequencyHz)
      if (line !== null) print(line)
    }
  }
  tell(instrument.state())
  owned.add(instrument.board.onChange.on(() => tell(instrument.board.state)))
  return owned
}
