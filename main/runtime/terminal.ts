// Words to whoever started the program: results on standard output, everything else on standard error. When nobody reads
// them any more (`| head -1`), or they cannot be written (`> /dev/full`), that is told once, and no word is tried again.
import type { Writable } from 'node:stream'
import { Emitter, type Event } from '#shared/lifecycle.ts'
import { goesToJournal, journalLines, type Priority, priority } from './service/journal.ts'

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

/**
 * Words of this process. A stream is touched with its first word: standard output may be wanted for something else.
 * @param isJournal whether a stream leads to the journal, whose lines have a priority and no name of the program
 */
export function openTerminal(
  streams: Streams = process,
  isJournal = (name: keyof Streams): boolean => streams === process && goesToJournal(name === 'stdout' ? 1 : 2),
): Terminal {
  const closed = new Emitter<string>()
  const spoken = new Map<Writable, 'open' | 'closed'>()
  const speak = (name: keyof Streams, level: Priority, text: string, who = ''): void => {
    const stream = streams[name]
    if (!spoken.has(stream)) {
      spoken.set(stream, 'open')
      stream.on('error', (error: Error & { code?: string }) => {
        const isFirst = spoken.get(stream) === 'open' && [...spoken.values()].every((state) => state === 'open')
        spoken.set(stream, 'closed')
        if (isFirst) closed.fire(sentence(name, error.code ?? error.message))
      })
    }
    const said = isJournal(name) ? journalLines(text, level) : `${who}${text}`
    if (spoken.get(stream) === 'open') stream.write(`${said}\n`)
  }
  return {
    print: (line) => speak('stdout', priority.info, line),
    note: (line) => speak('stderr', priority.notice, line),
    complain: (line) => speak('stderr', priority.error, line, 'blockscope: '),
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
