// The messages on a port, in both directions, and how much of them there may be. Frames are binary and travel beside these.
import * as v from 'valibot'
import { fail, say, type WireError } from '../errors.ts'
import { text, whole } from './shapes.ts'
import type { Call } from './topic.ts'

/** Raised when these messages change their shape; a viewer with another number is refused with EPROTO. */
export const protocolVersion = 5

export type ViewerMessage =
  /** Ids grow from call to call on a port. `request` is the argument; left out or null when there is none. */
  | { readonly type: 'call'; readonly id: number; readonly call: string; readonly request?: unknown }
  /** Grants `credits` more frames; `seen` is the sequence of the last frame drawn (0 = none yet). */
  | { readonly type: 'frames'; readonly credits: number; readonly seen: number }
  /** Events up to number `seen` have been handled. */
  | { readonly type: 'events'; readonly seen: number }

/** A slice of the state as it is now. Its revision grows with every change: an older one that comes late is left aside. */
export interface SliceNews {
  readonly topic: string
  readonly revision: number
  readonly fields: object
}

export type ServiceMessage =
  /** `state`: the slices that the viewer does not know yet. The call has done its work in them. */
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown; readonly state: readonly SliceNews[] }
  /** `id` is null when the message answered was no call, or the id is not its own. */
  | { readonly type: 'error'; readonly id: number | null; readonly error: WireError }
  /** Events and states are numbered together: 1, 2, 3, ... per port. */
  | { readonly type: 'event'; readonly number: number; readonly event: string; readonly data: unknown }
  /** All slices that changed: what belongs together is never seen apart. */
  | { readonly type: 'state'; readonly number: number; readonly state: readonly SliceNews[] }

/** First call on a port; every other call before it fails with EPROTO. */
export const helloCall = 'hello'

export interface HelloRequest {
  readonly protocol: number
  /** Who calls, for logs. */
  readonly client: string
}

/** The answer to hello. */
export interface HelloResult<About> {
  readonly protocol: number
  /** The topics of the service with their versions. */
  readonly topics: { readonly [name: string]: number }
  /** What the service says of itself. */
  readonly about: About
}

/** Largest message a viewer may send, in bytes as JSON. The longest honest one, an attribute value, is a tenth of it. */
export const maxViewerMessageBytes = 64 * 1024

/** Calls of one viewer that may be unanswered at a time; more are refused with EBUSY. */
export const maxOpenCalls = 32

/**
 * Events and states a viewer may leave unacknowledged. At it, only the newest of each kind is kept until it catches up: a
 * viewer that is stuck for an hour costs a few kilobytes. A second of events at the usual rates.
 */
export const maxUnseenEvents = 32

/** The viewer acknowledges every so many events; well below {@link maxUnseenEvents}, so that it is never held up. */
export const acknowledgeEvery = 8

/**
 * Frames are paced by the viewer: it grants credits, the service sends at most that many frames and keeps only the newest
 * meanwhile. More than this many outstanding credits are refused with EINVAL.
 */
export const maxFrameCredits = 4

const messageSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('call'),
    id: whole(1, Number.MAX_SAFE_INTEGER),
    call: text(64),
    request: v.optional(v.unknown()),
  }),
  v.strictObject({ type: v.literal('frames'), credits: whole(0, maxFrameCredits), seen: whole(0, 2 ** 32 - 1) }),
  v.strictObject({ type: v.literal('events'), seen: whole(0, Number.MAX_SAFE_INTEGER) }),
])

export const helloSchema: v.GenericSchema<unknown, HelloRequest> = v.strictObject({
  protocol: whole(0, 2 ** 31),
  client: text(120),
})

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  return path === null ? issue.message : `${path}: ${issue.message}`
}

/**
 * Reads a viewer's message. The request of a call is not looked at yet: see {@link parseRequest}.
 * @throws EBADMSG when it is none, EINVAL when a `frames` or `events` message is one with numbers that cannot be
 */
export function parseViewerMessage(message: unknown): ViewerMessage {
  const result = v.safeParse(messageSchema, message, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const isPacing = typeof message === 'object' && message !== null && 'type' in message && message.type !== 'call'
  const isOutOfRange =
    isPacing && (issue.type === 'min_value' || issue.type === 'max_value' || issue.type === 'safe_integer')
  return fail(isOutOfRange ? 'EINVAL' : 'EBADMSG', say`This is no message (${sentence(issue)}).`)
}

/** Checks the request of a call. @throws EINVAL with the field that is wrong */
export function parseRequest<Request>(
  name: string,
  { request: schema }: Pick<Call<Request>, 'request'>,
  request: unknown,
): Request | undefined {
  const result = v.safeParse(schema, request, { abortEarly: true })
  if (!result.success) fail('EINVAL', say`${name} does not take this request (${sentence(result.issues[0])}).`)
  return (result.output ?? undefined) as Request | undefined
}
