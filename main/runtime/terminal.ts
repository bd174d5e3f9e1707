// Words to whoever started the program: results on standard output, everything else on standard error. When nobody reads
// them any more (`| head -1`), or they cannot be written (`> /dev/full`), that is told once, and no word is tried again.
import type { Writable } from 'node:stream'
import { Emitter, type Event } from '#shared/lifecycle.ts'

export interface Terminal {
  /** A line of the result. */
  print(line: string): void
  /** A line for a person, on standard error. */
  note(line: string): void
  /** What went wrong, on standard error, with the program's name. */
  complain(line: string): void
  /** Words cannot be written any more; the sentence says which and why. Fires once. */
  readonly onClosed: Event<string>
}

interface Streams {
  readonly stdout: Writable
  readonly stderr: Writable
}

/** Words of this process. A stream is touched with its first word: standard output may be wanted for something else. */
export function openTerminal(streams: Streams = process): Terminal {
  const closed = new Emitter<string>()
  const spoken = new Map<Writable, 'open' | 'closed'>()
  const speak = (name: keyof Streams, text: string): void => {
    const stream = streams[name]
    if (!spoken.has(stream)) {
      spoken.set(stream, 'open')
      stream.on('error', (error: Error & { code?: string }) => {
        const isFirst = spoken.get(stream) === 'open' && [...spoken.values()].every((state) => state === 'open')
        spoken.set(stream, 'closed')
        if (isFirst) closed.fire(sentence(name, error.code ?? error.message))
      })
    }
    if (spoken.get(stream) === 'open') stream.write(`${text}\n`)
  }
  return {
    print: (line) => speak('stdout', line),
    note: (line) => speak('stderr', line),
    complain: (line) => speak('stderr', `blockscope: ${line}`),
    onClosed: closed,
  }
}

function sentence(name: keyof Streams, code: string): string {
  const stream = name === 'stdout' ? 'standard output' : 'standard error'
  return code === 'EPIPE' ? `nobody reads ${stream} any more` : `${stream} cannot be written (${code})`
}

/** For a program that speaks elsewhere: words that nobody reads are no reason to fail. */
export function speakIntoTheVoid(streams: Streams = process): void {
  for (const stream of [streams.stdout, streams.stderr]) stream.on('error', () => undefined)
}
