// A line of the IIOD protocol (ASCII, libiio 0.x) as a command. Pure: what the words mean is known to the server.

/** Attributes of a device, of its debug or buffer directory, or of one of its channels. */
export type AttributePlace =
  | { readonly kind: 'device' | 'debug' | 'buffer' }
  | { readonly kind: 'channel'; readonly direction: 'in' | 'out'; readonly channel: string }

export interface AttributeAddress {
  readonly device: string
  readonly place: AttributePlace
  /** Null: all attributes of the place, packed. */
  readonly name: string | null
}

export type Command =
  | { readonly verb: 'version' | 'help' | 'print' | 'exit' }
  /** Known, and not spoken here: `BINARY`, `ZPRINT`. */
  | { readonly verb: 'unspoken' }
  /** Milliseconds; 0 and below: for ever. */
  | { readonly verb: 'timeout'; readonly ms: number }
  | { readonly verb: 'read'; readonly address: AttributeAddress }
  /** So many bytes of payload follow the line. */
  | { readonly verb: 'write'; readonly address: AttributeAddress; readonly bytes: number }
  | { readonly verb: 'gettrig'; readonly device: string }
  /** Null: no trigger from now on. */
  | { readonly verb: 'settrig'; readonly device: string; readonly trigger: string | null }
  | { readonly verb: 'buffersCount'; readonly device: string; readonly count: number }
  | {
      readonly verb: 'open'
      readonly device: string
      /** Size of a kernel buffer, in scans. */
      readonly scans: number
      /** As it stands in the line: see `parseMask`. */
      readonly mask: string
      readonly cyclic: boolean
    }
  | { readonly verb: 'close'; readonly device: string }
  | { readonly verb: 'readbuf' | 'writebuf'; readonly device: string; readonly bytes: number }

type Words = readonly string[]
type Reader = (words: Words) => Command | null

const alone =
  (verb: 'version' | 'help' | 'print' | 'exit' | 'unspoken'): Reader =>
  (words) =>
    words.length === 0 ? { verb } : null

/** By the command word in upper case; each is given the words behind it. */
const readers: Readonly<Record<string, Reader>> = {
  VERSION: alone('version'),
  HELP: alone('help'),
  PRINT: alone('print'),
  EXIT: alone('exit'),
  QUIT: alone('exit'),
  ZPRINT: alone('unspoken'),
  BINARY: alone('unspoken'),
  TIMEOUT(words) {
    const [text = ''] = words
    return words.length === 1 && /^-?\d+$/.test(text) ? { verb: 'timeout', ms: Number(text) } : null
  },
  READ(words) {
    const found = readPlace(words)
    if (found === null || found.rest.length > 1) return null
    return { verb: 'read', address: { device: found.device, place: found.place, name: found.rest[0] ?? null } }
  },
  WRITE(words) {
    const found = readPlace(words.slice(0, -1))
    const bytes = readNumber(words.at(-1))
    if (found === null || bytes === null || found.rest.length > 1) return null
    return { verb: 'write', address: { device: found.device, place: found.place, name: found.rest[0] ?? null }, bytes }
  },
  GETTRIG([device, ...rest]) {
    return device !== undefined && rest.length === 0 ? { verb: 'gettrig', device } : null
  },
  SETTRIG([device, trigger, ...rest]) {
    return device !== undefined && rest.length === 0 ? { verb: 'settrig', device, trigger: trigger ?? null } : null
  },
  SET([device, what = '', text, ...rest]) {
    const count = readNumber(text)
    if (device === undefined || wordOf(what) !== 'BUFFERS_COUNT' || count === null || rest.length > 0) return null
    return { verb: 'buffersCount', device, count }
  },
  OPEN([device, text, mask, cyclic, ...rest]) {
    const scans = readNumber(text)
    if (device === undefined || scans === null || mask === undefined || rest.length > 0) return null
    if (cyclic !== undefined && wordOf(cyclic) !== 'CYCLIC') return null
    return { verb: 'open', device, scans, mask, cyclic: cyclic !== undefined }
  },
  CLOSE([device, ...rest]) {
    return device !== undefined && rest.length === 0 ? { verb: 'close', device } : null
  },
  READBUF: (words) => transfer('readbuf', words),
  WRITEBUF: (words) => transfer('writebuf', words),
}

/** The first words of lines that are commands. */
export const commandWords: readonly string[] = Object.keys(readers)

/**
 * The command in a line; null: bad grammar, which is answered with EINVAL. Words are split by blanks; none stands before the
 * first. Command words are in upper or in lower case, not mixed.
 * @param line without its newline, a carriage return before it, and blanks at its end ({@link trimLine})
 */
export function parseCommand(line: string): Command | null {
  // Blanks and printable ASCII are all that the grammar has.
  if (!/^[\x21-\x7e][\x20-\x7e\t]*$/.test(line)) return null
  const [verb = '', ...words] = line.split(/[ \t]+/)
  const word = wordOf(verb)
  return word !== null && Object.hasOwn(readers, word) ? (readers[word]?.(words) ?? null) : null
}

/** Without what does not count at its end. An empty line has no answer. */
export function trimLine(line: string): string {
  return line.replace(/[ \t]*\r?$/, '')
}

/** A word of the grammar in upper case; null: its case is mixed. */
function wordOf(word: string): string | null {
  const upper = word.toUpperCase()
  return word === upper || word === word.toLowerCase() ? upper : null
}

/** Digits only, as far as a number is exact. */
function readNumber(text: string | undefined): number | null {
  const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) ? value : null
}

function readPlace(words: Words): { device: string; place: AttributePlace; rest: Words } | null {
  const [device, second, ...others] = words
  if (device === undefined) return null
  const word = second === undefined ? null : wordOf(second)
  if (word === 'DEBUG' || word === 'BUFFER')
    return { device, place: { kind: word === 'DEBUG' ? 'debug' : 'buffer' }, rest: others }
  if (word !== 'INPUT' && word !== 'OUTPUT') return { device, place: { kind: 'device' }, rest: words.slice(1) }
  const [channel, ...rest] = others
  if (channel === undefined) return null
  return { device, place: { kind: 'channel', direction: word === 'INPUT' ? 'in' : 'out', channel }, rest }
}

function transfer(verb: 'readbuf' | 'writebuf', [device, text, ...rest]: Words): Command | null {
  const bytes = readNumber(text)
  return device !== undefined && bytes !== null && rest.length === 0 ? { verb, device, bytes } : null
}
