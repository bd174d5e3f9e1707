// How a test says "fails with": the errno name of whatever a call throws or rejects with.
import { ErrnoError } from '#shared/errors.ts'

/** The errno name `call` fails with, or 'ok' when it succeeds. Anything but an ErrnoError is thrown on. */
export async function errnoFrom(call: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof call === 'function' ? call() : call)
    return 'ok'
  } catch (thrown) {
    if (thrown instanceof ErrnoError && thrown.message.length > 0) return thrown.errno
    throw thrown
  }
}
