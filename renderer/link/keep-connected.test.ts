import { describe, expect, it, vi } from 'vitest'
import { type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import { fail, say } from '#shared/errors.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import type { Port } from '#shared/port/port.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { keepConnected } from './keep-connected.ts'

const noPause = () => Promise.resolve()

describe('keepConnected', () => {
  it('connects again after the port closed', async () => {
    const clients: InstrumentClient[] = []
    const lost: string[] = []
    const fars: Port[] = []
    const connection = keepConnected({
      client: 'test',
      pause: noPause,
      open() {
        const [near, far] = linkedPorts()
        serveInstrument(far, new FakeInstrument())
        fars.push(far)
        return Promise.resolve(near)
      },
      onClient: (client) => void clients.push(client),
      onLost: (error) => void lost.push(error.errno),
    })
    await vi.waitFor(() => expect(clients).toHaveLength(1))
    fars[0]?.close()
    await vi.waitFor(() => expect(clients).toHaveLength(2))
    expect(lost).toEqual(['ENODEV'])
    connection.dispose()
  })

  it('waits longer after every failure, and stops when disposed', async () => {
    const pauses: number[] = []
    const connection = keepConnected({
      client: 'test',
      open: () => Promise.reject(new Error('nobody answers')),
      pause(ms) {
        pauses.push(ms)
        if (pauses.length === 5) connection.dispose()
        return Promise.resolve()
      },
      onClient: () => fail('EIO', say`must not connect`),
      onLost: () => undefined,
    })
    await vi.waitFor(() => expect(pauses).toHaveLength(5))
    expect(pauses).toEqual([200, 500, 1000, 2000, 2000])
  })
})
