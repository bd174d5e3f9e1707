// `--connect` on the command line: the device of another instrument, recorded without a screen.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { Served } from '#main/instrument/iiod/testing/served.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { headless, report } from './testing/headless.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

let served: Served
let folder: string

beforeAll(async () => {
  served = await Served.begin({ run: true })
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-connect-'))
})
afterAll(async () => {
  await served.end()
  await rm(folder, { recursive: true })
})

const uri = (): string => `ip:127.0.0.1:${served.server.port}`
const file = (name: string): string => path.join(folder, name)

/** All that the ADC of the other instrument makes from now on. */
function witness(): () => Buffer {
  const { hub, stack } = served.instrument.parts
  const blocks: Buffer[] = []
  hub.addTap({
    name: 'witness',
    onBlocks: (lent) => {
      for (const { address, bytes } of lent) blocks.push(Buffer.from(stack.heap.u8(address, bytes)))
    },
  })
  return () => Buffer.concat(blocks)
}

it('records and exports exactly what the converter there has made', async () => {
  const made = witness()
  const raw = file('x.raw')
  const npy = file('x.npy')
  const { code, complaints } = await headless(
    ...['--connect', uri(), '--device', 'gigascope-2', '--samples', '100000', '--for', '30s'],
    // On a busy machine the other side has to wait.
    ...['--set', 'buffer0/kernel_buffers=256'],
    ...['--record', raw, '--export', `npy:${npy}`],
  )
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  const recorded = await readFile(raw)
  expect(recorded).toHaveLength(200_000)
  await eventually(() => expect(made().includes(recorded)).toBe(true))
  expect((await readFile(npy)).subarray(-200_000).equals(recorded)).toBe(true)
  expect(JSON.parse(await readFile(`${raw}.json`, 'utf8'))).toMatchObject({
    deviceName: 'gigascope-2',
    samplingFrequencyHz: 1_000_000,
    complete: true,
    gapFree: null,
    gaps: [],
    channels: [{ id: 'voltage0', scanType: 'le:s16/16>>0', scaleMillivolts: 0.030517578 }],
  })
})

it('lists the devices there beside the own ones', async () => {
  const { lines } = await headless('--connect', uri(), '--list')
  const text = lines.join('\n')
  expect(text).toContain(`remote = iio:device0 of ${uri()}  (read-only)`)
  for (const { name } of served.instrument.parts.stack.bus.devices) expect(text).toContain(`: ${name}-2`)
})

it('ends with one sentence where nobody is, and where the connection is lost', async () => {
  const nowhere = await headless('--connect', 'ip:127.0.0.1:1', '--for', '1s')
  expect(nowhere).toMatchObject({
    code: 1,
    complaints: ['The instrument cannot start: Nothing listens at 127.0.0.1:1; iiod has to run there. (EIO)'],
  })
  const running = headless('--connect', uri(), '--record', file('y.raw'), '--for', '30s')
  await eventually(() => expect(served.server.clients.some(({ sentBytes }) => sentBytes > 1 << 20)).toBe(true))
  await served.instrument.parts.iiod.stop()
  const { code, complaints } = await running
  expect(code).toBe(1)
  expect(complaints[0]).toMatch(/^The capture stopped by itself: .* ended the connection\./)
  expect(JSON.parse(await readFile(file('y.raw.json'), 'utf8'))).toMatchObject({ complete: false })
})

it('never calls gap-free what another machine does not count', async () => {
  await served.instrument.parts.iiod.start(served.instrument, { host: null, port: 0 })
  const one = await report('--connect', uri(), '--samples', '20000', '--record', file('z.raw'))
  expect(one).toMatchObject({ lostSamples: 0, gapFree: null, gapsByClock: true, deviceName: 'gigascope-2' })
  const own = await report('--for', '100ms', '--set', 'sampling_frequency=1000000')
  expect(own.gapsByClock).toBe(false)
})
