// Talk with programs before protocol 5, whose messages had keys of one letter: just enough for either side to say that the
// other is too old.
import { ErrnoError, say } from '../errors.ts'
import type { PortMessage } from '../port/port.ts'
import type { Sentence } from '../sentence.ts'
import { protocolVersion } from './messages.ts'

/** The id of the hello of a page before protocol 5; null for anything else. */
export function idOfOlderHello(message: unknown): number | null {
  if (typeof message !== 'object' || message === null) return null
  const { t, m, id } = message as { t?: unknown; m?: unknown; id?: unknown }
  return t === 'call' && m === 'hello' && Number.isSafeInteger(id) ? (id as number) : null
}

/** The refusal that such a page understands. */
export function refusalOfOlder(id: number): PortMessage {
  const words = say`This page is older than the instrument, which speaks protocol ${protocolVersion}. Reload it.`
  const { errno, message } = new ErrnoError('EPROTO', words)
  return { t: 'err', id, e: { errno, message } }
}

/** Whether an answer comes from an instrument before protocol 5. */
export function isOfOlder(message: object): boolean {
  return !('type' in message) && 't' in message && (message.t === 'err' || message.t === 'ok')
}

/** Why a viewer with this protocol cannot be served. */
export function protocolRefusal(protocol: number): Sentence {
  return protocol < protocolVersion
    ? say`This page is too old: it speaks protocol ${protocol}, the instrument ${protocolVersion}. Reload it.`
    : say`This page is too new: it speaks protocol ${protocol}, the instrument ${protocolVersion}. It needs a newer version of the program.`
}
