// A file that is to be opened on a disk that may not answer: a dead network drive gives no error, its calls hang.
import type { Clock } from '#main/runtime/clock.ts'
import { drivePatienceMs } from '#main/runtime/drive/silence.ts'
import { ErrnoError, say } from '#shared/errors.ts'
import { patience } from '#shared/patience.ts'

/**
 * Waits for what is opened, but not for ever.
 * @param open is given a function to call when it waits for somebody, who may take any time: the reader of a FIFO
 * @param undo takes away what is opened too late, whenever that is
 * @throws ETIMEDOUT the disk does not answer; what `open` throws
 */
export function openedInTime<T>(
  clock: Clock,
  open: (onWait: () => void) => Promise<T>,
  undo: (late: T) => Promise<void>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const limit = patience(clock, drivePatienceMs, () => {
      isLate = true
      reject(
        new ErrnoError(
          'ETIMEDOUT',
          say`The disk has not answered for ${drivePatienceMs / 1e3} s; nothing was recorded. Choose another folder.`,
        ),
      )
    })
    open(() => limit.dispose()).then(
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
