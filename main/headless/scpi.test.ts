// `--scpi` on the command line.
import { createServer } from 'node:net'
import { expect, it, vi } from 'vitest'
import { ScpiClient } from '#main/instrument/scpi/testing/scpi-client.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { headless } from './testing/headless.ts'

vi.setConfig({ testTimeout: 30_000 })

it('serves while it captures, beside --iiod, and ends with it', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  const running = headless('--scpi', String(port), '--iiod', '0', '--set', 'sampling_frequency=1000000', '--for', '3s')
  const client = await eventually(() => ScpiClient.open(port))
  await eventually(async () => expect(await client.ask(':ACQ:STAT?;SRAT?')).toBe('RUN;1000000'))
  const { code, complaints } = await running
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  await client.wire.rest()
})

it('is refused where the port is taken', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const { code, complaints } = await headless('--scpi', String(port), '--for', '1s')
  expect(code).toBe(1)
  expect(complaints).toEqual([`Port ${port} of 127.0.0.1 is in use by another program; choose another one.`])
  server.close()
})
