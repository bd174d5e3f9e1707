// Samples on the wire: of the captured device from its blocks, of others through their own buffers.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { Served } from './testing/served.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 })

let served: Served
/** Everything the ADC made, as it was captured, and of how many bytes a scan was. */
const made: { bytesPerScan: number; blocks: Buffer[] }[] = []

beforeAll(async () => {
  served = await Served.begin({ run: true })
  const { hub, stack } = served.instrument.parts
  hub.addTap({
    name: 'witness',
    onFormat: ({ bytesPerScan }) => made.push({ bytesPerScan, blocks: [] }),
    onBlocks: (blocks) => {
      for (const { address, bytes } of blocks) made.at(-1)?.blocks.push(Buffer.from(stack.heap.u8(address, bytes)))
    },
  })
})

afterEach(async () => {
  served.closeClients()
  await eventually(() => expect(served.server.clients).toEqual([]))
  expect(served.isAnyOpen).toBe(false)
})

afterAll(() => served.end())

const enabled = (id: string): Promise<string> => served.instrument.parts.stack.device.readAttribute(`${id}/en`)

/** All that was captured, cut to the channel at this place of a scan of two; all of a scan when it has one. */
function madeOf(place: number | null): Buffer[] {
  return made.map(({ bytesPerScan, blocks }) => {
    const all = Buffer.concat(blocks)
    if (place === null || bytesPerScan === 2) return all
    const cut = Buffer.alloc(all.length / 2)
    for (let k = 0; k < all.length / 4; k++) all.copy(cut, k * 2, k * 4 + place * 2, k * 4 + place * 2 + 2)
    return cut
  })
}

describe('the captured device', () => {
  it.each([1, 2, 7, 8, 100, 1000, 4096, 20_000])(
    'gives buffers of %i scans, each as the ADC made it',
    async (scans) => {
      for (const [mask, bytes, place] of [
        ['00000001', 2, 0],
        ['00000002', 2, 1],
        ['00000003', 4, null],
      ] as const) {
        const client = await served.client()
        expect(await client.ask(`OPEN gigascope ${scans} ${mask}`)).toBe('0')
        const size = scans * bytes
        for (let k = 0; k < 3; k++) {
          const got = await client.readBuffer('gigascope', size)
          expect([got.mask, got.samples.length, got.end]).toEqual([mask, size, null])
          // Of two bytes there may be many; the noise makes more unique.
          expect(madeOf(place).some((all) => all.includes(got.samples))).toBe(true)
        }
        expect(await client.ask('CLOSE gigascope')).toBe('0')
      }
      expect(await enabled('voltage1')).toBe('0')
    },
  )

  it('frames a reply as iiod does', async () => {
    const client = await served.client()
    await client.ask('OPEN gigascope 8 00000001')
    client.send(
      'READBUF gigascope 40\r\nREADBUF gigascope 17\r\nREADBUF gigascope 1\r\nREADBUF gigascope 0\r\nVERSION\r\n',
    )
    expect([await client.line(), await client.line()]).toEqual(['16', '00000001'])
    await client.bytes(16)
    expect(await client.line()).toBe('16')
    await client.bytes(16)
    expect(await client.line()).toBe('8')
    await client.bytes(8)
    expect([await client.line(), await client.line()]).toEqual(['16', '00000001'])
    await client.bytes(16)
    expect([await client.line(), await client.line(), await client.line()]).toEqual(['0', '0', '0'])
    expect(await client.line()).toBe('0.24.v0.24  ')
  })

  it('gives each of several clients its own channels', async () => {
    const [one, other] = [await served.client(), await served.client()]
    expect(await one.ask('OPEN gigascope 256 00000001')).toBe('0')
    expect((await one.readBuffer('gigascope', 512)).mask).toBe('00000001')
    expect(await other.ask('OPEN gigascope 100 00000003')).toBe('0')
    const [a, b] = await Promise.all([one.readBuffer('gigascope', 5120), other.readBuffer('gigascope', 4000)])
    expect([a.mask, a.samples.length, b.mask, b.samples.length]).toEqual(['00000001', 5120, '00000003', 4000])
    expect(await enabled('voltage1')).toBe('1')
    // One that is killed in the middle of a reply leaves nothing behind.
    other.send('READBUF gigascope 400000000\r\n')
    await other.line()
    other.close()
    await eventually(() => expect(served.server.clients).toHaveLength(1))
    expect((await one.readBuffer('gigascope', 512)).samples).toHaveLength(512)
    one.close()
    await eventually(async () => expect(await enabled('voltage1')).toBe('0'))
  })

  it('is not held up by a client that does not read', async () => {
    const { hub } = served.instrument.parts
    const stuck = await served.client()
    await stuck.ask('OPEN gigascope 1024 00000001')
    stuck.socket.pause()
    stuck.send('READBUF gigascope 1000000000\r\n')
    const before = hub.nextSample
    await eventually(() => expect(served.server.clients.some(({ skippedScans }) => skippedScans > 100_000)).toBe(true))
    expect(hub.nextSample).toBeGreaterThan(before + 100_000)
    const other = await served.client()
    await other.ask('OPEN gigascope 1024 00000001')
    expect((await other.readBuffer('gigascope', 20_480)).end).toBeNull()
  })

  it('begins when it is stopped and opened, and stops when it is closed', async () => {
    const { handlers, parts } = served.instrument
    await handlers.stop()
    const client = await served.client()
    expect(await client.ask('OPEN gigascope 64 00000001')).toBe('0')
    expect((await client.readBuffer('gigascope', 128)).end).toBeNull()
    expect(await client.ask('OPEN gigascope 64 00000001')).toBe('-16')
    expect(await client.ask('CLOSE gigascope')).toBe('0')
    expect(parts.hub.isRunning).toBe(false)
    expect(await client.ask('READBUF gigascope 128')).toBe('-9')
    await handlers.run()
  })

  it('says when nothing comes in time, and goes on when something does', async () => {
    const { handlers } = served.instrument
    const client = await served.client()
    await client.ask('TIMEOUT 50')
    await client.ask('OPEN gigascope 500000 00000001')
    await handlers.stop()
    const got = await client.readBuffer('gigascope', 1_000_000)
    expect(got.end).toBe(-110)
    await handlers.run()
    await client.ask('TIMEOUT 0')
    expect((await client.readBuffer('gigascope', 1_000_000)).end).toBeNull()
  })

  it('ends a stream that must be whole when it is not', async () => {
    served.server.overrun = 'stop'
    const client = await served.client()
    await client.ask('OPEN gigascope 16 00000001')
    served.server.overrun = 'skip'
    await served.instrument.handlers.stop()
    await served.instrument.handlers.run()
    const got = await client.readBuffer('gigascope', 1 << 30)
    expect(got.end).toBe(-75)
    expect(got.samples.length % 32).toBe(0)
  })

  it('is opened through its buffer when another one is captured', async () => {
    const { handlers } = served.instrument
    const client = await served.client()
    await client.ask('OPEN gigascope 64 00000001')
    await handlers.captureDevice({ device: 'dummy' })
    expect((await client.readBuffer('gigascope', 1 << 26)).end).toBe(-19)
    expect(await client.ask('CLOSE gigascope')).toBe('0')
    expect(await client.ask('OPEN gigascope 64 00000003')).toBe('0')
    expect((await client.readBuffer('gigascope', 2560)).samples).toHaveLength(2560)
    await expect(handlers.captureDevice({ device: 'gigascope' })).rejects.toMatchObject({ errno: 'EBUSY' })
    await client.ask('CLOSE gigascope')
    await handlers.captureDevice({ device: 'gigascope' })
  })
})

describe('a device that is not captured', () => {
  it.each([
    ['dummy', '0000001f', 16],
    ['dummy', '00000009', 4],
    ['dummy', '00000011', 16],
    ['at91-adc', '00000001', 2],
    ['loopback-adc', '00000001', 2],
  ])('%s with mask %s gives scans of %i bytes', async (device, mask, bytes) => {
    const client = await served.client()
    expect(await client.ask(`OPEN ${device} 10 ${mask}`)).toBe('0')
    const got = await client.readBuffer(device, 30 * bytes)
    expect([got.mask, got.samples.length, got.end]).toEqual([mask, 30 * bytes, null])
    expect(await client.ask(`CLOSE ${device}`)).toBe('0')
  })

  it('gives each of several clients its own channels, cut from what they want together', async () => {
    const [one, other] = [await served.client(), await served.client()]
    await one.ask('OPEN dummy 10 00000001')
    await other.ask('OPEN dummy 4 00000010')
    const [a, b] = await Promise.all([one.readBuffer('dummy', 200), other.readBuffer('dummy', 0)])
    expect([a.mask, a.samples.length, b.samples.length]).toEqual(['00000001', 200, 0])
  })

  it('times out, and goes on', async () => {
    const client = await served.client()
    expect(await client.write('trigger0 sampling_frequency', '200')).toBe('4')
    await client.ask('TIMEOUT 20')
    await client.ask('OPEN dummy 100 00000001')
    expect((await client.readBuffer('dummy', 200)).end).toBe(-110)
    // A stream has one rate.
    expect(await client.write('trigger0 sampling_frequency', '1000')).toBe('-16')
    await client.ask('TIMEOUT 0')
    expect((await client.readBuffer('dummy', 200)).end).toBeNull()
    expect(await client.ask('CLOSE dummy')).toBe('0')
    expect(await client.write('trigger0 sampling_frequency', '1000')).toBe('5')
  })
})

describe('an output', () => {
  const ramp = (scans: number): Buffer => {
    const samples = Buffer.alloc(scans * 2)
    for (let k = 0; k < scans; k++) samples.writeInt16LE(k + 1, k * 2)
    return samples
  }

  it('puts out what is written, which the wire gives back', async () => {
    const [writer, reader] = [await served.client(), await served.client()]
    const rate = '10000'
    expect(await writer.write('loopback-adc sampling_frequency', rate)).toBe(String(rate.length + 1))
    expect(await reader.ask('OPEN loopback-adc 4000 00000001')).toBe('0')
    expect(await writer.ask('OPEN loopback-dac 500 00000001')).toBe('0')
    const other = await served.client()
    expect(await other.ask('OPEN loopback-dac 500 00000001')).toBe('-16')
    expect(await writer.ask('WRITEBUF loopback-dac 2000')).toBe('0')
    writer.send(ramp(1000))
    expect(await writer.line()).toBe('2000')
    const { samples } = await reader.readBuffer('loopback-adc', 8000)
    expect(samples.includes(ramp(1000))).toBe(true)
    expect(await writer.ask('READBUF loopback-dac 32')).toBe('-1')
    expect(await writer.ask('WRITEBUF loopback-dac 1')).toBe('-22')
    expect(await writer.ask('CLOSE loopback-dac')).toBe('0')
  })

  it('repeats a cyclic buffer until it is closed', async () => {
    const [writer, reader] = [await served.client(), await served.client()]
    await writer.write('loopback-adc sampling_frequency', '10000')
    expect(await writer.ask('OPEN loopback-dac 100 00000001 CYCLIC')).toBe('0')
    expect(await writer.ask('WRITEBUF loopback-dac 200')).toBe('0')
    writer.send(ramp(100))
    expect(await writer.line()).toBe('200')
    expect(await writer.ask('WRITEBUF loopback-dac 200')).toBe('-16')
    await reader.ask('OPEN loopback-adc 1000 00000001')
    const { samples } = await reader.readBuffer('loopback-adc', 2000)
    expect(samples.includes(Buffer.concat([ramp(100), ramp(100), ramp(100)]))).toBe(true)
    expect(await writer.ask('CLOSE loopback-dac')).toBe('0')
  })
})
