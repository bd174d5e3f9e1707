// How a file in the folder of recordings is called: as a person typed it, or by the date and the time.
import path from 'node:path'
import { isStandardOutput, shownName } from '#main/capture/index.ts'
import type { Clock } from '#main/runtime/clock.ts'
import { files } from '#main/runtime/drive/files.ts'
import { errnoOf, fail, say } from '#shared/errors.ts'
import { recordingFileName } from '#shared/files/recording-name.ts'
import type { RecordingFolder } from './folder.ts'

/** What is exported of the memory is whole or not there, so it goes into files. @throws EINVAL it is a stream or a device */
export async function requireFile(file: string): Promise<void> {
  const found = isStandardOutput(file) ? null : await files.stat(file).catch(() => undefined)
  // A folder is refused with its own sentence.
  const isFile = found === undefined || (found !== null && (found.isFile() || found.isDirectory()))
  if (!isFile) fail('EINVAL', say`What is in memory is exported into files only, not to ${shownName(file)}.`)
}

/** Names of the same millisecond are told apart by a number up to this. */
const mostNames = 100

export interface NameWish {
  /** As a person types it. Empty or null: by the date and the time, and new. */
  readonly name: string | null
  /** Without the dot. */
  readonly ending: string
  /** Replace what has that name. */
  readonly overwrite: boolean
}

/**
 * Opens a file of the folder.
 * @param open opens this one, or replaces it
 * @throws EINVAL the name is none; ENOENT, EACCES the folder is none; what `open` throws
 */
export async function openInFolder<T>(
  folder: RecordingFolder,
  clock: Pick<Clock, 'unixMs'>,
  { name, ending, overwrite }: NameWish,
  open: (file: string, replaces: boolean) => Promise<T>,
): Promise<T> {
  const named = recordingFileName(name ?? '', ending)
  await folder.prepare()
  if (named !== null) return open(await folder.fileNamed(named), overwrite)
  const dated = `blockscope-${new Date(clock.unixMs()).toISOString().replace(/[:.]/g, '-')}`
  for (let number = 1; ; number++) {
    try {
      const file = number === 1 ? `${dated}.${ending}` : `${dated}-${number}.${ending}`
      return await open(path.join(folder.path, file), false)
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST' || number === mostNames) throw thrown
    }
  }
}
