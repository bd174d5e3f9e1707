// Errors of the file system by their errno names, in a sentence that names the file.
import { ErrnoError, type ErrnoName, errno, say, sentenceOf } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'

/** Why a folder cannot be written as a file. */
const isFolder = say`It is a folder.`

const reasons: Readonly<Record<string, Sentence>> = {
  ENOSPC: say`No space is left on the device.`,
  EDQUOT: say`The disk quota is used up.`,
  EACCES: say`Permission was denied.`,
  EPERM: say`The operation is not permitted.`,
  ENOENT: say`The folder does not exist.`,
  EEXIST: say`A file of this name is there already.`,
  EISDIR: isFolder,
  ENOTDIR: say`A part of the path is not a folder.`,
  EROFS: say`The file system is read-only.`,
  EFBIG: say`The file would be too large.`,
  ENAMETOOLONG: say`The name is too long.`,
  ELOOP: say`The links in the path lead round in a circle.`,
  EPIPE: say`Nobody reads it any more.`,
  EIO: say`The device reports an error.`,
}

/** The code a thrown value carries (`ENOSPC`); empty when it carries none. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}

/** A name as it is shown in a sentence: on one line, whatever bytes it consists of. */
export function shownName(file: string): string {
  return /[\p{Cc}]/u.test(file) ? JSON.stringify(file) : file
}

/** That a file cannot be written, and why. */
export function cannotWrite(file: string, why: Sentence = isFolder): Sentence {
  return say`Cannot write ${shownName(file)}: ${why}`
}

/**
 * What the file system threw, in a sentence. An error that has a name of ours already stays as it is.
 * @param tell what cannot be done, for a reason; default: the file cannot be written
 */
export function fileError(
  thrown: unknown,
  file: string,
  tell: (why: Sentence) => Sentence = (why) => cannotWrite(file, why),
): ErrnoError {
  if (thrown instanceof ErrnoError) return thrown
  const code = codeOf(thrown)
  const name = Object.hasOwn(errno, code) ? (code as ErrnoName) : 'EIO'
  return new ErrnoError(name, tell(reasons[code] ?? sentenceOf(thrown)))
}
