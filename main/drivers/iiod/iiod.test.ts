// Remote devices as devices of the bus: a scripted server has the board, and everything is looked at as a program here sees it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { IioBus, type IioDevice, openDevice } from '#main/iio/index.ts'
import { type Script, ScriptedServer } from '#main/iiod/client/testing/scripted-server.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { errnoFrom } from '#main/testing/index.ts'
import { decodeElement, parseScanType } from '#shared/iio/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { probeRemoteContext } from './index.ts'
import { type Board, type BoardChannel, boardScript, boardValue, boardXml } from './testing/board.ts'

vi.setConfig({ testTimeout: 60_000 })

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function begin(script: Script) {
  const server = await ScriptedServer.begin(script)
  ends.push(() => server.end())
  const bus = new IioBus()
  const heap = new CoherentHeap({ bytes: 8 << 20, poison: true })
  const context = await probeRemoteContext(`ip:127.0.0.1:${server.port}`, { bus, heap, runtime: realRuntime })
  ends.push(async () => {
    await context.remove()
    expect([bus.devices.length, heap.liveAllocations]).toEqual([0, 0])
  })
  return { server, bus, context, device: context.remotes[0]!.device }
}

/** So many scans, as read() gives them. */
async function capture(device: IioDevice, scans: number, bytesPerScan: number): Promise<Uint8Array> {
  const file = openDevice(device)
  try {
    await device.writeAttribute('buffer0/length', '64')
    await device.writeAttribute('buffer0/enable', '1')
    const bytes = new Uint8Array(scans * bytesPerScan)
    for (let at = 0; at < bytes.length; ) at += await file.read(bytes.subarray(at))
    await device.writeAttribute('buffer0/enable', '0')
    return bytes
  } finally {
    file.close()
  }
}

const rated = { sampling_frequency: '1000' }
const simple: Board = { channels: [{ id: 'voltage0', format: 'le:s16/16>>0', index: 0 }], attributes: rated }

describe('samples', () => {
  it('of any types, channels and chunks are the values of the board', async () => {
    const formats = [
      'le:s12/16>>4',
      'be:u10/16>>6',
      'le:s24/32>>8',
      'be:s16/16X3>>0',
      'le:u8/8>>0',
      'be:u64/64>>0',
      'le:s20/24>>2',
    ]
    const anyBoard = fc.record({
      formats: fc.array(fc.constantFrom(...formats), { minLength: 1, maxLength: 40 }),
      timestamp: fc.boolean(),
      modern: fc.boolean(),
      chunkBytes: fc.integer({ min: 1, max: 300 }),
      on: fc.infiniteStream(fc.boolean()),
      also: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(anyBoard, async ({ formats: chosen, timestamp, modern, chunkBytes, on, also }) => {
        const channels: BoardChannel[] = [
          { id: 'temp0' },
          ...chosen.map((format, k) => ({ id: `voltage${k}`, format, index: 2 * k })),
          ...(timestamp ? [{ id: 'timestamp', format: 'le:s64/64>>0', index: 500 }] : []),
        ]
        // In the order of masks: what is no scan element comes last.
        const order = [...channels.slice(1), channels[0]!]
        const version = { major: 0, minor: modern ? 25 : 24 }
        const board: Board = { channels: order, attributes: rated, version, chunkBytes, ...(also && { also: [0] }) }
        const { device } = await begin(boardScript(board))
        const wanted = order.filter(
          ({ id, format }, k) => format !== undefined && (on.next().value || k === chosen.length - 1) && id !== 'temp0',
        )
        for (const { id } of wanted) await device.writeAttribute(`${id}/en`, '1')
        const mask = device.scanElements
          .filter(({ id }) => wanted.some((one) => one.id === id))
          .reduce((bits, { scanIndex }) => bits | (1n << BigInt(scanIndex)), 0n)
        const layout = device.layout(
          mask,
          wanted.some(({ id }) => id === 'timestamp'),
        )
        const bytes = await capture(device, 150, layout.bytes)
        for (let i = 0; i < 150; i++)
          for (const { id, format, index } of wanted as { id: string; format: string; index: number }[]) {
            const type = parseScanType(format)
            const offset =
              id === 'timestamp'
                ? layout.timestampOffset!
                : layout.elements.find((one) => one.scanIndex === index)!.offset
            const place = order.findIndex((one) => one.id === id)
            const values = decodeElement(bytes, i * layout.bytes + offset, type).map(BigInt)
            const expected = values.map((_, k) =>
              (type.sign === 's' ? BigInt.asIntN : BigInt.asUintN)(type.realbits, boardValue(place, i, k)),
            )
            if (values.some((value, k) => value !== expected[k]))
              expect({ i, id, values }).toEqual({ i, id, values: expected })
          }
        for (const end of ends.splice(0).reverse()) await end()
      }),
      { numRuns: 20 },
    )
  })

  it('are asked for by the buffer there, as large as a block here', async () => {
    const { device, server } = await begin(boardScript({ ...simple, bufferAttributes: ['watermark', 'length'] }))
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/kernel_buffers', '8')
    await capture(device, 64, 2)
    const asked = server.lines.filter((line) => !line.startsWith('0 '))
    expect(asked.slice(0, 4)).toEqual([
      '1 TIMEOUT 5000',
      '1 SET iio:device0 BUFFERS_COUNT 8',
      '1 OPEN iio:device0 32 00000001',
      '1 READBUF iio:device0 64',
    ])
    expect(server.lines).toContain('0 WRITE iio:device0 BUFFER watermark 3')
    expect(device.listAttributes().map(({ path: one }) => one)).toContain('buffer0/remote_watermark')
  })

  it('that are refused begin nothing, and say why', async () => {
    const { device, server } = await begin(boardScript(simple, (line) => (line.startsWith('OPEN') ? '-16\n' : null)))
    await device.writeAttribute('voltage0/en', '1')
    await expect(device.writeAttribute('buffer0/enable', '1')).rejects.toMatchObject({
      errno: 'EBUSY',
      message:
        'The other side refuses a buffer of 2048 samples of 1 channels: It is busy, perhaps with another client (EBUSY).',
    })
    expect(await device.readAttribute('buffer0/enable')).toBe('0')
    await eventually(() => expect(server.connections).toBe(1))
  })

  it.each<[string, (session: Parameters<Script>[1]) => void, string | RegExp]>([
    ['the connection ends in the middle', (session) => session.end('64\n00000001\nabcdefg'), /ended the connection\.$/],
    ['the connection is cut', (session) => session.drop(), /ended the connection\.$|broke: /],
    ['a length is wrong', (session) => session.send('65\n00000001\n'), /65 bytes of samples came where 64 were left/],
    ['the mask is wrong', (session) => session.send('64\n1\n'), /'1' is no mask of iio:device0/],
    ['a line never ends', (session) => session.send('6'.repeat(3000)), /longer than 1024 characters/],
    [
      'no samples come',
      (session) => session.send('-110\n'),
      'The other side gives no samples of iio:device0: It waited in vain (ETIMEDOUT).',
    ],
    ['there are none', (session) => session.send('0\n'), 'iio:device0 sends no samples.'],
  ])('end with the reason where %s; the device can be captured again', async (_, wrong, sentence) => {
    let isWrong = true
    const { device, context } = await begin(
      boardScript(simple, (line, session) => {
        if (!line.startsWith('READBUF') || !isWrong) return null
        wrong(session)
        return undefined
      }),
    )
    const reasons: string[] = []
    context.remotes[0]!.stream!.onFailure.on(({ message }) => reasons.push(message))
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/length', '64')
    await device.writeAttribute('buffer0/enable', '1')
    await eventually(() => expect(reasons).toHaveLength(1))
    if (typeof sentence === 'string') expect(reasons[0]).toBe(sentence)
    else expect(reasons[0]).toMatch(sentence)
    await device.writeAttribute('buffer0/enable', '0')
    isWrong = false
    const bytes = await capture(device, 100, 2)
    expect([...new Int16Array(bytes.buffer)]).toEqual(
      Array.from({ length: 100 }, (__, i) => Number(BigInt.asIntN(16, boardValue(0, i, 0)))),
    )
  })
})

describe('attributes', () => {
  const board: Board = {
    ...simple,
    attributes: {
      sampling_frequency: '1000',
      sampling_frequency_available: '1000 2000',
      gain: '3',
      gain_available: '[0 1 9]',
    },
    channelAttributes: { scale: '0.5', offset: '-3', raw: '17', en: 'their own' },
  }

  it('are read and written there; those that cannot be are refused as they are there', async () => {
    const { device, server } = await begin(boardScript(board, (line) => (line.includes(' raw') ? '-16\n' : null)))
    expect(
      await Promise.all(
        ['sampling_frequency', 'voltage0/scale', 'gain', 'name', 'label'].map((one) => device.readAttribute(one)),
      ),
    ).toEqual(['1000', '0.5', '3', 'adc', 'Front end'])
    await device.writeAttribute('gain', '7')
    expect(await device.readAttribute('gain')).toBe('7')
    expect(server.lines).toContain('0 WRITE iio:device0 gain 2')
    expect(await errnoFrom(device.readAttribute('voltage0/raw'))).toBe('EBUSY')
    expect(await errnoFrom(device.writeAttribute('gain_available', '1'))).toBe('EACCES')
    // What the core here has under that name.
    expect(await device.readAttribute('voltage0/en')).toBe('0')
    const options = (one: string) => device.listAttributes().find((entry) => entry.path === one)?.options
    expect([options('sampling_frequency'), options('gain')]).toEqual([['1000', '2000'], null])
  })

  it('of the stream do not change while it is captured, and keep their value when the connection is lost', async () => {
    const { device, server, context } = await begin(boardScript(board))
    await device.writeAttribute('voltage0/en', '1')
    await device.readAttribute('voltage0/scale')
    await device.writeAttribute('buffer0/enable', '1')
    expect(await errnoFrom(device.writeAttribute('sampling_frequency', '2000'))).toBe('EBUSY')
    await device.writeAttribute('gain', '5')
    await device.writeAttribute('buffer0/enable', '0')
    const { port } = server
    await server.end()
    await eventually(() =>
      expect(context.remotes[0]!.link?.down?.message).toMatch(/ended the connection|Nothing listens/),
    )
    expect(await device.readAttribute('voltage0/scale')).toBe('0.5')
    await expect(device.readAttribute('gain')).rejects.toThrow(`127.0.0.1:${port}`)
    // Back, with the same board: everything goes on.
    await server.listen(port)
    await eventually(() => expect(context.remotes[0]!.link?.down).toBeNull())
    expect(await device.readAttribute('gain')).toBe('5')
  })

  it('of another board at the same address are not taken for those of this one', async () => {
    const { server, context } = await begin(boardScript(board))
    const { port } = server
    await server.end()
    server.script = boardScript({ ...board, channels: [...board.channels, { id: 'voltage9' }] })
    await server.listen(port)
    await eventually(() =>
      expect(context.remotes[0]!.link?.down?.message).toBe(`127.0.0.1:${port} has other devices now: add it again.`),
    )
  })

  it('with control characters do not reach a terminal', async () => {
    const { device } = await begin(boardScript({ ...simple, attributes: { gain: '\u001b[2J\u0007x', ...rated } }))
    expect(await device.readAttribute('gain')).toBe('?[2J?x')
  })

  it('say no rate where the board says none, until somebody writes it', async () => {
    const { device } = await begin(boardScript({ ...simple, attributes: {} }))
    expect(await device.readAttribute('sampling_frequency')).toBe('0')
    await device.writeAttribute('sampling_frequency', '500')
    expect(await device.readAttribute('sampling_frequency')).toBe('500')
  })

  it('are those of the channel where the rate is there', async () => {
    const { device, server } = await begin(boardScript({ ...simple, attributes: {}, channelAttributes: rated }))
    expect(await device.readAttribute('sampling_frequency')).toBe('1000')
    await device.writeAttribute('sampling_frequency', '500')
    expect(server.lines).toContain('0 WRITE iio:device0 INPUT voltage0 sampling_frequency 4')
  })
})

describe('a context', () => {
  it('gives a device another name where its own is taken', async () => {
    const { server, bus, context } = await begin(boardScript(simple))
    expect(context.remotes[0]!.device.name).toBe('adc')
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const again = await probeRemoteContext(`ip:127.0.0.1:${server.port}`, { bus, heap, runtime: realRuntime })
    expect(again.remotes[0]!.device.name).toBe('adc-2')
    expect(await again.remotes[0]!.device.readAttribute('remote')).toBe(`iio:device0 of ip:127.0.0.1:${server.port}`)
    await again.remove()
  })

  it('leaves nothing where one of its devices cannot be', async () => {
    const bus = new IioBus()
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const server = await ScriptedServer.begin(() => '5\n<a/>x\n')
    ends.push(() => server.end())
    await expect(
      probeRemoteContext(`ip:127.0.0.1:${server.port}`, { bus, heap, runtime: realRuntime }),
    ).rejects.toThrow('no context')
    expect(bus.devices).toEqual([])
    await eventually(() => expect(server.connections).toBe(0))
  })

  it('in a file shows what it says, and cannot be written', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-context-'))
    ends.push(() => rm(folder, { recursive: true }))
    const file = path.join(folder, 'board.xml')
    await writeFile(
      file,
      boardXml({ ...simple, attributes: { gain: '' } }).replace('name="gain"', 'name="gain" value="7"'),
    )
    const bus = new IioBus()
    const context = await probeRemoteContext(`xml:${file}`, {
      bus,
      heap: new CoherentHeap({ bytes: 1 << 20 }),
      runtime: realRuntime,
    })
    const { device } = context.remotes[0]!
    expect([context.remotes[0]!.stream, await device.readAttribute('gain')]).toEqual([null, '7'])
    expect(await errnoFrom(device.writeAttribute('gain', '1'))).toBe('EACCES')
    await context.remove()
    await expect(
      probeRemoteContext(`xml:${file}x`, { bus, heap: new CoherentHeap({ bytes: 1 << 20 }), runtime: realRuntime }),
    ).rejects.toThrow(`There is no file ${file}x.`)
    expect(bus.devices).toEqual([])
  })
})
