// `--iiod` on the command line.
import { createServer } from 'node:net'
import { expect, it, vi } from 'vitest'
import { WireClient } from '#main/instrument/iiod/testing/wire-client.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { headless } from './testing/headless.ts'

vi.setConfig({ testTimeout: 30_000 })

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

it('serves while it captures, tells its clients, and ends with it', async () => {
  const port = await freePort()
  const running = headless('--iiod', String(port), '--set', 'sampling_frequency=1000000', '--for', '3s')
  const client = await eventually(() => WireClient.open(port))
  expect(await client.ask('VERSION')).toBe('0.24.v0.24  ')
  await client.ask('OPEN gigascope 100 00000001')
  expect((await client.readBuffer('gigascope', 200)).samples).toHaveLength(200)
  const { code, lines, complaints } = await running
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  expect(lines.some((line) => line.includes('| iiod 1 connection, '))).toBe(true)
  await client.rest()
})

it.each(['skip', 'stop'] as const)(
  '--iiod-overrun %s says what becomes of scans that a client is too slow for',
  async (overrun) => {
    const port = await freePort()
    const running = headless(
      ...['--iiod', String(port), '--iiod-overrun', overrun, '--set', 'sampling_frequency=10000000', '--for', '3s'],
    )
    const client = await eventually(() => WireClient.open(port))
    // A block of the capture has more scans than all buffers of this client together.
    await client.ask('OPEN gigascope 16 00000001')
    const { end, samples } = await client.readBuffer('gigascope', 1 << 20)
    expect(end).toBe(overrun === 'stop' ? -75 : null)
    if (overrun === 'skip') expect(samples).toHaveLength(1 << 20)
    const { code, complaints } = await running
    expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
    await client.rest()
  },
)

it('is refused where the port is taken', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const { code, complaints } = await headless('--iiod', String(port), '--for', '1s')
  expect(code).toBe(1)
  expect(complaints).toEqual([`Port ${port} of 127.0.0.1 is in use by another program; choose another one.`])
  server.close()
})
