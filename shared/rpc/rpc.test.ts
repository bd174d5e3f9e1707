// Calls, events and state over a port, with topics of a kitchen: rpc knows nothing of what it carries.
import { describe, expect, it, vi } from 'vitest'
import { say } from '../errors.ts'
import { Emitter } from '../lifecycle.ts'
import { linkedPorts } from '../port/linked.ts'
import type { PortMessage } from '../port/port.ts'
import { eventually } from '../testing/eventually.ts'
import { connect } from './connect.ts'
import { maxUnseenEvents, protocolVersion } from './messages.ts'
import { serve } from './serve.ts'
import { assemble, type ServedTopics } from './service.ts'
import { nothing, record, text, whole } from './shapes.ts'
import { StateBoard } from './state-board.ts'
import { absentSlices, changing, defineTopic, looking, newest, of, ofViewer, oneByOne, slice } from './topic.ts'

const stove = defineTopic({
  essential: true,
  calls: { heat: changing(record({ degrees: whole(0, 300) }), of<void>()), ask: looking(nothing, of<number>()) },
  events: { boiled: oneByOne<string>(3), steam: newest<number>() },
  state: slice<{ readonly degrees: number }>(),
})
const guests = defineTopic({
  version: 2,
  calls: { seat: ofViewer(record({ name: text(20) }), of<string>()) },
  state: slice<{ readonly seated: number }>({ seated: 0 }),
})
const topics = { stove, guests }
type Topics = typeof topics

function kitchen() {
  const emitters = { boiled: new Emitter<string>(), steam: new Emitter<number>() }
  const values = { degrees: 20, seated: 0 }
  const served: ServedTopics<Topics> = {
    stove: {
      calls: {
        heat: ({ degrees }) => {
          values.degrees = degrees
          tell()
        },
        ask: () => values.degrees,
      },
      events: emitters,
      state: () => ({ degrees: values.degrees }),
    },
    guests: { state: () => ({ seated: values.seated }) },
  }
  const { handlers, events, slices } = assemble<Topics>(served)
  const board = new StateBoard<Topics>(slices())
  function tell(): void {
    board.put(slices())
    board.tell()
  }
  const service = {
    topics,
    handlers,
    events,
    board,
    state: () => board.state,
    about: () => 'a kitchen',
    openViewer: () => ({
      seat: ({ name }: { name: string }) => `${name} sits`,
      nextFrame: () => Promise.resolve(Uint8Array.of(0, 42)),
      dispose: () => undefined,
    }),
  }
  return { service, emitters, values, tell }
}

type Rights = 'all' | 'look'

const options = (rights: Rights = 'all') => ({
  refusal: (name: string, { changes }: { readonly changes: boolean }) =>
    rights === 'all' || !changes ? null : say`no ${name} for you`,
  stamp: (frame: Uint8Array, sequence: number) => {
    frame[0] = sequence
  },
  tellTrouble: () => ['boiled', 'over'] as const,
})

const decode = (bytes: Uint8Array): number => bytes[0]! * 100 + bytes[1]!

async function connected(rights?: Rights) {
  const it = kitchen()
  const [near, far] = linkedPorts()
  const served = serve<Topics, string>(near, it.service, options(rights))
  const client = await connect<Topics, string, number>(far, { topics, client: 'test', decode })
  return { ...it, served, client }
}

describe('rpc', () => {
  it('carries what a table of topics says: calls, events, state and frames', async () => {
    const { client, emitters } = await connected()
    expect(client.hello).toEqual({ protocol: protocolVersion, topics: { stove: 1, guests: 2 }, about: 'a kitchen' })
    expect(client.state).toEqual({ degrees: 20, seated: 0 })
    expect(await client.calls.ask()).toBe(20)
    expect(await client.calls.seat({ name: 'Ada' })).toBe('Ada sits')
    const heard: unknown[] = []
    client.on('boiled', (what) => heard.push(what))
    client.on('steam', (grams) => heard.push(grams))
    emitters.boiled.fire('egg')
    emitters.steam.fire(3)
    await eventually(() => expect(heard).toEqual(['egg', 3]))
    const frame = new Promise((resolve) => client.frames.onFrame(resolve))
    client.frames.grant(1, 0)
    expect(await frame).toBe(142)
  })

  it('brings what a call changed before its answer, and only the slices that changed', async () => {
    const { client, values, tell } = await connected()
    const told: unknown[] = []
    client.onState((fields) => told.push(fields))
    await client.calls.heat({ degrees: 90 })
    expect(client.state.degrees).toBe(90)
    values.seated = 3
    tell()
    tell()
    await client.calls.ask()
    expect(told).toEqual([{ degrees: 90 }, { seated: 3 }])
  })

  it.each([
    ['heat', { degrees: 301 }, 'EINVAL'],
    ['heat', { degrees: 1, more: 1 }, 'EINVAL'],
    ['heat', [], 'EINVAL'],
    ['ask', {}, 'EINVAL'],
    ['seat', { name: '' }, 'EINVAL'],
    ['bake', null, 'ENOSYS'],
    ['toString', null, 'ENOSYS'],
    ['hello', { protocol: protocolVersion, client: 'twice' }, 'EPROTO'],
  ])('refuses %s of %j with %s, and nothing has changed', async (call, request, errno) => {
    const { service, values } = kitchen()
    const [near, far] = linkedPorts()
    serve<Topics, string>(near, service, options())
    const answers: unknown[] = []
    far.onMessage((message) => answers.push(message))
    far.start()
    const hello = { protocol: protocolVersion, client: 'raw' }
    far.post({ type: 'call', id: 1, call: 'hello', request: hello })
    far.post({ type: 'call', id: 2, call, request } as PortMessage)
    await eventually(() => expect(answers).toHaveLength(2))
    const error = expect.objectContaining({ errno, message: expect.any(String), id: expect.any(String) })
    expect(answers).toContainEqual({ type: 'error', id: 2, error })
    expect(values).toEqual({ degrees: 20, seated: 0 })
  })

  it('lets who only looks make the calls that change nothing', async () => {
    const { client } = await connected('look')
    await expect(client.calls.heat({ degrees: 1 })).rejects.toMatchObject({
      errno: 'EACCES',
      message: 'no heat for you',
    })
    expect(await client.calls.ask()).toBe(20)
    expect(await client.calls.seat({ name: 'Bo' })).toBe('Bo sits')
  })

  it('tells more events than the window holds, as they are acknowledged', async () => {
    const { client, emitters } = await connected()
    const heard = vi.fn()
    client.on('steam', heard)
    for (let k = 0; k < 3 * maxUnseenEvents; k++) {
      emitters.steam.fire(k)
      await client.calls.ask()
    }
    expect(heard).toHaveBeenCalledTimes(3 * maxUnseenEvents)
  })

  it('tells who rests no more than the window holds, answers its calls, and tells the newest when it is awake again', async () => {
    const { client, emitters, values, tell } = await connected()
    const heard: number[] = []
    const boiled: string[] = []
    client.on('steam', (data) => heard.push(data))
    client.on('boiled', (data) => boiled.push(data))
    client.isResting = true
    for (let k = 0; k < 3 * maxUnseenEvents; k++) {
      emitters.steam.fire(k)
      await client.calls.ask()
    }
    expect(heard).toHaveLength(maxUnseenEvents)
    emitters.boiled.fire('the milk')
    values.degrees = 99
    tell()
    expect(await client.calls.ask()).toBe(99)
    client.isResting = false
    await eventually(() => expect(heard.at(-1)).toBe(3 * maxUnseenEvents - 1))
    expect(heard).toHaveLength(maxUnseenEvents + 1)
    await eventually(() => expect(boiled).toEqual(['the milk']))
    expect(client.state.degrees).toBe(99)
    // And all that comes then, for more than a window.
    for (let k = 0; k < 2 * maxUnseenEvents; k++) {
      emitters.steam.fire(k)
      await client.calls.ask()
    }
    expect(heard).toHaveLength(3 * maxUnseenEvents + 1)
  })
})

describe('ends of different ages', () => {
  const answering = (answer: (id: number) => PortMessage) => {
    const [near, far] = linkedPorts()
    near.onMessage((message) => near.post(answer((message as { id: number }).id)))
    near.start()
    return far
  }
  const hello = (versions: object) =>
    answering(
      (id) =>
        ({
          type: 'answer',
          id,
          result: { protocol: protocolVersion, topics: versions, about: 'x' },
          state: [{ topic: 'guests', revision: 1, fields: { seated: 7, more: true } }],
        }) as unknown as PortMessage,
    )

  it('agree on the topics that both have; of another the viewer takes what is so where there is none', async () => {
    const client = await connect<Topics, string, number>(hello({ stove: 1, guests: 3, music: 1 }), {
      topics,
      client: 'test',
      decode,
    })
    expect(client.state).toEqual({ seated: 0 })
    await expect(client.calls.seat({ name: 'Ada' })).rejects.toMatchObject({ errno: 'ENOSYS' })
  })

  it.each([
    [{ stove: 2, guests: 2 }, /^This page is too old: .*version 1 of 'stove', the instrument version 2. Reload it.$/],
    [{ stove: 0 }, /^This page is too new: .*version 1 of 'stove', the instrument version 0/],
    [{ guests: 2 }, /^This page is too new: the instrument has nothing called 'stove'.$/],
  ])('say which is too old when an essential topic is not the same: %j', async (versions, sentence) => {
    await expect(connect(hello(versions), { topics, client: 'test', decode })).rejects.toMatchObject({
      errno: 'EPROTO',
      message: expect.stringMatching(sentence),
    })
  })

  it('say so with the messages of protocol 4 too', async () => {
    const older = answering((id) => ({ t: 'err', id: id && null, e: { errno: 'EBADMSG', message: 'no message' } }))
    await expect(connect(older, { topics, client: 'test', decode })).rejects.toMatchObject({
      errno: 'EPROTO',
      message: expect.stringMatching(/^This page is too new/),
    })
    const [near, far] = linkedPorts()
    serve<Topics, string>(near, kitchen().service, options())
    const answers: unknown[] = []
    far.onMessage((message) => answers.push(message))
    far.start()
    far.post({ t: 'call', id: 1, m: 'hello', a: { protocol: 4, client: 'page' } })
    far.post({ type: 'call', id: 2, call: 'hello', request: { protocol: 6, client: 'page' } })
    await eventually(() => expect(answers).toHaveLength(2))
    expect(answers).toMatchObject([
      { t: 'err', id: 1, e: { errno: 'EPROTO', message: expect.stringMatching(/^This page is older than/) } },
      { type: 'error', id: 2, error: { errno: 'EPROTO', message: expect.stringMatching(/^This page is too new/) } },
    ])
  })
})

describe('a table of topics', () => {
  it('is refused when two topics have a call of one name', () => {
    const twice = { stove, other: defineTopic({ calls: { heat: looking(nothing, of<void>()) } }) }
    const service = { ...kitchen().service, topics: twice }
    expect(() => serve(linkedPorts()[0], service as never, options() as never)).toThrow("Two topics have 'heat'")
  })

  it('says what the state is where a topic is absent', () => {
    expect(absentSlices(topics)).toEqual({ guests: { seated: 0 } })
    expect(() => defineTopic({ state: slice<{ a: number }>() })).toThrow('slice({ ... })')
  })
})

describe('StateBoard', () => {
  it('raises the revision of a slice only when it differs', () => {
    const board = new StateBoard<Topics>({ stove: { degrees: 20 }, guests: { seated: 0 } })
    const { state } = board
    board.put({ stove: { degrees: 20 } })
    expect(board.state).toBe(state)
    board.putFields({ seated: 4 })
    expect(board.state).toEqual({ degrees: 20, seated: 4 })
    const everything = [...board.newsSince(new Map())]
    expect(everything.map(({ topic, revision }) => [topic, revision])).toEqual([
      ['stove', 1],
      ['guests', 2],
    ])
    expect([...board.newsSince(new Map([['stove', 1]]))]).toEqual([
      { topic: 'guests', revision: 2, fields: { seated: 4 } },
    ])
  })
})
