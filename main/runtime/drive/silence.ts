// For how long a drive has not answered, and when it is waited for no longer. Only the time in which this program ran counts: one
// that was stopped finds the answers when it goes on.
import { ErrnoError, say } from '#shared/errors.ts'
import type { Disposable } from '#shared/lifecycle.ts'
import type { Clock } from '../clock.ts'
import type { Drive, OpenCall } from './drive.ts'

/** From so long on it is told, ms: a busy machine is slow, not silent. */
const toldFromMs = 3000
/** Disks that sleep take seconds, ms. */
export const drivePatienceMs = 15_000
/** To bring to the disk what the system has taken in is the one call that may well take long, ms. */
const syncPatienceMs = 60_000
const lookMs = 500
/** A look that comes late says that the program did not run; no more than this of it counts, ms. */
const longestLookMs = 1000

/** What it is asked of a drive here; null: there is none to wait for. */
export type AskedDrive = Pick<Drive, 'oldest'> | null

function passedSince({ sinceMs }: OpenCall, clock: Pick<Clock, 'nowMs'>): number {
  return clock.nowMs() - sinceMs
}

/** Whole seconds for which the drive has not answered; 0: it answers. */
export function silentSeconds(drive: AskedDrive, clock: Pick<Clock, 'nowMs'>): number {
  const oldest = drive?.oldest ?? null
  const passedMs = oldest === null ? 0 : passedSince(oldest, clock)
  return passedMs < toldFromMs ? 0 : Math.floor(passedMs / 1000)
}

/**
 * Settles as `work` does, but waits for no drive that does not answer: for a sync a minute.
 * @param mostMs for any other call, from now on; default: 15 s
 * @throws ETIMEDOUT the drive is silent; `work` may go on, should it answer after all
 */
export function unlessSilent<T>(
  clock: Clock,
  drive: AskedDrive,
  work: Promise<T>,
  mostMs = drivePatienceMs,
): Promise<T> {
  if (drive === null) return work
  return new Promise((resolve, reject) => {
    let call = drive.oldest
    let silentMs = 0
    let lookedMs = clock.nowMs()
    let timer: Disposable
    const look = (): void => {
      const nowMs = clock.nowMs()
      const passedMs = Math.min(nowMs - lookedMs, longestLookMs)
      lookedMs = nowMs
      const { oldest } = drive
      silentMs = oldest !== null && oldest === call ? silentMs + passedMs : 0
      call = oldest
      const isPatient = oldest === null || silentMs < (oldest.name === 'fdatasync' ? syncPatienceMs : mostMs)
      if (isPatient) {
        again()
        return
      }
      const seconds = Math.max(Math.round(silentMs / 1e3), silentSeconds(drive, clock))
      reject(
        new ErrnoError(
          'ETIMEDOUT',
          say`The disk has not answered for ${seconds} s; what it had not taken by then is given up.`,
        ),
      )
    }
    const again = (): void => {
      timer = clock.timer(lookMs, look)
    }
    again()
    work.finally(() => timer.dispose()).then(resolve, reject)
  })
}
