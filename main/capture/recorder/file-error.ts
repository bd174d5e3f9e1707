// Errors of the file system by their errno names, in a sentence that names the file.
import { ErrnoError, type ErrnoName, errno, say } from '#shared/errors.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission was denied',
  EPERM: 'the operation is not permitted',
  ENOENT: 'the folder does not exist',
  EEXIST: 'a file of this name is there already',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
  EFBIG: 'the file would be too large',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the links in the path lead round in a circle',
  EPIPE: 'nobody reads it any more',
  EIO: 'the device reports an error',
}

/** The code a thrown value carries (`ENOSPC`); empty when it carries none. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}

/** A name as it is shown in a sentence: on one line, whatever bytes it consists of. */
export function shownName(file: string): string {
  return /[\p{Cc}]/u.test(file) ? JSON.stringify(file) : file
}

/** What the file system threw, as `cannot write FILE: reason`. An error that has a name of ours already stays as it is. */
export function fileError(thrown: unknown, file: string, doing = 'cannot write'): ErrnoError {
  if (thrown instanceof ErrnoError) return thrown
  const code = codeOf(thrown)
  const name = Object.hasOwn(errno, code) ? (code as ErrnoName) : 'EIO'
  const reason = reasons[code] ?? (thrown instanceof Error ? thrown.message : String(thrown))
  return new ErrnoError(name, say`${doing} ${shownName(file)}: ${reason}`)
}
