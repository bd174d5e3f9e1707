// Whether the disk of a folder answers, for a start that must not wait for a dead one.
import { realClock } from '../clock.ts'
import { driveOf } from './drives.ts'
import { files } from './files.ts'
import { unlessSilent } from './silence.ts'

/** So long a start waits for a disk, ms. */
export const startPatienceMs = 3000

/** False: its disk has not answered for {@link startPatienceMs}. A folder that is not there is an answer, too. */
export async function isAnswering(folder: string): Promise<boolean> {
  try {
    await unlessSilent(realClock, driveOf(folder), files.exists(folder), startPatienceMs)
    return true
  } catch {
    return false
  }
}
