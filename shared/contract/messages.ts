// The messages on a port, in both directions. Frames are binary and travel beside these.
import type { WireError } from '../errors.ts'
import type { Hello, InstrumentCalls, InstrumentEvents } from './instrument.ts'

export type CallName = keyof InstrumentCalls
export type EventName = keyof InstrumentEvents
/** The one argument of a call, or nothing. */
export type CallRequest<K extends CallName> = Parameters<InstrumentCalls[K]>[0]
export type CallResult<K extends CallName> = ReturnType<InstrumentCalls[K]>

export type ViewerMessage =
  /** Ids grow from call to call on a port. `a` is the argument; left out or null when there is none. */
  | { readonly t: 'call'; readonly id: number; readonly m: string; readonly a?: unknown }
  /** Grants `credits` more frames; `seen` is the sequence of the last frame drawn (0 = none yet). */
  | { readonly t: 'frames'; readonly credits: number; readonly seen: number }
  /** Events up to number `seen` have been handled. */
  | { readonly t: 'events'; readonly seen: number }

export type InstrumentMessage =
  | { readonly t: 'ok'; readonly id: number; readonly r: unknown }
  /** `id` is null when the message answered was no call, or the id is not its own. */
  | { readonly t: 'err'; readonly id: number | null; readonly e: WireError }
  /** Event number `k` (1, 2, 3, ... per port) of name `n`. */
  | { readonly t: 'ev'; readonly k: number; readonly n: EventName; readonly d: unknown }

export type HelloRequest = CallRequest<'hello'>
export type { Hello }

/** Largest message a viewer may send, in bytes as JSON. The longest honest one, an attribute value, is a tenth of it. */
export const maxViewerMessageBytes = 64 * 1024

/** Calls of one viewer that may be unanswered at a time; more are refused with EBUSY. */
export const maxOpenCalls = 32

/**
 * Events a viewer may leave unacknowledged. At it, only the newest of each kind is kept until it catches up: a viewer
 * that is stuck for an hour costs a few kilobytes. A second of events at the usual rates (lanes 15 Hz, stats 4 Hz).
 */
export const maxUnseenEvents = 32

/** The viewer acknowledges every so many events; well below {@link maxUnseenEvents}, so that it is never held up. */
export const acknowledgeEvery = 8
