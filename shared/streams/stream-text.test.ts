import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrnoError } from '../errors.ts'
import { sampleTypes } from '../files/options.ts'
import {
  formatStreamSource,
  isStreamSource,
  parseStreamSource,
  replayedFile,
  type StreamSource,
} from './stream-text.ts'

const refusal = (text: string): string => {
  try {
    return JSON.stringify(parseStreamSource(text))
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    return `${thrown.errno}: ${thrown.message}`
  }
}

describe('the text of a stream', () => {
  it.each<[string, StreamSource['address']]>([
    ['pipe:-', { kind: 'standardInput' }],
    ['pipe:/tmp/a b', { kind: 'path', path: '/tmp/a b' }],
    ["pipe:'/tmp/what?type=u8'", { kind: 'path', path: '/tmp/what?type=u8' }],
    ['tcp:host.example:5000', { kind: 'connect', host: 'host.example', port: 5000 }],
    ['tcp:[::1]:5000', { kind: 'connect', host: '::1', port: 5000 }],
    ['tcp:listen:5000', { kind: 'listen', port: 5000 }],
    ['tcp:listen:0', { kind: 'listen', port: 0 }],
    ['replay:/tmp/x.wav', { kind: 'replay', path: '/tmp/x.wav', isLooped: false }],
    ['loop:/tmp/x.wav', { kind: 'replay', path: '/tmp/x.wav', isLooped: true }],
  ])('%s', (text, address) => {
    expect(isStreamSource(text)).toBe(true)
    expect(parseStreamSource(text)).toEqual({ address, options: {} })
    expect(formatStreamSource({ address, options: {} })).toBe(text)
  })

  it('has the options of raw samples', () => {
    const { options } = parseStreamSource('tcp:listen:5000?type=f32le&channels=2&rate=48k')
    expect(options).toEqual({ type: 'f32', channels: 2, rate: 48_000 })
  })

  it.each([
    ['pipe:', 'path'],
    ['tcp:', 'path'],
    ['tcp:localhost', 'tcp:HOST:PORT'],
    ['tcp:localhost:99999', 'tcp:HOST:PORT'],
    ['tcp:localhost:0', 'tcp:HOST:PORT'],
    ['tcp:a/b:1', 'tcp:HOST:PORT'],
    ['pipe:-?column=2', 'none of a stream'],
    ['pipe:-?channels=65', 'at most 64'],
    ['pipe:-?channels=2&channel=3', 'no channel 3'],
    ['pipe:-?type=s12', 'takes'],
  ])('%s is refused', (text, why) => {
    expect(refusal(text)).toMatch(/^EINVAL: [^\n]*\.$/)
    expect(refusal(text)).toContain(why)
  })

  it('is read back as it was written', () => {
    const address = fc.oneof(
      fc.constant<StreamSource['address']>({ kind: 'standardInput' }),
      fc
        .string({ minLength: 1, unit: 'binary' })
        .filter((path) => path !== '-' && !/[\0\r\n\ud800-\udfff]/.test(path))
        .map((path): StreamSource['address'] => ({ kind: 'path', path: `/${path}` })),
      fc
        .record({ host: fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), port: fc.integer({ min: 1, max: 65_535 }) })
        .map((one): StreamSource['address'] => ({ kind: 'connect', ...one })),
    )
    const options = fc.record(
      { type: fc.constantFrom(...(sampleTypes as readonly 's16'[])), rate: fc.integer({ min: 1, max: 1e9 }) },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(address, options, (one, chosen) => {
        const source = { address: one, options: chosen }
        expect(parseStreamSource(formatStreamSource(source))).toEqual(source)
      }),
    )
  })
})

it('tells which file a source replays, and how', () => {
  for (const [source, isLooped] of [
    ['replay:/a b?rate=48000', false],
    ['loop:/a b?rate=48000', true],
  ] as const) {
    const replayed = replayedFile(` ${source}`)
    expect(replayed).toMatchObject({ file: 'file:/a b?rate=48000', isLooped })
    expect(replayed?.of('file:/c')).toBe(isLooped ? 'loop:/c' : 'replay:/c')
  }
  expect([replayedFile('file:/a'), replayedFile('pipe:-')]).toEqual([null, null])
})
