// Channels by their numbers: CHANnel1 is the one of the captured device that the screen calls CH1, MATH the math trace.
import { isNamed, mnemonic } from '#main/scpi/index.ts'
import { mathTraceId } from '#shared/names.ts'

/** A channel of the captured device. */
export interface NumberedChannel {
  readonly id: string
  /** Scan index. */
  readonly index: number
}

const channelNotation = 'CHANnel'

/** The id that a word names; null: it names none. */
export function channelId(word: string, channels: readonly NumberedChannel[]): string | null {
  if (isNamed(mnemonic('MATH'), word)) return mathTraceId
  const number = Number(/\d+$/.exec(word)?.[0] ?? 1)
  const numbered = isNamed(mnemonic(channelNotation), word)
    ? channels.find(({ index }) => index + 1 === number)
    : channels.find(({ id }) => id.toLowerCase() === word.toLowerCase())
  return numbered?.id ?? null
}

/** `CHAN1`; null: it is no channel of the captured device. */
export function channelWord(id: string, channels: readonly NumberedChannel[]): string | null {
  if (id === mathTraceId) return 'MATH'
  const found = channels.find((one) => one.id === id)
  return found === undefined ? null : `CHAN${found.index + 1}`
}

/** The node of a channel in the tree, and as it is listed; null: it has none. */
export function channelNode(
  id: string,
  channels: readonly NumberedChannel[],
): { readonly header: string; readonly shown: string } | null {
  if (id === mathTraceId) return { header: ':MATH', shown: ':MATH' }
  const found = channels.find((one) => one.id === id)
  return found === undefined
    ? null
    : { header: `:${channelNotation}${found.index + 1}`, shown: `:${channelNotation}<n>` }
}
