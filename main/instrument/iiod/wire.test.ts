// The protocol on the wire, byte by byte, with the devices of a real instrument.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { Served } from './testing/served.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

let served: Served

beforeAll(async () => {
  served = await Served.begin({ run: true })
})

afterEach(async () => {
  served.closeClients()
  await eventually(() => expect(served.server.clients).toEqual([]))
  expect(served.isAnyOpen).toBe(false)
})

afterAll(() => served.end())

describe('commands', () => {
  it.each([
    ['VERSION', '0.24.v0.24  '],
    ['version', '0.24.v0.24  '],
    ['Version', '-22'],
    [' VERSION', '-22'],
    ['VERSION  \t', '0.24.v0.24  '],
    ['NONSENSE', '-22'],
    ['BINARY', '-22'],
    ['ZPRINT', '-22'],
    ['TIMEOUT 2500', '0'],
    ['TIMEOUT -1', '0'],
    ['TIMEOUT 2147483647', '0'],
    ['READ nothing name', '-19'],
    ['READ gigascope nothing', '-2'],
    ['READ gigascope INPUT voltage9 raw', '-6'],
    ['READ gigascope OUTPUT voltage0 raw', '-6'],
    ['READ gigascope INPUT voltage0 nothing', '-2'],
    ['READ gigascope DEBUG nothing', '-2'],
    ['READ gigascope BUFFER nothing', '-2'],
    ['READ iio:device0', /^\d+$/],
    ['WRITE gigascope', '-22'],
    ['GETTRIG nothing', '-19'],
    ['GETTRIG gigascope', '-2'],
    ['GETTRIG trigger0', '-2'],
    ['GETTRIG dummy', '5'],
    ['SETTRIG gigascope timer', '-2'],
    ['SETTRIG dummy nothing', '-2'],
    ['SETTRIG dummy trigger0', '0'],
    ['SET gigascope BUFFERS_COUNT 0', '-22'],
    ['SET gigascope BUFFERS_COUNT 4', '0'],
    ['SET nothing BUFFERS_COUNT 4', '-19'],
    ['READBUF nothing 32', '-19'],
    ['READBUF gigascope 32', '-9'],
    ['WRITEBUF gigadac 32', '-9'],
    ['CLOSE gigascope', '-6'],
    ['CLOSE nothing', '-19'],
    ['OPEN nothing 8 00000001', '-19'],
    ['OPEN gigascope 8 00000000', '-22'],
    ['OPEN gigascope 8 00000004', '-22'],
    ['OPEN gigascope 8 1', '-22'],
    ['OPEN gigascope 8 0000000000000001', '-22'],
    ['OPEN gigascope 0 00000001', '-22'],
    ['OPEN gigascope 8 00000001 CYCLIC', '-1'],
    ['OPEN gigascope 900000000 00000001', '-12'],
    ['OPEN dummy 8 00000020', '-22'],
    ['OPEN trigger0 8 00000001', '-22'],
  ])('%s is answered with %s', async (line, answer) => {
    const client = await served.client()
    const got = await client.ask(line)
    if (answer instanceof RegExp) expect(got).toMatch(answer)
    else expect(got).toBe(answer)
  })

  it('are answered in order, however they arrive, and an empty line is not', async () => {
    const client = await served.client()
    client.send('\r\n\nVERSION\r\nFOO\nTIMEOUT 5\nGETTRIG dummy\r\nVER')
    expect([await client.line(), await client.line(), await client.line()]).toEqual(['0.24.v0.24  ', '-22', '0'])
    expect([await client.line(), await client.line()]).toEqual(['5', 'timer'])
    client.send('SION\r')
    client.send('\n')
    expect(await client.line()).toBe('0.24.v0.24  ')
  })

  it('of a megabyte are one error', async () => {
    const client = await served.client()
    client.send('x'.repeat(1 << 20))
    client.send('y'.repeat(1 << 20))
    client.send('\nVERSION\n')
    expect([await client.line(), await client.line()]).toEqual(['-22', '0.24.v0.24  '])
  })

  it('that came before the client ended its half are answered; then the server ends', async () => {
    const client = await served.client()
    client.send('VERSION\r\nTIMEOUT 1\r\n')
    client.socket.end()
    expect(await client.rest()).toBe('0.24.v0.24  \n0\n')
  })

  it('end with EXIT, which has no answer', async () => {
    const client = await served.client()
    client.send('\r\nEXIT\r\n')
    expect(await client.rest()).toBe('')
  })

  it('of more connections than there may be are not heard', async () => {
    const clients = await Promise.all(Array.from({ length: 64 }, () => served.client()))
    const one = await served.client()
    expect(await one.rest()).toBe('')
    expect(await clients[63]?.ask('VERSION')).toBe('0.24.v0.24  ')
  })
})

describe('the XML', () => {
  it('has every device and trigger, its length in bytes, and channels in the order of the masks', async () => {
    const client = await served.client()
    const length = Number(await client.ask('PRINT'))
    const xml = (await client.bytes(length)).toString()
    expect(await client.line()).toBe('')
    expect(xml).toMatch(/^<\?xml .*<\/context>$/)
    expect(length).toBeLessThan(64 << 10)
    const { bus } = served.instrument.parts.stack
    const ids = [...xml.matchAll(/<device id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids).toEqual([...bus.devices, ...bus.triggers].map(({ id }) => id))
    const dummy = xml.slice(xml.indexOf('name="dummy"'), xml.indexOf('name="dummy-dma"'))
    expect([...dummy.matchAll(/<channel id="([^"]+)" type="(\w+)"/g)].map(([, id, type]) => `${id} ${type}`)).toEqual([
      'voltage0 input',
      'voltage1-voltage2 input',
      'voltage3-voltage4 input',
      'accel_x input',
      'timestamp input',
      'voltage0 output',
      'steps input',
      'activity_running input',
    ])
    expect(dummy).toContain('<scan-element index="0" format="le:u13/16&gt;&gt;0" scale="0.001333" />')
    expect(dummy).toContain('<scan-element index="4" format="le:S64/64&gt;&gt;0" />')
  })

  it('lists attributes that all read, within what a client has room for', async () => {
    const client = await served.client()
    const xml = (await client.bytes(Number(await client.ask('PRINT')) + 1)).toString()
    const places: string[] = []
    for (const [, id = '', device = ''] of xml.matchAll(/<device id="([^"]+)"(.*?)<\/device>/g)) {
      const names = (text: string, kind: string) => [...text.matchAll(new RegExp(`<${kind} name="([^"]+)"`, 'g'))]
      for (const [, channel = '', type = '', inside = ''] of device.matchAll(
        /<channel id="([^"]+)" type="(\w+)" >(.*?)<\/channel>/g,
      ))
        places.push(...names(inside, 'attribute').map(([, name]) => `${id} ${type.toUpperCase()} ${channel} ${name}`))
      const outside = device.replace(/<channel .*<\/channel>/, '')
      places.push(...names(outside, 'attribute').map(([, name]) => `${id} ${name}`))
      places.push(...names(outside, 'buffer-attribute').map(([, name]) => `${id} BUFFER ${name}`))
    }
    expect(places.length).toBeGreaterThan(100)
    for (const place of places) {
      const value = await client.read(place)
      expect({ place, value }).toEqual({ place, value: expect.stringMatching(/^[^\n]*\0\n$/) })
      expect(String(value).length).toBeLessThan(1024)
    }
  })
})

describe('attributes', () => {
  it('are read with a zero byte that counts, and packed when none is named', async () => {
    const client = await served.client()
    expect(await client.read('gigascope sampling_frequency')).toBe('1000000\0\n')
    expect(await client.read('gigascope INPUT voltage0 source_file')).toBe('\0\n')
    const packed = await client.read('trigger0')
    expect(packed).toBe('\0\0\0\x051000\0\0\0\0\n')
  })

  it('read raw of a channel that is captured, and of one that is not', async () => {
    const client = await served.client()
    expect(await client.read('gigascope INPUT voltage0 raw')).toMatch(/^-?\d+\0\n$/)
    expect(await client.read('gigascope INPUT voltage1 raw')).toMatch(/^-?\d+\0\n$/)
  })

  it('are written, with or without the zero byte, and read back', async () => {
    const client = await served.client()
    expect(await client.write('gigascope INPUT voltage0 source_amplitude', '0.25')).toBe('5')
    client.send('WRITE gigascope INPUT voltage0 source_offset 4\r\n0.10')
    expect(await client.line()).toBe('4')
    expect(await client.read('gigascope INPUT voltage0 source_amplitude')).toBe('0.25\0\n')
    expect(await client.read('gigascope INPUT voltage0 source_offset')).toBe('0.1\0\n')
    expect(await served.instrument.parts.stack.device.readAttribute('voltage0/source_amplitude')).toBe('0.25')
  })

  it('of devices that are not captured are told to who watches when they are written', async () => {
    const client = await served.client()
    const { board } = served.instrument
    const told = vi.fn(() => board.state.devicesRevision)
    const listening = board.onChange.on(told)
    const before = served.instrument.state().devicesRevision
    expect(await client.write('trigger0 sampling_frequency', '500')).toBe('4')
    await eventually(() => expect(told.mock.results.at(-1)?.value).toBeGreaterThan(before))
    listening.dispose()
    const trees = await served.instrument.handlers.listDevices()
    const value = trees
      .find(({ id }) => id === 'trigger0')
      ?.attributes.find(({ path }) => path === 'sampling_frequency')
    expect(value).toMatchObject({ value: '500' })
    expect(trees.filter(({ moves }) => moves).map(({ name }) => name)).toEqual(['gigascope'])
    await client.write('trigger0 sampling_frequency', '1000')
  })

  it('tell an input from an output of the same id', async () => {
    const client = await served.client()
    expect(await client.write('dummy OUTPUT voltage0 raw', '12')).toBe('3')
    expect([await client.read('dummy OUTPUT voltage0 raw'), await client.read('dummy INPUT voltage0 raw')]).toEqual([
      '12\0\n',
      '73\0\n',
    ])
  })

  it('are written packed', async () => {
    const client = await served.client()
    client.send('WRITE trigger0 12\r\n\0\0\0\x05' + '2000\0\0\0\0VERSION\r\n')
    expect([await client.line(), await client.line()]).toEqual(['12', '0.24.v0.24  '])
    expect(await client.read('trigger0 sampling_frequency')).toBe('2000\0\n')
    await client.write('trigger0 sampling_frequency', '1000')
  })

  it('that are refused take their payload with them', async () => {
    const client = await served.client()
    expect(await client.write('nothing at_all', 'VERSION\r\n')).toBe('-19')
    expect(await client.write('gigascope INPUT voltage7 raw', '1')).toBe('-6')
    expect(await client.write('gigascope nothing', '1')).toBe('-2')
    expect(await client.write('gigascope INPUT voltage0 scale', '1')).toBe('-13')
    expect(await client.write('gigascope sampling_frequency', 'fast')).toBe('-22')
    client.send('WRITE gigascope sampling_frequency 0\r\n')
    expect(await client.line()).toBe('-5')
    expect(await client.ask('VERSION')).toBe('0.24.v0.24  ')
  })

  it('name no file that is not offered', async () => {
    const client = await served.client()
    expect(Number(await client.write('gigascope INPUT voltage0 source', 'file:/etc/hostname'))).toBeLessThan(0)
  })

  it('of more than anybody writes end the connection', async () => {
    const client = await served.client()
    client.send('WRITE gigascope sampling_frequency 65537\r\n')
    expect(await client.rest()).toBe('')
  })

  it('of a trigger are set and cleared', async () => {
    const client = await served.client()
    expect(await client.ask('SETTRIG dummy')).toBe('0')
    expect(await client.ask('GETTRIG dummy')).toBe('0')
    expect(await client.ask('OPEN dummy 8 00000001')).toBe('-22')
    expect(await client.ask('SETTRIG dummy timer')).toBe('0')
    expect([await client.ask('GETTRIG dummy'), await client.line()]).toEqual(['5', 'timer'])
  })
})
