// Ten thousand wrong messages and more, on a port beside which a well-behaved viewer works. Every one is answered by a
// typed error, none reaches the instrument, and the other viewer notices nothing.
import fc from 'fast-check'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { errno } from '../errors.ts'
import { PortInbox } from '../port/inbox.ts'
import { linkedPorts } from '../port/linked.ts'
import { type Port, UnreadableMessage } from '../port/port.ts'
import { protocolVersion } from '../rpc/messages.ts'
import { callsOf } from '../rpc/topic.ts'
import { eventually } from '../testing/eventually.ts'
import { FakeInstrument } from '../testing/fake-instrument.ts'
import { connectInstrument, serveInstrument } from './rpc.ts'
import { topics } from './topics.ts'

// Thousands of messages, or megabytes; a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

/** A port whose far end is the test: anything at all can be put in. */
class RawPort implements Port {
  readonly inbox = new PortInbox()
  posted: unknown[] = []
  post(message: unknown): void {
    this.posted.push(message)
  }
  onMessage(listener: (message: unknown) => void) {
    return this.inbox.onMessage(listener)
  }
  onClose(listener: () => void) {
    return this.inbox.onClose(listener)
  }
  start(): void {
    this.inbox.start()
  }
  close(): void {
    this.inbox.close()
  }
  /** Puts a message in and takes the answers out, once every call has had its turn. */
  async ask(message: unknown): Promise<unknown[]> {
    this.inbox.receive(message)
    for (let turns = 0; turns < 4; turns++) await Promise.resolve()
    const answers = this.posted
    this.posted = []
    return answers.filter((answer) => !['event', 'state'].includes((answer as { type: string }).type))
  }
}

interface Refusal {
  readonly type: 'error'
  readonly id: number | null
  readonly error: { readonly errno: string; readonly message: string }
}

const callNames = [...callsOf(topics).keys()]
const withArgument = [
  'chooseFile',
  'setPreferences',
  'setBuffer',
  'setTrigger',
  'setView',
  'writeAttribute',
  'readAttribute',
  'startRecording',
  'showRecording',
]
const withoutArgument = callNames.filter((name) => !withArgument.includes(name))

/** What the structured clone can deliver and JSON cannot. */
const exotic = fc.oneof(
  fc.constantFrom<unknown>(undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, new Date(0), /x/, new Error('x')),
  fc.constant(null).map(() => new Map([[1, 2]])),
  fc.constant(null).map(() => new Set([1])),
  fc.constant(null).map(() => new Array<unknown>(4_000_000_000)),
  fc.constant(null).map(() => {
    const cycle: Record<string, unknown> = { type: 'call' }
    cycle.request = cycle
    return cycle
  }),
  fc.uint8Array({ maxLength: 200 }),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.buffer),
  fc.constant(new UnreadableMessage({ errno: 'EBADMSG', message: 'a message is JSON, this is not' })),
)

/** Not of any shape the contract has. */
const shapeless = fc
  .oneof(
    fc.jsonValue(),
    fc.anything(),
    exotic,
    fc.record({ type: fc.string() }),
    fc.record({ type: fc.jsonValue(), id: fc.nat() }),
  )
  .filter((message) => !['call', 'frames', 'events'].includes((message as { type?: string } | null)?.type as string))

/** The right shape, and one thing wrong with it. `id` is set when it is sent. */
const wrongCalls = fc.oneof(
  fc.record({ call: fc.string().filter((name) => !callNames.includes(name) && name !== 'hello') }),
  fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', '').map((call) => ({ call })),
  fc.record({ call: fc.constantFrom(...withoutArgument), request: fc.jsonValue().filter((value) => value !== null) }),
  fc.record({
    call: fc.constantFrom(...withArgument),
    request: fc.oneof(fc.array(fc.jsonValue()), fc.integer(), fc.string()),
  }),
  fc.record({ call: fc.constantFrom('setView', 'writeAttribute', 'readAttribute', 'startRecording'), request: exotic }),
  fc.record({
    call: fc.constant('setBuffer'),
    request: fc.record({ blockBytes: fc.oneof(fc.integer({ max: 0 }), fc.string({ minLength: 5 })) }),
  }),
  fc.record({ call: fc.constant('setBuffer'), request: fc.record({ watermark: fc.double({ min: 0.1, max: 0.9 }) }) }),
  fc.record({ call: fc.constant('setBuffer'), request: fc.record({ blockCount: fc.integer({ min: 2 ** 20 + 1 }) }) }),
  fc.record({
    call: fc.constant('setBuffer'),
    request: fc.dictionary(
      fc.string().map((key) => `x${key}`),
      fc.jsonValue(),
      { minKeys: 1 },
    ),
  }),
  fc.record({
    call: fc.constant('setTrigger'),
    request: fc.record({ level: fc.constantFrom(1e7, Number.NaN, '1', null, -1e300) }),
  }),
  fc.record({ call: fc.constant('setTrigger'), request: fc.record({ slope: fc.string({ maxLength: 3 }) }) }),
  fc.record({
    call: fc.constant('setView'),
    request: fc.record({
      secondsPerDiv: fc.constantFrom(0, -1, 1e300, '1 us'),
      positionSeconds: fc.double(),
      columns: fc.integer(),
      atSample: fc.constant(null),
    }),
  }),
  fc.record({
    call: fc.constant('setView'),
    request: fc.record({
      secondsPerDiv: fc.constant(1e-6),
      positionSeconds: fc.constant(0),
      columns: fc.constant(100),
      atSample: fc.constant(null),
      vertical: fc.oneof(
        fc.array(
          fc.record({ channel: fc.string(), lowVolts: fc.constant(1), highVolts: fc.constantFrom(1, -1, 1e9) }),
          {
            minLength: 1,
          },
        ),
        fc.constantFrom(null, 7, {}, [[]], [{ channel: 'voltage0' }]),
      ),
    }),
  }),
  fc.record({
    call: fc.constant('startRecording'),
    request: fc.oneof(
      fc.record({ scans: fc.oneof(fc.integer({ max: 0 }), fc.string()) }),
      fc.record({
        scans: fc.constant(null),
        seconds: fc.oneof(fc.double({ max: 0 }), fc.constant(Number.POSITIVE_INFINITY), fc.string()),
      }),
      fc.record({ scans: fc.nat().map((scans) => scans + 1), seconds: fc.constant(1) }),
      fc.record({ scans: fc.constant(null), name: fc.oneof(fc.nat(), fc.constant('x'.repeat(2000))) }),
      fc.record({ scans: fc.constant(null), overwrite: fc.string() }),
      fc.record({ scans: fc.constant(null), file: fc.string() }),
    ),
  }),
  fc.record({
    call: fc.constant('hello'),
    request: fc.record({ protocol: fc.nat(), client: fc.string({ minLength: 1 }) }),
  }),
)

/** Numbers that cannot be: neither credits nor acknowledgements of what was never sent. */
const wrongPacing = fc.oneof(
  fc.record({ type: fc.constant('frames'), credits: fc.integer({ min: 5 }), seen: fc.constant(0) }),
  fc.record({ type: fc.constant('frames'), credits: fc.integer({ max: -1 }), seen: fc.constant(0) }),
  fc.record({ type: fc.constant('frames'), credits: fc.nat({ max: 4 }), seen: fc.integer({ min: 1 }) }),
  fc.record({
    type: fc.constant('frames'),
    credits: fc.jsonValue().filter((v) => typeof v !== 'number'),
    seen: fc.constant(0),
  }),
  fc.record({ type: fc.constant('frames') }),
  fc.record({
    type: fc.constant('events'),
    seen: fc.oneof(fc.integer({ min: 2 ** 30 }), fc.double({ min: 0.1, max: 0.9 }), fc.string()),
  }),
  fc.record({ type: fc.constant('events'), seen: fc.constant(0), more: fc.jsonValue() }),
)

const oversized = fc.oneof(
  fc
    .integer({ min: 65_536, max: 400_000 })
    .map((n) => ({ call: 'writeAttribute', request: { device: 'd', path: 'p', value: 'v'.repeat(n) } })),
  fc.integer({ min: 20_000, max: 60_000 }).map((n) => ({ call: 'run', request: new Array<number>(n).fill(1) })),
  fc.integer({ min: 65_536, max: 200_000 }).map((n) => ({ call: 'm'.repeat(n) })),
)
const nested = fc.integer({ min: 8, max: 400 }).map((depth) => {
  let value: unknown = 1
  for (let k = 0; k < depth; k++) value = [value]
  return { call: 'setBuffer', request: value }
})
const wrongIds = fc.oneof(
  fc.integer({ max: 0 }),
  fc.double({ min: 0.1, max: 0.9 }),
  fc.string(),
  fc.constant(null),
  fc.constant(2 ** 60),
)

const typed = (answers: readonly unknown[]): Refusal => {
  expect(answers).toHaveLength(1)
  const answer = answers[0] as Refusal
  expect(answer.type).toBe('error')
  expect(Object.keys(errno)).toContain(answer.error.errno)
  expect(answer.error.message.length).toBeGreaterThan(5)
  expect(answer.error.message.length).toBeLessThan(2000)
  return answer
}

describe('wrong messages', () => {
  let instrument: FakeInstrument
  let raw: RawPort
  let id: number
  let total = 0

  beforeAll(async () => {
    instrument = new FakeInstrument()
    raw = new RawPort()
    serveInstrument(raw, instrument)
    id = 1
    await raw.ask({ type: 'call', id, call: 'hello', request: { protocol: protocolVersion, client: 'hostile' } })
  })

  const run = async <T>(count: number, messages: fc.Arbitrary<T>, judge: (message: T) => Promise<void>) => {
    const before = instrument.calls.length
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        total++
        await judge(message)
      }),
      { numRuns: count, endOnFailure: true },
    )
    expect(instrument.calls).toHaveLength(before)
  }

  it('that are no messages get EBADMSG', async () => {
    await run(3000, shapeless, async (message) => {
      const { error: e, id: on } = typed(await raw.ask(message))
      expect(['EBADMSG', 'EMSGSIZE']).toContain(e.errno)
      expect(on).toBeNull()
    })
  })

  it('that ask for what is not there or cannot be get ENOSYS, EINVAL, EPROTO or EBADMSG on their id', async () => {
    await run(3500, wrongCalls, async (call) => {
      id++
      const { error: e, id: on } = typed(await raw.ask({ type: 'call', id, ...call }))
      expect(['ENOSYS', 'EINVAL', 'EPROTO', 'EBADMSG', 'EMSGSIZE']).toContain(e.errno)
      expect(on).toBe(id)
    })
  })

  it('that grant or acknowledge what cannot be get EINVAL or EBADMSG, and no frame is sent', async () => {
    await run(2000, wrongPacing, async (message) => {
      expect(['EINVAL', 'EBADMSG']).toContain(typed(await raw.ask(message)).error.errno)
    })
    expect(instrument.viewers[0]?.fetched).toBe(0)
  })

  it('that are too long or too deep get EMSGSIZE or EBADMSG', async () => {
    await run(600, fc.oneof(oversized, nested), async (call) => {
      id++
      const { error: e } = typed(await raw.ask({ type: 'call', id, ...call }))
      expect(['EMSGSIZE', 'EBADMSG']).toContain(e.errno)
    })
  })

  it('that come with an id that is none, or out of order, get EBADMSG or EPROTO', async () => {
    await run(500, wrongIds, async (wrong) => {
      expect(typed(await raw.ask({ type: 'call', id: wrong, call: 'run' })).error.errno).toBe('EBADMSG')
    })
    expect(await raw.ask({ type: 'call', id: ++id, call: 'listDevices' })).toMatchObject([{ type: 'answer', id }])
    await run(500, fc.integer({ min: 0, max: 1000 }), async (back) => {
      const used = Math.max(1, id - back)
      expect(typed(await raw.ask({ type: 'call', id: used, call: 'run' }))).toMatchObject({
        id: used,
        error: { errno: 'EPROTO' },
      })
    })
  })

  it('that come before hello get EPROTO, and hello still works', async () => {
    const early = new RawPort()
    serveInstrument(early, instrument)
    let first = 0
    await run(500, fc.constantFrom(...callNames), async (m) => {
      expect(typed(await early.ask({ type: 'call', id: ++first, call: m }))).toMatchObject({
        id: first,
        error: { errno: 'EPROTO' },
      })
    })
    expect(typed(await early.ask({ type: 'frames', credits: 1, seen: 0 })).error.errno).toBe('EPROTO')
    expect(
      await early.ask({
        type: 'call',
        id: ++first,
        call: 'hello',
        request: { protocol: protocolVersion, client: 'late' },
      }),
    ).toMatchObject([{ type: 'answer', id: first }])
    early.close()
  })

  it('were ten thousand and more, and after them the port still works', async () => {
    expect(total).toBeGreaterThanOrEqual(10_000)
    expect(await raw.ask({ type: 'call', id: ++id, call: 'run' })).toMatchObject([{ type: 'answer', id }])
    raw.inbox.receive({ type: 'frames', credits: 1, seen: 0 })
    await eventually(() => expect(raw.posted.some((message) => message instanceof Uint8Array)).toBe(true))
  })
})

describe('a hostile viewer beside a good one', () => {
  it('takes nothing from it: calls, events and frames go on', async () => {
    const instrument = new FakeInstrument()
    const hostile = new RawPort()
    serveInstrument(hostile, instrument)
    const [near, far] = linkedPorts()
    serveInstrument(near, instrument)
    const good = await connectInstrument(far, { client: 'good' })
    const errors: unknown[] = []
    good.onError((error) => errors.push(error))
    let drawn = 0
    let told = 0
    good.frames.onFrame((frame) => {
      drawn = frame.sequence
      good.frames.grant(1, frame.sequence)
    })
    good.onState(({ buffer }) => {
      if (buffer !== undefined) told++
    })
    good.frames.grant(2, 0)
    const samples = fc.sample(
      fc.oneof(
        shapeless,
        wrongPacing,
        wrongCalls.map((call) => ({ type: 'call', id: 1, ...call })),
      ),
      2000,
    )
    for (const [k, message] of samples.entries()) {
      hostile.inbox.receive(message)
      if (k % 20 !== 0) continue
      instrument.offerFrame()
      await good.calls.setBuffer({ watermark: k + 1 })
      expect(good.state.buffer.watermark).toBe(k + 1)
    }
    expect(hostile.posted.length).toBe(samples.length)
    await eventually(() => expect([drawn > 90, told]).toEqual([true, 100]))
    expect(errors).toEqual([])
  })

  it('may have only so many calls open; the rest are refused and the open ones answered', async () => {
    const instrument = new FakeInstrument()
    let release: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    vi.spyOn(instrument.handlers, 'stop').mockImplementation(() => held)
    const raw = new RawPort()
    serveInstrument(raw, instrument)
    await raw.ask({ type: 'call', id: 1, call: 'hello', request: { protocol: protocolVersion, client: 'eager' } })
    for (let id = 2; id < 102; id++) raw.inbox.receive({ type: 'call', id, call: 'stop' })
    // An id that is in use is not answered twice: the refusal bears none.
    raw.inbox.receive({ type: 'call', id: 2, call: 'run' })
    expect(raw.posted.filter((answer) => (answer as Refusal).error?.errno === 'EBUSY')).toHaveLength(100 - 32)
    expect(raw.posted.at(-1)).toMatchObject({ type: 'error', id: null, error: { errno: 'EPROTO' } })
    release?.()
    await eventually(() =>
      expect(raw.posted.filter((answer) => (answer as Refusal).type === ('answer' as string))).toHaveLength(32),
    )
  })
})
