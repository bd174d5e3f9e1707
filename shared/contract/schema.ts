// What a viewer's messages must look like. Ranges here are those of the contract (what could ever make sense); what the
// device at hand allows is the instrument's to say. Objects are strict: an unknown key is an error, not a wish ignored.
import * as v from 'valibot'
import { fail } from '../errors.ts'
import { maxFrameCredits } from './instrument.ts'
import type { CallName, CallRequest, ViewerMessage } from './messages.ts'

const text = (maxLength: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(maxLength))
const within = (low: number, high: number) => v.pipe(v.number(), v.finite(), v.minValue(low), v.maxValue(high))
const whole = (low: number, high: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(low), v.maxValue(high))
const autoOr = (low: number, high: number) =>
  v.union([v.literal('auto'), whole(low, high)], "expected 'auto' or a whole number in range")

/** An object with these keys and no others. An array is no object here, whatever JavaScript says. */
const record = <T extends v.ObjectEntries>(entries: T) =>
  v.pipe(
    v.custom<unknown>((value) => !Array.isArray(value), 'expected an object, not a list'),
    v.strictObject(entries),
  )

const none = v.optional(v.null())
const maxSample = Number.MAX_SAFE_INTEGER
/** Longest attribute value: a page, as in sysfs. */
const attributeBytes = 4096
/** Longer than any name of a file. */
const nameLength = 1024

/** More channels than any device of ours has. */
const maxRanges = 16
const channelRange = v.pipe(
  record({ channel: text(64), lowVolts: within(-1e6, 1e6), highVolts: within(-1e6, 1e6) }),
  v.check(({ lowVolts, highVolts }) => highVolts > lowVolts, 'highVolts must be above lowVolts'),
)

/** One schema per call; the compiler refuses a call without one, and a schema that yields something else. */
export const requestSchemas: { readonly [K in CallName]: v.GenericSchema<unknown, CallRequest<K> | null | undefined> } =
  {
    hello: record({ protocol: whole(0, 2 ** 31), client: text(120) }),
    run: none,
    stop: none,
    single: none,
    forceTrigger: none,
    autoSet: v.optional(v.nullable(record({ only: v.literal('time') }))),
    setBuffer: record({
      blockBytes: v.exactOptional(autoOr(1, 2 ** 31)),
      blockCount: v.exactOptional(autoOr(1, 2 ** 20)),
      watermark: v.exactOptional(autoOr(1, 2 ** 31)),
    }),
    setTrigger: record({
      mode: v.exactOptional(v.picklist(['auto', 'normal'])),
      channel: v.exactOptional(text(64)),
      slope: v.exactOptional(v.picklist(['rising', 'falling'])),
      levelVolts: v.exactOptional(within(-1e6, 1e6)),
    }),
    setView: record({
      secondsPerDiv: within(1e-12, 1e6),
      positionSeconds: within(-1e9, 1e9),
      columns: whole(1, 16384),
      atSample: v.nullable(within(0, maxSample)),
      persistence: v.exactOptional(v.boolean()),
      vertical: v.exactOptional(v.pipe(v.array(channelRange), v.maxLength(maxRanges))),
    }),
    writeAttribute: record({
      device: text(128),
      path: text(256),
      value: v.pipe(v.string(), v.maxLength(attributeBytes)),
    }),
    readAttribute: record({ device: text(128), path: text(256) }),
    cancelLoad: record({ channel: text(64) }),
    lanesAround: record({ epoch: whole(0, 2 ** 32 - 1), sample: within(0, maxSample) }),
    listDevices: none,
    listFiles: none,
    chooseFile: none,
    startRecording: v.pipe(
      record({
        scans: v.nullable(whole(1, maxSample)),
        seconds: v.exactOptional(v.nullable(v.pipe(within(0, maxSample / 1e3), v.gtValue(0)))),
        name: v.exactOptional(v.nullable(v.pipe(v.string(), v.maxLength(nameLength)))),
        overwrite: v.exactOptional(v.boolean()),
      }),
      v.check(({ scans, seconds = null }) => scans === null || seconds === null, 'name scans or seconds, not both'),
    ),
    stopRecording: none,
    chooseRecordingFolder: none,
    showRecording: record({ file: text(attributeBytes) }),
  }

const messageSchema = v.variant('t', [
  v.strictObject({ t: v.literal('call'), id: whole(1, maxSample), m: text(64), a: v.optional(v.unknown()) }),
  v.strictObject({ t: v.literal('frames'), credits: whole(0, maxFrameCredits), seen: whole(0, 2 ** 32 - 1) }),
  v.strictObject({ t: v.literal('events'), seen: whole(0, maxSample) }),
])

function sentence(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  return path === null ? issue.message : `${path}: ${issue.message}`
}

/**
 * Reads a viewer's message. Throws EBADMSG when it is none, EINVAL when a `frames` or `events` message is one with
 * numbers that cannot be. The argument of a call is not looked at yet: see {@link parseRequest}.
 */
export function parseViewerMessage(message: unknown): ViewerMessage {
  const result = v.safeParse(messageSchema, message, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const known = typeof message === 'object' && message !== null && 't' in message && message.t !== 'call'
  const outOfRange =
    known && (issue.type === 'min_value' || issue.type === 'max_value' || issue.type === 'safe_integer')
  return fail(outOfRange ? 'EINVAL' : 'EBADMSG', `this is no message: ${sentence(issue)}`)
}

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(requestSchemas, name)
}

/** Checks the argument of a call. Throws EINVAL with the field that is wrong. */
export function parseRequest<K extends CallName>(name: K, argument: unknown): CallRequest<K> {
  const result = v.safeParse(requestSchemas[name], argument, { abortEarly: true })
  if (!result.success) fail('EINVAL', `${name}: ${sentence(result.issues[0])}`)
  return (result.output ?? undefined) as CallRequest<K>
}
