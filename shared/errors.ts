// Errors by their kernel names. Every boundary of Blockscope (attribute, block call, port message, command line, file)
// reports a failure as one of these: an errno name a kernel person expects, and a sentence that says what was wrong.

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
  readonly message: string
}

/** Controls, line ends, signs that are invisible or turn the direction of writing, halves of signs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
/** Longest sentence, characters. What is longer repeats what somebody sent. */
const longestSentence = 800
/** Of one that is longer, so many characters are kept of its end, where the reason often is. */
const keptOfEnd = 300

function escaped(sign: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[sign]
  return short ?? `\\u{${sign.codePointAt(0)!.toString(16)}}`
}

/** A sentence as one line that can be shown anywhere, whatever the values that stand in it. */
export function oneLine(sentence: string): string {
  const line = sentence.trim().replace(unprintable, escaped)
  if (line.length <= longestSentence) return line
  const cut = `${line.slice(0, longestSentence - keptOfEnd)}…${line.slice(-keptOfEnd)}`
  // A sign of two halves may have been cut.
  return cut.replace(unprintable, '')
}

/**
 * A failure with an errno name. `message` is one sentence on one line: what was wrong, with the offending value.
 * A function that throws it has changed nothing, unless its docstring says otherwise.
 */
export class ErrnoError extends Error {
  readonly errno: ErrnoName

  constructor(name: ErrnoName, sentence: string) {
    super(oneLine(sentence))
    this.name = 'ErrnoError'
    this.errno = name
  }

  /** The positive errno number. */
  get number(): number {
    return errno[this.errno]
  }

  toWire(): WireError {
    return { errno: this.errno, message: this.message }
  }
}

/** Throws an {@link ErrnoError}; usable as an expression. */
export function fail(name: ErrnoName, sentence: string): never {
  throw new ErrnoError(name, sentence)
}

/** The errno name of anything thrown: its own, else EIO. */
export function errnoOf(thrown: unknown): ErrnoName {
  return thrown instanceof ErrnoError ? thrown.errno : 'EIO'
}

/** Anything thrown, as it crosses a boundary. Unknown errors become EIO with their message. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof ErrnoError) return thrown.toWire()
  return { errno: 'EIO', message: oneLine(thrown instanceof Error ? thrown.message : String(thrown)) }
}
