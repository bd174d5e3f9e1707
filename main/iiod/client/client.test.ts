// The client against a server that a test scripts: what is right, and every way in which it can be wrong.
import { afterEach, describe, expect, it } from 'vitest'
import { errnoFrom } from '#main/testing/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { ContextClient } from './client.ts'
import { IiodConnection } from './connection.ts'
import { RemoteBuffer } from './remote-buffer.ts'
import { contextScript, framed, type Script, ScriptedServer, type ScriptedSession } from './testing/scripted-server.ts'

const xml =
  '<context name="x" version-major="0" version-minor="24"><device id="iio:device0" name="adc">' +
  '<channel id="voltage0" type="input"><scan-element index="0" format="le:s16/16&gt;&gt;0"/></channel>' +
  '<attribute name="rate"/></device></context>'

const nobody: ScriptedSession = { index: 0, send: () => undefined, end: () => undefined, drop: () => undefined }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await ScriptedServer.begin(script)
  ends.push(() => server.end())
  return server
}

const endpointOf = ({ port }: ScriptedServer) => ({ host: '127.0.0.1', port })

async function open(rest?: Script): Promise<{ client: ContextClient; server: ScriptedServer }> {
  const server = await serve(contextScript(xml, rest))
  const client = await ContextClient.open(endpointOf(server))
  ends.push(() => client.close())
  return { client, server }
}

async function sentenceOfOpen(script: Script): Promise<string> {
  const server = await serve(script)
  const outcome = await ContextClient.open(endpointOf(server)).then(
    (client) => {
      client.close()
      return 'opened'
    },
    (thrown: Error) => thrown.message.replaceAll(String(server.port), 'PORT'),
  )
  // Whatever came of it, nothing is left open.
  await eventually(() => expect(server.connections).toBe(0))
  return outcome
}

/** Sends this much, and ends the connection. */
const dropsAfter =
  (text: string): Script =>
  (_, session) => {
    session.end(text)
    return undefined
  }

const device = { kind: 'device' } as const

describe('a context', () => {
  it('is asked for with commands that every server knows, and lines that end as tinyiiod wants them', async () => {
    const { client, server } = await open()
    expect(client.context.devices.map(({ name }) => name)).toEqual(['adc'])
    expect(server.lines).toEqual(['0 PRINT', '0 TIMEOUT 2500'])
  })

  it.each<[string, Script, string | RegExp]>([
    [
      'a web server',
      () => 'HTTP/1.1 400 Bad Request\n',
      /does not keep to the protocol: An answer is a number, not 'HTTP\/1.1 400/,
    ],
    ['a refusal', () => '-38\n', 'The other side refuses PRINT: It says ENOSYS.'],
    ['a length beyond all reason', () => '999999999\n', /An answer of 999999999 bytes is too long/],
    ['a length that is no number', () => '12x\n', /An answer is a number, not '12x'/],
    ['a length that is short', () => `${xml.length - 1}\n${xml}\n`, /does not end where it should/],
    ['a line without an end', () => '1'.repeat(5000), /A line of an answer is longer than 1024 characters/],
    ['XML that is none', () => framed('<context'), /The context is no XML/],
    ['the end of the connection', dropsAfter(''), /ended the connection\.$|broke: /],
    ['half of it, and the end', dropsAfter('500\n<context'), /ended the connection/],
  ])('%s is refused with one sentence', async (_, script, sentence) => {
    const said = await sentenceOfOpen(script)
    if (typeof sentence === 'string') expect(said).toBe(sentence)
    else expect(said).toMatch(sentence)
    expect(said).not.toContain('\n')
  })

  it('is not waited for without end', async () => {
    const server = await serve(() => undefined)
    const connection = await IiodConnection.open(endpointOf(server))
    ends.push(() => connection.close())
    const asked = connection.ask('PRINT', (incoming) => incoming.number(), { timeoutMs: 30 })
    expect(await errnoFrom(asked)).toBe('ETIMEDOUT')
    await expect(connection.ask('VERSION', (incoming) => incoming.line())).rejects.toThrow(
      'did not answer PRINT within 0.03 s.',
    )
  })

  it('that nobody serves is said so', async () => {
    const server = await ScriptedServer.begin(() => undefined)
    const endpoint = endpointOf(server)
    await server.end()
    await expect(ContextClient.open(endpoint)).rejects.toThrow(
      `Nothing listens at 127.0.0.1:${endpoint.port}; iiod has to run there.`,
    )
  })
})

describe('attributes', () => {
  it('are read in turn, however the answers are cut', async () => {
    const { client, server } = await open((line, session) => {
      for (const letter of framed(`${line.split(' ').at(-1)}\0`)) session.send(letter)
      return undefined
    })
    const places = [device, { kind: 'debug' }, { kind: 'channel', direction: 'in', channel: 'voltage0' }] as const
    const read = await Promise.all(places.map((place, k) => client.readAttribute('iio:device0', place, `a${k}`)))
    expect(read).toEqual(['a0', 'a1', 'a2'])
    expect(server.lines.slice(2)).toEqual([
      '0 READ iio:device0 a0',
      '0 READ iio:device0 DEBUG a1',
      '0 READ iio:device0 INPUT voltage0 a2',
    ])
  })

  it('are written with the zero byte that libiio sends', async () => {
    let written = ''
    const { client } = await open((_, __, payload) => {
      written = payload
      return `${payload.length}\n`
    })
    await client.writeAttribute('iio:device0', device, 'rate', '1000')
    expect(written).toBe('1000\0')
  })

  it.each([
    ['-16\n', 'EBUSY', /It is busy, perhaps with another client \(EBUSY\)\.$/],
    ['-13\n', 'EACCES', /It is not allowed \(EACCES\)\.$/],
    ['-999\n', 'EIO', /It says error 999\.$/],
  ] as const)('that are refused (%j) leave the connection as it is', async (answer, errno, sentence) => {
    let isRefusing = true
    const { client } = await open(() => (isRefusing ? answer : framed('1\0')))
    const asked = client.readAttribute('iio:device0', device, 'rate')
    await expect(asked).rejects.toMatchObject({ errno, message: expect.stringMatching(sentence) })
    isRefusing = false
    expect(await client.readAttribute('iio:device0', device, 'rate')).toBe('1')
    expect(client.lost).toBeNull()
  })

  it('end the connection when an answer is out of step, and every question with it', async () => {
    const { client } = await open(() => '3\nabcd\n')
    let lost = ''
    client.onLost.on(({ message }) => {
      lost = message
    })
    const asked = [1, 2, 3].map(() => client.readAttribute('iio:device0', device, 'rate'))
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(lost).toMatch(/does not keep to the protocol: An answer of 3 bytes does not end where it should\.$/)
  })

  it('longer than a value can be are not sent', async () => {
    const { client, server } = await open()
    expect(await errnoFrom(client.writeAttribute('iio:device0', device, 'rate', 'x'.repeat(5000)))).toBe('EMSGSIZE')
    expect(server.lines).toHaveLength(2)
  })
})

describe('a trigger', () => {
  it.each([
    ['0\n', ''],
    ['6\ntimer0\n', 'timer0'],
    ['-2\n', null],
  ])('%j is %j', async (answer, name) => {
    const server = await serve((line) => (line.startsWith('GETTRIG') ? answer : contextScript(xml)(line, nobody, '')))
    const client = await ContextClient.open(endpointOf(server))
    ends.push(() => client.close())
    expect(await client.readTrigger('iio:device0')).toBe(name)
  })
})

describe('a buffer', () => {
  const wish = {
    device: 'iio:device0',
    channels: 1,
    places: [0],
    samples: 4,
    timeoutMs: 1000,
    buffersCount: 8,
    canSetBuffers: true,
  }

  async function buffer(script: Script, more: object = {}): Promise<{ buffer: RemoteBuffer; server: ScriptedServer }> {
    const server = await serve((line, session, payload) =>
      line.startsWith('READBUF') ? script(line, session, payload) : '0\n',
    )
    const opened = await RemoteBuffer.open({ endpoint: endpointOf(server), ...wish, ...more })
    ends.push(() => opened.close())
    return { buffer: opened, server }
  }

  function taker() {
    const taken = { masks: [] as string[], bytes: '' }
    return {
      taken,
      begin: (places: readonly number[]) => void taken.masks.push(places.join()),
      take: (part: Uint8Array) => {
        taken.bytes += Buffer.from(part).toString('latin1')
      },
    }
  }

  it('is opened with its size, mask and number, and read in chunks of any size', async () => {
    const { buffer: opened, server } = await buffer(() => '3\n00000001\nabc2\nde3\nfgh')
    const into = taker()
    expect(await opened.read(8, into)).toBe(8)
    expect(into.taken).toEqual({ masks: ['0'], bytes: 'abcdefgh' })
    expect(server.lines).toEqual([
      '0 TIMEOUT 1000',
      '0 SET iio:device0 BUFFERS_COUNT 8',
      '0 OPEN iio:device0 4 00000001',
      '0 READBUF iio:device0 8',
    ])
  })

  it('may end an answer early, and with an error in the middle; the next is asked for as ever', async () => {
    const answers = ['4\n00000001\nabcd0\n', '4\n00000001\nabcd-110\n', '8\n00000001\nabcdefgh']
    const { buffer: opened } = await buffer(() => answers.shift())
    expect(await opened.read(8, taker())).toBe(4)
    await expect(opened.read(8, taker())).rejects.toMatchObject({
      errno: 'ETIMEDOUT',
      message: 'The other side gives no samples of iio:device0: It waited in vain (ETIMEDOUT).',
    })
    expect(await opened.read(8, taker())).toBe(8)
  })

  it.each<[string, Script, RegExp]>([
    ['more than was asked for', () => '9\n00000001\n', /9 bytes of samples came where 8 were left/],
    ['a mask of the wrong length', () => '8\n0001\nabcdefgh', /'0001' is no mask of iio:device0/],
    ['a mask of channels that are not there', () => '8\n00000002\nabcdefgh', /'00000002' is no mask/],
    ['an end in the middle of the samples', dropsAfter('8\n00000001\nabc'), /ended the connection/],
  ])('%s ends the stream with one sentence', async (_, script, sentence) => {
    const { buffer: opened } = await buffer(script)
    await expect(opened.read(8, taker())).rejects.toThrow(sentence)
  })

  it.each([
    ['-16\n', 'EBUSY'],
    ['-22\n', 'EINVAL'],
  ] as const)('that is refused (%j) leaves nothing open', async (answer, errno) => {
    const server = await serve((line) => (line.startsWith('OPEN') ? answer : '0\n'))
    const opening = RemoteBuffer.open({ endpoint: endpointOf(server), ...wish })
    await expect(opening).rejects.toMatchObject({
      errno,
      message: expect.stringMatching(/^The other side refuses a buffer of 4 samples of 1 channels: /),
    })
    await eventually(() => expect(server.connections).toBe(0))
  })

  it('waits for who takes its samples, and holds the server up meanwhile', async () => {
    let sent = 0
    const part = new Uint8Array(1 << 20)
    const { buffer: opened } = await buffer(async (_, session) => {
      session.send(`${64 << 20}\n00000001\n`)
      for (let k = 0; k < 64; k++) {
        session.send(part)
        sent++
      }
      return undefined
    })
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    let taken = 0
    const read = opened.read(64 << 20, {
      begin: () => undefined,
      take: async (some) => {
        taken += some.length
        await gate
      },
    })
    await eventually(() => expect([sent, taken > 0]).toEqual([64, true]))
    expect(taken).toBeLessThan(1 << 20)
    expect(opened.waiting).toBeLessThan(2 << 20)
    open()
    expect(await read).toBe(64 << 20)
    expect(taken).toBe(64 << 20)
  })
})
