// The switch of a page: programs that use libiio are served, shown, and sent away.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { WireClient } from './testing/wire-client.ts'

let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({ front: 'headless', heapBytes: 256 << 20, run: false })
})
afterAll(() => instrument.close())

const iiod = () => instrument.state().iiod

it('serves on a port of this machine, and no more', async () => {
  const { handlers } = instrument
  expect(iiod()).toEqual({ uri: null, clients: 0, overrun: 'skip' })
  expect(await handlers.iiodClients()).toEqual([])
  await handlers.setIiodOverrun({ overrun: 'stop' })
  const { uri } = await handlers.serveIiod({ port: 0 })
  expect(uri).toMatch(/^ip:127\.0\.0\.1:\d+$/)
  expect(iiod()).toMatchObject({ uri, overrun: 'stop' })
  expect(instrument.parts.iiod.server?.overrun).toBe('stop')
  const client = await WireClient.open(Number(uri!.split(':').at(-1)))
  await vi.waitFor(() => expect(iiod().clients).toBe(1))
  expect(await handlers.iiodClients()).toEqual([
    { address: expect.stringMatching(/^127\.0\.0\.1:\d+$/), devices: [], sampleBytes: 0, skippedScans: 0 },
  ])
  await handlers.stopIiod()
  await vi.waitFor(() => expect(client.socket.destroyed || client.socket.readableEnded).toBe(true))
  expect(iiod()).toMatchObject({ uri: null, clients: 0 })
})

it('refuses a port that another program has', async () => {
  const other = await createInstrument({ front: 'headless', heapBytes: 128 << 20, run: false, analysis: false })
  try {
    const { uri } = await other.handlers.serveIiod({ port: 0 })
    const port = Number(uri!.split(':').at(-1))
    await expect(Promise.resolve(instrument.handlers.serveIiod({ port }))).rejects.toMatchObject({ errno: 'EBUSY' })
    expect(iiod().uri).toBeNull()
    // What is served goes on, and its clients with it.
    const served = await instrument.handlers.serveIiod({ port: 0 })
    const client = await WireClient.open(Number(served.uri!.split(':').at(-1)))
    await expect(Promise.resolve(instrument.handlers.serveIiod({ port }))).rejects.toMatchObject({ errno: 'EBUSY' })
    expect(iiod().uri).toBe(served.uri)
    expect(await client.ask('VERSION')).toMatch(/^\d/)
    // So it does where it is asked for the port that it has; another port is another server.
    await instrument.handlers.serveIiod({ port: Number(served.uri!.split(':').at(-1)) })
    expect(await client.ask('VERSION')).toMatch(/^\d/)
    expect((await instrument.handlers.serveIiod({ port: 0 })).uri).not.toBe(served.uri)
    await vi.waitFor(() => expect(client.socket.destroyed || client.socket.readableEnded).toBe(true))
    await instrument.handlers.stopIiod()
  } finally {
    await other.close()
  }
})
