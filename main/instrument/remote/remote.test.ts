// One instrument captures the device of another one, over the wire: the same samples, and a connection that is lost.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { createInstrument, type InstrumentOptions } from '../create.ts'
import { Served } from '../iiod/testing/served.ts'
import type { Instrument } from '../instrument.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

let served: Served
let port = 0
const clients: Instrument[] = []

beforeEach(async () => {
  served = await Served.begin({ run: true })
  port = served.server.port
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
  await served.end()
})

async function connect(options: Partial<InstrumentOptions> = {}): Promise<Instrument> {
  const client = await createInstrument({
    front: 'headless',
    connect: [`ip:127.0.0.1:${port}`],
    run: false,
    analysis: false,
    heapBytes: 128 << 20,
    ...options,
  })
  clients.push(client)
  return client
}

/** Everything that an instrument captures from now on. */
function witness({ parts: { hub, stack } }: Instrument) {
  let streams: Buffer[][] = []
  let bytes = 0
  hub.addTap({
    name: 'witness',
    onFormat: () => {
      streams = [...streams, []]
      bytes = 0
    },
    onBlocks: (blocks) => {
      for (const block of blocks) streams.at(-1)?.push(Buffer.from(stack.heap.u8(block.address, block.bytes)))
      bytes += blocks.reduce((sum, block) => sum + block.bytes, 0)
    },
  })
  return {
    /** Of the present stream. */
    get bytes() {
      return bytes
    },
    newest: () => Buffer.concat(streams.at(-1) ?? []),
    has: (some: Buffer) => streams.some((blocks) => Buffer.concat(blocks).includes(some)),
  }
}

const captured = (client: Instrument) => client.state().deviceName

describe('the device of another instrument', () => {
  it('is captured without being named, and its samples are those that the other one captures', async () => {
    const made = witness(served.instrument)
    const client = await connect()
    expect(captured(client)).toBe('gigascope-2')
    expect(client.state().samplingFrequencyHz).toBe(1_000_000)
    const got = witness(client)
    // On a busy machine the other side has to wait; should it be too long after all, the stream ends.
    await client.parts.stack.device.writeAttribute('buffer0/kernel_buffers', '256')
    served.server.overrun = 'stop'
    await client.handlers.run()
    await eventually(() => expect(got.bytes).toBeGreaterThan(400_000))
    await client.handlers.stop()
    const some = got.newest().subarray(0, 200_000)
    await eventually(() => expect(made.has(some)).toBe(true))
    expect(client.parts.hub.lostSamples).toBe(0)
    // None is missing by the clock; that is no proof.
    expect(client.parts.hub.format?.gapsByClock).toBe(true)
  })

  it('has its attributes there: what is written here is in force there', async () => {
    const client = await connect()
    await client.writeAttribute('gigascope-2', 'voltage0/source', 'square')
    expect(await served.instrument.parts.stack.device.readAttribute('voltage0/source')).toBe('square')
    await client.handlers.run()
    await client.writeAttribute('gigascope-2', 'sampling_frequency', '2000000')
    expect(served.instrument.state().samplingFrequencyHz).toBe(2_000_000)
    expect(client.state()).toMatchObject({ acquisition: 'running', samplingFrequencyHz: 2_000_000 })
    await expect(client.writeAttribute('gigascope-2', 'voltage0/source', 'nothing')).rejects.toMatchObject({
      errno: 'EINVAL',
      message: "The other side refuses 'nothing' for source: It does not take that (EINVAL).",
    })
  })

  it.each(['at91-adc', 'at91-adc-dma', 'dummy', 'loopback-adc'])('%s is captured as it is there', async (name) => {
    const client = await connect({ device: `${name}-2` })
    const got = witness(client)
    await client.handlers.run()
    await eventually(() => expect(got.bytes).toBeGreaterThan(400))
    await client.handlers.stop()
    const far = served.instrument.parts.stack.bus.find(name)!
    const near = client.parts.stack.device
    expect(near.scanElements.map(({ id, scanType }) => [id, scanType])).toEqual(
      far.scanElements.map(({ id, scanType }) => [id, scanType]),
    )
  })

  it('stays on the screen when the connection is lost, says why, and goes on when it is back', async () => {
    const client = await connect()
    const got = witness(client)
    await client.handlers.run()
    await eventually(() => expect(got.bytes).toBeGreaterThan(100_000))
    await served.instrument.parts.iiod.stop()
    await eventually(() => expect(client.state().acquisition).toBe('fault'))
    expect(client.state().fault).toMatch(
      /ended the connection\..* It is tried again until it works; Run tries at once, Stop gives up\.$/,
    )
    // What came is there, as one stream.
    expect(client.state().epoch).toBe(1)
    await expect(client.handlers.run()).rejects.toThrow(/Nothing listens at/)
    await client.handlers.captureDevice({ device: 'gigascope' })
    expect(captured(client)).toBe('gigascope')
  })

  it('is captured again by itself, and not when somebody has pressed Stop', async () => {
    const client = await connect()
    const remarks: string[] = []
    client.events.problem.on(({ message }) => remarks.push(message))
    await client.handlers.run()
    const { iiod } = served.instrument.parts
    const lose = async (): Promise<void> => {
      await iiod.stop()
      await eventually(() => expect(client.state().acquisition).toBe('fault'))
    }
    await lose()
    await iiod.start(served.instrument, { host: null, port })
    await eventually(() => expect(client.state().acquisition).toBe('running'))
    expect(client.state()).toMatchObject({ fault: null, epoch: 2 })
    await lose()
    await client.handlers.stop()
    expect(client.state().acquisition).toBe('stopped')
    await iiod.start(served.instrument, { host: null, port })
    const { remotes, input } = client.parts.stack
    await eventually(() => expect(remotes.isUp(input)).toBe(true))
    expect(client.state().acquisition).toBe('stopped')
  })

  it('is added by a viewer, by its address alone; files are not read for one', async () => {
    const client = await connect({ connect: [] })
    const { devices } = await client.handlers.addContext({ address: ` 127.0.0.1:${port} ` })
    expect(devices).toContain('gigascope-2')
    expect(client.state().capturable.map(({ name }) => name)).toContain('gigascope-2')
    await expect(client.handlers.addContext({ address: 'xml:/etc/passwd' })).rejects.toMatchObject({ errno: 'EACCES' })
    await expect(client.handlers.addContext({ address: 'a b' })).rejects.toMatchObject({ errno: 'EINVAL' })
  })

  it('is there once, however often it is added', async () => {
    const client = await connect()
    await expect(client.parts.stack.remotes.add(`ip:127.0.0.1:${port}`)).rejects.toMatchObject({ errno: 'EEXIST' })
  })
})

it('an address where nobody is begins nothing', async () => {
  await served.instrument.parts.iiod.stop()
  await expect(connect()).rejects.toThrow(`Nothing listens at 127.0.0.1:${port}; iiod has to run there.`)
})
