// All drives of this program, each by its name.
import path from 'node:path'
import { monotonicMs } from '../clock.ts'
import { Drive } from './drive.ts'
import { driveName } from './mounts.ts'

const drives = new Map<string, Drive>()

/** The drive that a file, or a folder, is on. */
export function driveOf(file: string): Drive {
  const name = driveName(path.resolve(file))
  let drive = drives.get(name)
  if (drive === undefined) {
    drive = new Drive(monotonicMs)
    drives.set(name, drive)
  }
  return drive
}

/** Whether a drive owes an answer: an exit would wait for it. */
export function isDriveWaitedFor(): boolean {
  return [...drives.values()].some(({ oldest }) => oldest !== null)
}
