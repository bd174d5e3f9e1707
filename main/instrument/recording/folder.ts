// The folder of recordings. Who names a recording names a file in it and no other place; a person at this program may
// choose another folder.
import { constants } from 'node:fs'
import path from 'node:path'
import { fileError, shownName } from '#main/capture/index.ts'
import { files } from '#main/runtime/drive/files.ts'
import { homeFolder } from '#main/runtime/drive/home.ts'
import { fail, say } from '#shared/errors.ts'

/** A path as people write it: `~/Blockscope`. */
export function homely(file: string, home = homeFolder()): string {
  if (file === home) return '~'
  return file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file
}

export interface RecordingFolderOptions {
  /** Made with the first recording when it is not there, unless a person chose it. */
  readonly folder: string
  /** A person chose it, now or in an earlier run. */
  readonly isChosen: boolean
  /** Hears of a folder that a person chooses from now on. */
  readonly onChosen: (folder: string) => void
}

export class RecordingFolder {
  #path: string
  #isChosen: boolean
  readonly #onChosen: (folder: string) => void

  constructor({ folder, isChosen, onChosen }: RecordingFolderOptions) {
    this.#path = path.resolve(folder)
    this.#isChosen = isChosen
    this.#onChosen = onChosen
  }

  /** Absolute. */
  get path(): string {
    return this.#path
  }

  /**
   * Recordings that begin from now on go to this folder.
   * @throws ENOENT, ENOTDIR, EACCES: it is no folder that can be written to; the one before stays
   */
  async choose(folder: string): Promise<void> {
    const chosen = path.resolve(folder)
    await checkFolder(chosen)
    this.#path = chosen
    this.#isChosen = true
    this.#onChosen(chosen)
  }

  /**
   * Has the folder ready for a recording. One that a person chose is not made anew: it may lie on a disk that is out.
   * @throws ENOENT it is gone; and the file system's errors by name
   */
  async prepare(): Promise<void> {
    if (this.#isChosen) return checkFolder(this.#path)
    try {
      await files.makeFolder(this.#path)
    } catch (thrown) {
      throw fileError(thrown, this.#path, (why) => say`Cannot make the folder ${shownName(this.#path)}: ${why}`)
    }
  }

  /**
   * The path of a file in the folder.
   * @param name of {@link recordingFileName}
   * @throws EINVAL what has this name is a folder, or leads elsewhere: it must be a file of the folder, or not be there
   */
  async fileNamed(name: string): Promise<string> {
    const file = path.join(this.#path, name)
    const found = await files.lstat(file).catch(() => null)
    if (found !== null && !found.isFile())
      fail('EINVAL', say`${shownName(file)} is there already and is no file of samples; choose another name.`)
    return file
  }
}

async function checkFolder(folder: string): Promise<void> {
  const found = await files.stat(folder).catch(() => null)
  const shown = shownName(homely(folder))
  if (found === null) fail('ENOENT', say`The folder ${shown} is not there; choose another.`)
  if (!found.isDirectory()) fail('ENOTDIR', say`${shown} is no folder; choose another.`)
  try {
    await files.access(folder, constants.W_OK | constants.X_OK)
  } catch (thrown) {
    const { errno } = fileError(thrown, folder)
    fail(errno, say`Nothing can be written into the folder ${shown}; choose another.`)
  }
}
