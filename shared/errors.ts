// Errors by their kernel names. Every boundary of Blockscope (attribute, block call, port message, command line, file)
// reports a failure as one of these: an errno name a kernel person expects, and a sentence that says what was wrong.
import { inWords, oneLine, readSentence, type Sentence, say, type Value } from './sentence.ts'

export { phrase, say, word } from './sentence.ts'

/** Positive errno numbers as Linux defines them on x86 and arm. */
export const errno = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  EFBIG: 27,
  ENOSPC: 28,
  EROFS: 30,
  EPIPE: 32,
  ERANGE: 34,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ELOOP: 40,
  ENODATA: 61,
  EPROTO: 71,
  EBADMSG: 74,
  EOVERFLOW: 75,
  EMSGSIZE: 90,
  EOPNOTSUPP: 95,
  ETIMEDOUT: 110,
  EDQUOT: 122,
  ECANCELED: 125,
  EPROBE_DEFER: 517,
} as const

export type ErrnoName = keyof typeof errno

/** The plain form in which an error crosses a process boundary. */
export interface WireError {
  readonly errno: ErrnoName
  /** The sentence in English, as it is shown where it cannot be translated. */
  readonly message: string
  /** The sentence as `say` made it. Missing where the words came from elsewhere, or from an older program. */
  readonly id?: string
  readonly values?: readonly Value[]
}

/**
 * A failure with an errno name. `message` is one sentence on one line: what was wrong, with the offending value, and what is
 * allowed. It is a {@link Sentence} itself, so it can stand in another one.
 * A function that throws it has changed nothing, unless its docstring says otherwise.
 */
export class ErrnoError extends Error implements Sentence {
  readonly errno: ErrnoName
  readonly id: string
  readonly values: readonly Value[]

  constructor(name: ErrnoName, sentence: Sentence) {
    super(inWords(sentence))
    this.name = 'ErrnoError'
    this.errno = name
    this.id = sentence.id
    this.values = sentence.values
  }

  /** The positive errno number. */
  get number(): number {
    return errno[this.errno]
  }

  toWire(): WireError {
    return { errno: this.errno, message: this.message, id: this.id, values: this.values }
  }
}

/** Throws an {@link ErrnoError}; usable as an expression: fail('EINVAL', say`A length is above zero, not ${length}.`) */
export function fail(name: ErrnoName, sentence: Sentence): never {
  throw new ErrnoError(name, sentence)
}

/** The errno name of anything thrown: its own, else EIO. */
export function errnoOf(thrown: unknown): ErrnoName {
  return thrown instanceof ErrnoError ? thrown.errno : 'EIO'
}

/** What anything thrown says. */
export function sentenceOf(thrown: unknown): Sentence {
  if (thrown instanceof ErrnoError) return thrown
  return say`${oneLine(thrown instanceof Error ? thrown.message : String(thrown))}`
}

/** Anything thrown, as an ErrnoError: EIO with its message when it was none. */
export function asErrnoError(thrown: unknown): ErrnoError {
  return thrown instanceof ErrnoError ? thrown : new ErrnoError('EIO', sentenceOf(thrown))
}

/** Anything thrown, as it crosses a boundary. Unknown errors become EIO with their message. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof ErrnoError) return thrown.toWire()
  return { errno: 'EIO', message: inWords(sentenceOf(thrown)) }
}

/**
 * Reads an error that crossed a boundary, whoever sent it. Its sentence is believed when it makes the message; otherwise the
 * message is all there is.
 * @param otherwise what to say when it is no error
 */
export function fromWire(wire: unknown, otherwise: Sentence = say`No reason was given.`): ErrnoError {
  const { errno: name, message } = (wire ?? {}) as { errno?: unknown; message?: unknown }
  const known = typeof name === 'string' && Object.hasOwn(errno, name) ? (name as ErrnoName) : 'EIO'
  if (typeof message !== 'string') return new ErrnoError(known, otherwise)
  const sentence = readSentence(wire)
  return new ErrnoError(known, sentence !== null && inWords(sentence) === message ? sentence : say`${message}`)
}
