// What a headless run says of streams that channels convert, and when there is nothing more to come.
import type { Instrument } from '#main/instrument/index.ts'
import { type Disposable, DisposableStore } from '#shared/lifecycle.ts'
import { type StreamState, streamLine } from '#shared/streams/stream-state.ts'

type Streams = Instrument['parts']['stack']['streams']

/** Whether streams have ended for good, and all that came of one was converted: the capture would wait for ever. */
function isOver(states: readonly StreamState[]): boolean {
  return states.some(({ isDrained }) => isDrained)
}

/**
 * Prints a line whenever a stream stands otherwise.
 * @param onOver called when no more samples can come
 */
export function watchStreams(streams: Streams, print: (line: string) => void, onOver: () => void): Disposable {
  const told = new Map<string, string>()
  const owned = new DisposableStore()
  const look = (): void => {
    for (const state of streams.states) {
      const { address, phase, cause } = state
      const now = `${phase} ${cause}`
      if (told.get(address) !== now) print(streamLine(state))
      told.set(address, now)
    }
    if (isOver(streams.states)) onOver()
  }
  look()
  owned.add(streams.onChange.on(look))
  return owned
}
