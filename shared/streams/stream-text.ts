// The text of a source that is a stream: samples that another program gives, through a pipe or a socket. One place reads it
// and one writes it.
import { fail, say } from '../errors.ts'
import type { FileOptions, OptionName, SampleType } from '../files/options.ts'
import { fileScheme, formatFileSource, parseFileSource } from '../files/source-text.ts'
import { hostPortText, parseHostPort } from '../host-port.ts'

/** Where the writer is. */
export type StreamAddress =
  | { readonly kind: 'standardInput' }
  /** A FIFO or a file. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'connect'; readonly host: string; readonly port: number }
  /** On loopback: the writer connects to it. */
  | { readonly kind: 'listen'; readonly port: number }
  /** A file of any form, from its begin to its end; `isLooped`: again and again. */
  | { readonly kind: 'replay'; readonly path: string; readonly isLooped: boolean }

export interface StreamSource {
  readonly address: StreamAddress
  readonly options: FileOptions
}

/** What is offered to a person. */
export const streamForms = 'replay:PATH, loop:PATH, pipe:-, pipe:PATH, tcp:HOST:PORT or tcp:listen:PORT'

/** Raw samples have these options of a file; the others are of files that say something of themselves. */
const streamOptions: readonly OptionName[] = ['type', 'channels', 'channel', 'scale', 'rate']
/** More interleaved channels than a scan may have. */
export const mostStreamChannels = 64

const schemes = /^(pipe|tcp|replay|loop):/
const replayScheme = 'replay:'
const loopScheme = 'loop:'

const replaySchemeOf = (isLooped: boolean): string => (isLooped ? loopScheme : replayScheme)

/** Whether a source's text names a stream. */
export function isStreamSource(text: string): boolean {
  return schemes.test(text.trimStart())
}

/**
 * Reads `pipe:-` (standard input), `pipe:PATH` (a FIFO or a file; the path is written as that of a file source),
 * `tcp:HOST:PORT` (a writer that listens; an IPv6 address stands in brackets) or `tcp:listen:PORT` (a writer that connects to
 * this machine), or `replay:PATH` (a file that says what its samples are, with the options of a file source; `loop:PATH` again and again); each with options behind a `?`: `type=f32&channels=2`.
 * @throws EINVAL for anything else, an unknown option or a value that is not allowed
 */
export function parseStreamSource(text: string): StreamSource {
  const given = text.trim()
  if (!isStreamSource(given)) fail('EINVAL', say`'${text}' is no stream; one is written ${streamForms}.`)
  const at = given.indexOf(':')
  const { path, options } = parseFileSource(`${fileScheme}${given.slice(at + 1)}`)
  const isLooped = given.startsWith(loopScheme)
  if (isLooped || given.startsWith(replayScheme)) return { address: { kind: 'replay', path, isLooped }, options }
  for (const name of Object.keys(options) as OptionName[])
    if (!streamOptions.includes(name))
      fail('EINVAL', say`The option ${name} is none of a stream; there are ${streamOptions.join(', ')}.`)
  const { channels = 1, channel = 1 } = options
  if (channels > mostStreamChannels)
    fail('EINVAL', say`A stream has at most ${mostStreamChannels} channels, not ${channels}.`)
  if (channel > channels)
    fail('EINVAL', say`The stream has ${channels} channels (?channels= says how many); there is no channel ${channel}.`)
  return { address: given.startsWith('pipe:') ? pipeAddress(path) : tcpAddress(path), options }
}

function pipeAddress(path: string): StreamAddress {
  return path === '-' ? { kind: 'standardInput' } : { kind: 'path', path }
}

function tcpAddress(text: string): StreamAddress {
  const { host, port } = parseHostPort(text) ?? { host: '', port: null }
  if (port === null || (port === 0 && host !== 'listen'))
    fail('EINVAL', say`'tcp:${text}' is no address of a stream; write tcp:HOST:PORT or tcp:listen:PORT.`)
  return host === 'listen' ? { kind: 'listen', port } : { kind: 'connect', host, port }
}

/** Where the writer is, as it is written before the options. */
export function formatStreamAddress(address: StreamAddress): string {
  switch (address.kind) {
    case 'standardInput':
      return 'pipe:-'
    case 'path':
      return `pipe:${formatFileSource({ path: address.path, options: {} }).slice(fileScheme.length)}`
    case 'connect':
      return `tcp:${hostPortText(address)}`
    case 'listen':
      return `tcp:listen:${address.port}`
    case 'replay':
      return `${replaySchemeOf(address.isLooped)}${formatFileSource({ path: address.path, options: {} }).slice(fileScheme.length)}`
  }
}

/** The text of a stream source, which {@link parseStreamSource} reads as the same one. */
export function formatStreamSource({ address, options }: StreamSource): string {
  const tail = formatFileSource({ path: '/', options }).slice(`${fileScheme}/`.length)
  return `${formatStreamAddress(address)}${tail}`
}

/** A source that replays a file: that file, as a file source, and the source that replays another one in the same way. */
export interface ReplayedFile {
  readonly file: string
  readonly isLooped: boolean
  of(fileSource: string): string
}

/** Null: it replays no file. */
export function replayedFile(text: string): ReplayedFile | null {
  const given = text.trim()
  const isLooped = given.startsWith(loopScheme)
  const scheme = replaySchemeOf(isLooped)
  if (!given.startsWith(scheme)) return null
  return {
    file: `${fileScheme}${given.slice(scheme.length)}`,
    isLooped,
    of: (fileSource) => replayOf(fileSource, isLooped),
  }
}

/** The source that replays the file of a file source. */
export const replayOf = (fileSource: string, isLooped: boolean): string =>
  `${replaySchemeOf(isLooped)}${fileSource.slice(fileScheme.length)}`

/** How the samples lie in the stream: what the options say, or 16 bits in one channel. */
export function streamLayout({ type = 's16', channels = 1 }: FileOptions): { type: SampleType; channels: number } {
  return { type, channels }
}

/** The part of --help about streams as sources. */
export const streamHelp = `A source pipe:-, pipe:PATH, tcp:HOST:PORT or tcp:listen:PORT converts raw samples that another program gives: from standard
input, a FIFO or a file, a program that listens, or one that connects to this machine. The options type, channels, channel,
scale and rate are those of a raw file: pipe:-?type=u8&channels=2. Nothing is dropped: a writer that is faster than
sampling_frequency waits, and the capture waits for one that is slower. replay:PATH converts a file from its begin to its
end, however large it is, loop:PATH again and again; the options are those of file:PATH. A headless run ends with standard input,
or the file.`
