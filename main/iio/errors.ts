import { ErrnoError, toWireError } from '#shared/errors.ts'

/** Anything a hook threw, as an error with an errno name (EIO when it had none). */
export function asErrnoError(thrown: unknown): ErrnoError {
  if (thrown instanceof ErrnoError) return thrown
  const { errno, message } = toWireError(thrown)
  return new ErrnoError(errno, message)
}
