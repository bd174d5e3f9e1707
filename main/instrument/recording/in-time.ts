// A file that is to be opened on a disk that may not answer: a dead network drive gives no error, its calls hang.
import type { Clock } from '#main/runtime/clock.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { patience } from '#shared/patience.ts'

/** Disks that sleep take seconds, ms. */
export const diskPatienceMs = 15_000

/**
 * Waits for what is opened, but not for ever.
 * @param undo takes away what is opened too late, whenever that is
 * @throws ETIMEDOUT the disk does not answer; what `opening` throws
 */
export function openedInTime<T>(clock: Clock, opening: Promise<T>, undo: (late: T) => Promise<void>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const limit = patience(clock, diskPatienceMs, () => {
      isLate = true
      reject(
        new ErrnoError(
          'ETIMEDOUT',
          say`The disk has not answered for ${diskPatienceMs / 1e3} s; nothing was recorded. Choose another folder.`,
        ),
      )
    })
    opening.then(
      (opened) => {
        limit.dispose()
        if (isLate) undo(opened).catch(() => undefined)
        else resolve(opened)
      },
      (thrown: unknown) => {
        limit.dispose()
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)))
      },
    )
  })
}
