// Ten thousand wrong messages and more, on a port beside which a well-behaved viewer works. Every one is answered by a
// typed error, none reaches the instrument, and the other viewer notices nothing.
import fc from 'fast-check'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { errno } from '../errors.ts'
import { PortInbox } from '../port/inbox.ts'
import { linkedPorts } from '../port/linked.ts'
import { type Port, UnreadableMessage } from '../port/port.ts'
import { eventually } from '../testing/eventually.ts'
import { FakeInstrument } from '../testing/fake-instrument.ts'
import { protocolVersion } from './instrument.ts'
import { connectInstrument, serveInstrument } from './rpc.ts'
import { requestSchemas } from './schema.ts'

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
    return answers.filter((answer) => (answer as { t?: unknown }).t !== 'ev')
  }
}

interface Refusal {
  readonly t: 'err'
  readonly id: number | null
  readonly e: { readonly errno: string; readonly message: string }
}

const callNames = Object.keys(requestSchemas).filter((name) => name !== 'hello')
const withArgument = [
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
    const cycle: Record<string, unknown> = { t: 'call' }
    cycle.a = cycle
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
    fc.record({ t: fc.string() }),
    fc.record({ t: fc.jsonValue(), id: fc.nat() }),
  )
  .filter((message) => !['call', 'frames', 'events'].includes((message as { t?: string } | null)?.t as string))

/** The right shape, and one thing wrong with it. `id` is set when it is sent. */
const wrongCalls = fc.oneof(
  fc.record({ m: fc.string().filter((name) => !callNames.includes(name) && name !== 'hello') }),
  fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', '').map((m) => ({ m })),
  fc.record({ m: fc.constantFrom(...withoutArgument), a: fc.jsonValue().filter((value) => value !== null) }),
  fc.record({ m: fc.constantFrom(...withArgument), a: fc.oneof(fc.array(fc.jsonValue()), fc.integer(), fc.string()) }),
  fc.record({ m: fc.constantFrom('setView', 'writeAttribute', 'readAttribute', 'startRecording'), a: exotic }),
  fc.record({
    m: fc.constant('setBuffer'),
    a: fc.record({ blockBytes: fc.oneof(fc.integer({ max: 0 }), fc.string({ minLength: 5 })) }),
  }),
  fc.record({ m: fc.constant('setBuffer'), a: fc.record({ watermark: fc.double({ min: 0.1, max: 0.9 }) }) }),
  fc.record({ m: fc.constant('setBuffer'), a: fc.record({ blockCount: fc.integer({ min: 2 ** 20 + 1 }) }) }),
  fc.record({
    m: fc.constant('setBuffer'),
    a: fc.dictionary(
      fc.string().map((key) => `x${key}`),
      fc.jsonValue(),
      { minKeys: 1 },
    ),
  }),
  fc.record({
    m: fc.constant('setTrigger'),
    a: fc.record({ levelVolts: fc.constantFrom(1e7, Number.NaN, '1', null, -1e300) }),
  }),
  fc.record({ m: fc.constant('setTrigger'), a: fc.record({ mode: fc.string({ maxLength: 3 }) }) }),
  fc.record({
    m: fc.constant('setView'),
    a: fc.record({
      secondsPerDiv: fc.constantFrom(0, -1, 1e300, '1 us'),
      positionSeconds: fc.double(),
      columns: fc.integer(),
      atSample: fc.constant(null),
    }),
  }),
  fc.record({
    m: fc.constant('setView'),
    a: fc.record({
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
    m: fc.constant('startRecording'),
    a: fc.oneof(
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
  fc.record({ m: fc.constant('hello'), a: fc.record({ protocol: fc.nat(), client: fc.string({ minLength: 1 }) }) }),
)

/** Numbers that cannot be: neither credits nor acknowledgements of what was never sent. */
const wrongPacing = fc.oneof(
  fc.record({ t: fc.constant('frames'), credits: fc.integer({ min: 5 }), seen: fc.constant(0) }),
  fc.record({ t: fc.constant('frames'), credits: fc.integer({ max: -1 }), seen: fc.constant(0) }),
  fc.record({ t: fc.constant('frames'), credits: fc.nat({ max: 4 }), seen: fc.integer({ min: 1 }) }),
  fc.record({
    t: fc.constant('frames'),
    credits: fc.jsonValue().filter((v) => typeof v !== 'number'),
    seen: fc.constant(0),
  }),
  fc.record({ t: fc.constant('frames') }),
  fc.record({
    t: fc.constant('events'),
    seen: fc.oneof(fc.integer({ min: 2 ** 30 }), fc.double({ min: 0.1, max: 0.9 }), fc.string()),
  }),
  fc.record({ t: fc.constant('events'), seen: fc.constant(0), more: fc.jsonValue() }),
)

const oversized = fc.oneof(
  fc
    .integer({ min: 65_536, max: 400_000 })
    .map((n) => ({ m: 'writeAttribute', a: { device: 'd', path: 'p', value: 'v'.repeat(n) } })),
  fc.integer({ min: 20_000, max: 60_000 }).map((n) => ({ m: 'run', a: new Array<number>(n).fill(1) })),
  fc.integer({ min: 65_536, max: 200_000 }).map((n) => ({ m: 'm'.repeat(n) })),
)
const nested = fc.integer({ min: 8, max: 400 }).map((depth) => {
  let value: unknown = 1
  for (let k = 0; k < depth; k++) value = [value]
  return { m: 'setBuffer', a: value }
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
  expect(answer.t).toBe('err')
  expect(Object.keys(errno)).toContain(answer.e.errno)
  expect(answer.e.message.length).toBeGreaterThan(5)
  expect(answer.e.message.length).toBeLessThan(2000)
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
    await raw.ask({ t: 'call', id, m: 'hello', a: { protocol: protocolVersion, client: 'hostile' } })
  })

  const run = async <T>(count: number, messages: fc.Arbitrary<T>, judge: (message: T) => Promise<void>) => {
    const before = instrument.received.length
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        total++
        await judge(message)
      }),
      { numRuns: count, endOnFailure: true },
    )
    expect(instrument.received).toHaveLength(before)
  }

  it('that are no messages get EBADMSG', async () => {
    await run(3000, shapeless, async (message) => {
      const { e, id: on } = typed(await raw.ask(message))
      expect(['EBADMSG', 'EMSGSIZE']).toContain(e.errno)
      expect(on).toBeNull()
    })
  })

  it('that ask for what is not there or cannot be get ENOSYS, EINVAL, EPROTO or EBADMSG on their id', async () => {
    await run(3500, wrongCalls, async (call) => {
      id++
      const { e, id: on } = typed(await raw.ask({ t: 'call', id, ...call }))
      expect(['ENOSYS', 'EINVAL', 'EPROTO', 'EBADMSG', 'EMSGSIZE']).toContain(e.errno)
      expect(on).toBe(id)
    })
  })

  it('that grant or acknowledge what cannot be get EINVAL or EBADMSG, and no frame is sent', async () => {
    await run(2000, wrongPacing, async (message) => {
      expect(['EINVAL', 'EBADMSG']).toContain(typed(await raw.ask(message)).e.errno)
    })
    expect(instrument.viewers[0]?.fetched).toBe(0)
  })

  it('that are too long or too deep get EMSGSIZE or EBADMSG', async () => {
    await run(600, fc.oneof(oversized, nested), async (call) => {
      id++
      const { e } = typed(await raw.ask({ t: 'call', id, ...call }))
      expect(['EMSGSIZE', 'EBADMSG']).toContain(e.errno)
    })
  })

  it('that come with an id that is none, or out of order, get EBADMSG or EPROTO', async () => {
    await run(500, wrongIds, async (wrong) => {
      expect(typed(await raw.ask({ t: 'call', id: wrong, m: 'run' })).e.errno).toBe('EBADMSG')
    })
    expect(await raw.ask({ t: 'call', id: ++id, m: 'listDevices' })).toMatchObject([{ t: 'ok', id }])
    await run(500, fc.integer({ min: 0, max: 1000 }), async (back) => {
      const used = Math.max(1, id - back)
      expect(typed(await raw.ask({ t: 'call', id: used, m: 'run' }))).toMatchObject({
        id: used,
        e: { errno: 'EPROTO' },
      })
    })
  })

  it('that come before hello get EPROTO, and hello still works', async () => {
    const early = new RawPort()
    serveInstrument(early, instrument)
    let first = 0
    await run(500, fc.constantFrom(...callNames), async (m) => {
      expect(typed(await early.ask({ t: 'call', id: ++first, m }))).toMatchObject({ id: first, e: { errno: 'EPROTO' } })
    })
    expect(typed(await early.ask({ t: 'frames', credits: 1, seen: 0 })).e.errno).toBe('EPROTO')
    expect(
      await early.ask({ t: 'call', id: ++first, m: 'hello', a: { protocol: protocolVersion, client: 'late' } }),
    ).toMatchObject([{ t: 'ok', id: first }])
    early.close()
  })

  it('were ten thousand and more, and after them the port still works', async () => {
    expect(total).toBeGreaterThanOrEqual(10_000)
    expect(await raw.ask({ t: 'call', id: ++id, m: 'run' })).toMatchObject([{ t: 'ok', id }])
    raw.inbox.receive({ t: 'frames', credits: 1, seen: 0 })
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
    good.on('state', () => told++)
    good.frames.grant(2, 0)
    const samples = fc.sample(
      fc.oneof(
        shapeless,
        wrongPacing,
        wrongCalls.map((call) => ({ t: 'call', id: 1, ...call })),
      ),
      2000,
    )
    for (const [k, message] of samples.entries()) {
      hostile.inbox.receive(message)
      if (k % 20 !== 0) continue
      instrument.offerFrame()
      const state = await good.calls.setBuffer({ watermark: k + 1 })
      expect(state.revision).toBe(good.state.revision)
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
    const slow = { ...instrument.handlers, stop: () => held.then(() => instrument.change({})) }
    const raw = new RawPort()
    serveInstrument(raw, Object.assign(Object.create(instrument) as FakeInstrument, { handlers: slow }))
    await raw.ask({ t: 'call', id: 1, m: 'hello', a: { protocol: protocolVersion, client: 'eager' } })
    for (let id = 2; id < 102; id++) raw.inbox.receive({ t: 'call', id, m: 'stop' })
    // An id that is in use is not answered twice: the refusal bears none.
    raw.inbox.receive({ t: 'call', id: 2, m: 'run' })
    expect(raw.posted.filter((answer) => (answer as Refusal).e?.errno === 'EBUSY')).toHaveLength(100 - 32)
    expect(raw.posted.at(-1)).toMatchObject({ t: 'err', id: null, e: { errno: 'EPROTO' } })
    release?.()
    await eventually(() =>
      expect(raw.posted.filter((answer) => (answer as Refusal).t === ('ok' as string))).toHaveLength(32),
    )
  })
})
