// WRITEBUF against a server that a test scripts: what is right, and how it can be wrong.
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { RemoteSink } from './remote-sink.ts'
import { type Script, ScriptedServer } from './testing/scripted-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** @param script answers WRITEBUF, and the DATA behind it */
async function open(script: Script, isCyclic = false) {
  const server = await ScriptedServer.begin((line, session, payload) =>
    /^(WRITEBUF|DATA)/.test(line) ? script(line, session, payload) : '0\n',
  )
  ends.push(() => server.end())
  const endpoint = { host: '127.0.0.1', port: server.port }
  const wish = { device: 'iio:device1', channels: 2, places: [1], samples: 4, buffersCount: null, canSetBuffers: true }
  const sink = await RemoteSink.open({ endpoint, ...wish, timeoutMs: 1000 }, isCyclic)
  ends.push(() => sink.close())
  return { sink, server }
}

const eight = Uint8Array.from([0, 1, 2, 10, 13, 255, 7, 8])

describe('a buffer that is written', () => {
  it.each([
    ['iiod', '0\n'],
    ['tinyiiod', '8\n'],
  ])('sends its bytes when %s lets it, and is done when they were taken', async (_, goOn) => {
    const came: string[] = []
    const { sink, server } = await open((line, _session, payload) => {
      if (line !== 'DATA') return goOn
      came.push(Buffer.from(payload, 'latin1').toString('hex'))
      return '8\n'
    })
    await sink.write(eight)
    await sink.write(eight.slice().reverse())
    expect(came).toEqual(['0001020a0dff0708', '0807ff0d0a020100'])
    expect(server.lines).toEqual([
      '0 TIMEOUT 1000',
      '0 OPEN iio:device1 4 00000002',
      '0 WRITEBUF iio:device1 8',
      '0 DATA',
      '0 WRITEBUF iio:device1 8',
      '0 DATA',
    ])
  })

  it('is opened to be repeated', async () => {
    const { server } = await open(() => '0\n', true)
    expect(server.lines.at(-1)).toBe('0 OPEN iio:device1 4 00000002 CYCLIC')
  })

  it('sends nothing that was refused, says why, and goes on', async () => {
    const answers = ['-16\n', '0\n']
    const { sink, server } = await open((line) => (line === 'DATA' ? '8\n' : answers.shift()))
    await expect(sink.write(eight)).rejects.toMatchObject({
      errno: 'EBUSY',
      message: 'The other side takes no samples for iio:device1: It is busy, perhaps with another client (EBUSY).',
    })
    expect(server.lines.filter((line) => line.endsWith('DATA'))).toEqual([])
    await sink.write(eight)
  })

  it('says that there was no room in time', async () => {
    const { sink } = await open((line) => (line === 'DATA' ? '-110\n' : '0\n'))
    await expect(sink.write(eight)).rejects.toMatchObject({ errno: 'ETIMEDOUT' })
  })

  it.each([
    ['fewer bytes were taken', '4\n', /took 4 bytes of 8\.$/],
    ['what comes is no number', 'yes\n', /does not keep to the protocol/],
  ])('ends with its connection when %s', async (_, answer, sentence) => {
    const { sink } = await open((line) => (line === 'DATA' ? answer : '0\n'))
    let lost = ''
    sink.onLost.on(({ message }) => {
      lost = message
    })
    await expect(sink.write(eight)).rejects.toThrow(sentence)
    expect(lost).toMatch(sentence)
    await expect(sink.write(eight)).rejects.toThrow(sentence)
  })

  it('tells of a connection that ends while nothing is written', async () => {
    const { sink, server } = await open(() => '0\n', true)
    let lost = ''
    sink.onLost.on(({ message }) => {
      lost = message
    })
    server.dropAll()
    await eventually(() => expect(lost).toMatch(/ended the connection\.$|broke/))
  })
})
