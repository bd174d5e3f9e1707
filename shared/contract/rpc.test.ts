import { describe, expect, it, vi } from 'vitest'
import type { Frame } from '../frame/frame.ts'
import { linkedPorts } from '../port/linked.ts'
import { maxUnseenEvents, protocolVersion } from '../rpc/messages.ts'
import { eventually } from '../testing/eventually.ts'
import { FakeInstrument } from '../testing/fake-instrument.ts'
import { connectInstrument, serveInstrument } from './rpc.ts'

async function connected() {
  const instrument = new FakeInstrument()
  const [near, far] = linkedPorts()
  const served = serveInstrument(near, instrument)
  const client = await connectInstrument(far, { client: 'test' })
  const errors: string[] = []
  client.onError((error) => errors.push(error.errno))
  return { instrument, served, client, far, errors }
}

describe('the contract over a linked pair', () => {
  it('greets with version, front and state', async () => {
    const { client, instrument } = await connected()
    expect(client.hello).toMatchObject({
      protocol: protocolVersion,
      topics: { buffer: 1 },
      about: { front: 'headless', version: instrument.version },
    })
    expect(client.state.deviceName).toBe('gigascope')
  })

  it('carries a call with its argument and brings the answer back', async () => {
    const { client, instrument } = await connected()
    await client.calls.setBuffer({ blockBytes: 65536, watermark: 'auto' })
    const request = { blockBytes: 65536, watermark: 'auto' }
    expect(instrument.calls).toEqual([{ name: 'setBuffer', request }])
    expect(client.state.buffer).toMatchObject({ blockBytes: 65536, blockBytesAuto: false })
    await expect(client.calls.readAttribute({ device: 'iio:device0', path: 'voltage0/source' })).resolves.toEqual({
      value: 'sine',
    })
  })

  it('rejects with the error the instrument gave', async () => {
    const { client } = await connected()
    await expect(client.calls.readAttribute({ device: 'iio:device0', path: 'nope' })).rejects.toMatchObject({
      errno: 'ENOENT',
      message: "there is no attribute 'nope'",
    })
  })

  it('refuses arguments out of range before the instrument sees them', async () => {
    const { client, instrument } = await connected()
    await expect(client.calls.setBuffer({ blockBytes: 0 })).rejects.toMatchObject({ errno: 'EINVAL' })
    await expect(client.calls.setTrigger({ level: 1e9 })).rejects.toMatchObject({ errno: 'EINVAL' })
    expect(instrument.calls).toEqual([])
  })

  it('tells events to those who listen, until they stop', async () => {
    const { client, instrument } = await connected()
    const heard: number[] = []
    const listening = client.onState((fields) => heard.push(fields.samplingFrequencyHz!))
    instrument.change({ samplingFrequencyHz: 1000 })
    await eventually(() => expect(heard).toEqual([1000]))
    listening.dispose()
    instrument.change({ samplingFrequencyHz: 2000 })
    await eventually(() => expect(client.state.samplingFrequencyHz).toBe(2000))
    expect(heard).toEqual([1000])
  })

  it('gives the view to the viewer of this port', async () => {
    const { client, instrument } = await connected()
    const view = { secondsPerDiv: 1e-6, positionSeconds: 0, columns: 1000, atSample: null }
    await client.calls.setView(view)
    expect(instrument.viewers[0]?.view).toEqual(view)
  })

  it('sends one frame per credit and numbers them', async () => {
    const { client, instrument } = await connected()
    const frames: Frame[] = []
    client.frames.onFrame((frame) => frames.push(frame))
    client.frames.grant(2, 0)
    await eventually(() => expect(frames).toHaveLength(1))
    instrument.offerFrame()
    await eventually(() => expect(frames).toHaveLength(2))
    instrument.offerFrame()
    instrument.offerFrame()
    await client.calls.listDevices()
    expect(frames.map((frame) => frame.sequence)).toEqual([1, 2])
    expect(instrument.viewers[0]?.fetched).toBe(2)
    client.frames.grant(1, 2)
    await eventually(() => expect(frames).toHaveLength(3))
  })

  it('refuses more credits than may be outstanding, and acknowledgements of what was never sent', async () => {
    const { client, errors } = await connected()
    client.frames.grant(5, 0)
    client.frames.grant(1, 7)
    await client.calls.listDevices()
    expect(errors).toEqual(['EINVAL', 'EINVAL'])
  })

  it('says once that frames cannot be made, and goes on when they can', async () => {
    const { client, instrument } = await connected()
    const problems: string[] = []
    const frames: Frame[] = []
    client.on('problem', (problem) => problems.push(problem.message))
    client.frames.onFrame((frame) => frames.push(frame))
    const { makeFrame } = instrument
    instrument.makeFrame = () => {
      throw new Error('out of paint')
    }
    client.frames.grant(1, 0)
    for (let k = 0; k < 3; k++) await client.calls.run()
    expect(problems).toEqual(['No frame could be made: out of paint'])
    instrument.makeFrame = makeFrame
    instrument.offerFrame()
    await client.calls.run()
    await eventually(() => expect(frames).toHaveLength(1))
  })

  it('keeps only the newest events for a viewer that does not acknowledge', async () => {
    const instrument = new FakeInstrument()
    const [near, far] = linkedPorts()
    serveInstrument(near, instrument)
    const events: { number: number }[] = []
    far.onMessage((message) => {
      if (['event', 'state'].includes((message as { type: string }).type))
        events.push(message as (typeof events)[number])
    })
    far.start()
    far.post({ type: 'call', id: 1, call: 'hello', request: { protocol: protocolVersion, client: 'stuck' } })
    await eventually(() => expect(instrument.viewers).toHaveLength(1))
    for (let seed = 0; seed < 1000; seed++) instrument.change({ seed })
    for (let k = 0; k < 100; k++) instrument.events.problem.fire({ severity: 'info', message: `${k}`, tip: null })
    await eventually(() => expect(events).toHaveLength(maxUnseenEvents))
    far.post({ type: 'events', seen: maxUnseenEvents })
    await eventually(() => expect(events).toHaveLength(maxUnseenEvents + 16 + 1))
    expect(events.at(-1)).toMatchObject({
      type: 'state',
      state: [{ topic: 'capture', fields: { seed: 999 } }],
    })
    expect(events.at(-2)).toMatchObject({ event: 'problem', data: { message: '99' } })
  })

  it('lets go of everything when either side closes', async () => {
    for (const close of ['client', 'server'] as const) {
      const { client, served, instrument } = await connected()
      const closed = vi.fn()
      client.onClose(closed)
      if (close === 'client') client.dispose()
      else served.dispose()
      await eventually(() => expect(instrument.viewers[0]?.disposed).toBe(true))
      await eventually(() => expect(closed).toHaveBeenCalledTimes(1))
      expect(Object.values(instrument.events).some((event) => event.hasListeners)).toBe(false)
      expect(instrument.board.onChange).toHaveProperty('hasListeners', false)
      await expect(client.calls.run()).rejects.toMatchObject({ errno: 'ENODEV' })
    }
  })

  it('refuses a viewer of another protocol with EPROTO and lets it try again', async () => {
    const [near, far] = linkedPorts()
    serveInstrument(near, new FakeInstrument())
    const answers: unknown[] = []
    far.onMessage((message) => answers.push(message))
    far.start()
    far.post({ type: 'call', id: 1, call: 'hello', request: { protocol: 999, client: 'new' } })
    far.post({ type: 'call', id: 2, call: 'hello', request: { protocol: protocolVersion, client: 'same' } })
    await eventually(() => expect(answers).toHaveLength(2))
    expect(answers).toMatchObject([
      { type: 'error', id: 1, error: { errno: 'EPROTO', message: expect.stringMatching(/^This page is too new: /) } },
      { type: 'answer', id: 2 },
    ])
  })

  it('serves several viewers, each with its own view and pace', async () => {
    const instrument = new FakeInstrument()
    const clients = await Promise.all(
      [1, 2, 3].map((k) => {
        const [near, far] = linkedPorts()
        serveInstrument(near, instrument)
        return connectInstrument(far, { client: `viewer ${k}` })
      }),
    )
    const counts = [0, 0, 0]
    clients.forEach((client, k) => {
      client.frames.onFrame(() => counts[k]!++)
    })
    clients[0]!.frames.grant(1, 0)
    clients[2]!.frames.grant(1, 0)
    await eventually(() => expect(counts).toEqual([1, 0, 1]))
    clients[0]!.dispose()
    await eventually(() => expect(instrument.viewers.map((viewer) => viewer.disposed)).toEqual([true, false, false]))
  })
})
