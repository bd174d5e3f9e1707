// A small file that is at every moment either what it was or what it is going to be, whole: written under another name
// in the same folder, brought to the disk, and put in its place in one step.
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { files } from '#main/runtime/drive/files.ts'
import { codeOf } from './file-error.ts'

/** What a program that was killed between two steps leaves behind; longer ago than this it is nobody's. */
const leftoverPattern = /^\.blockscope-[0-9a-f]{16}\.tmp$/
const leftoverMs = 60_000

/** A name for a file that is not there yet, in the folder of `file`. Short, so that it fits wherever `file` does. */
export function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.blockscope-${randomBytes(8).toString('hex')}.tmp`)
}

/** Removes what programs that were killed have left in the folder of `file`. Never throws. */
export async function removeLeftovers(file: string, nowMs = Date.now()): Promise<void> {
  const folder = path.dirname(file)
  try {
    for (const name of (await files.readdir(folder)).filter((one) => leftoverPattern.test(one))) {
      const leftover = path.join(folder, name)
      if (nowMs - (await files.stat(leftover)).mtimeMs > leftoverMs) await files.remove(leftover)
    }
  } catch {
    // A folder that cannot be listed, or somebody else's leftover: it does no harm.
  }
}

/** Writes `parts` to a new file in the folder of `file`, and to the disk; returns its name. Nothing is left of a failure. */
export async function writeBeside(file: string, parts: readonly Uint8Array[]): Promise<string> {
  const temporary = temporaryBeside(file)
  try {
    await files.writeNew(temporary, parts)
  } catch (thrown) {
    await files.remove(temporary)
    throw thrown
  }
  return temporary
}

/** Puts a file of {@link writeBeside} in its place; what was there is gone. */
export async function moveInto(temporary: string, file: string): Promise<void> {
  try {
    await files.rename(temporary, file)
  } catch (thrown) {
    await files.remove(temporary)
    throw thrown
  }
  await files.syncFolder(path.dirname(file))
}

/** Writes `parts` to `file`, in one step. @throws what the file system throws; then nothing has changed */
export async function replaceFile(file: string, parts: readonly Uint8Array[]): Promise<void> {
  await moveInto(await writeBeside(file, parts), file)
}

/** The same for a name that must be new. @throws EEXIST when it is not */
export async function createFile(file: string, parts: readonly Uint8Array[]): Promise<void> {
  const temporary = await writeBeside(file, parts)
  try {
    await files.link(temporary, file)
  } catch (thrown) {
    if (!noLinks.has(codeOf(thrown))) throw thrown
    await files.writeNew(file, parts)
  } finally {
    await files.remove(temporary)
  }
  await files.syncFolder(path.dirname(file))
}

/** What file systems answer that know no second name of a file. */
const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])
