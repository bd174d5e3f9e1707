// FILE and its description that get their names when they are whole: of what could be asked for again, half a file is of no use.
import path from 'node:path'
import { files } from '#main/runtime/drive/files.ts'
import { fail, say } from '#shared/errors.ts'
import { codeOf, fileError, shownName } from './file-error.ts'
import { checkReplacement, type FileTargetOptions, isThere, refuseExisting } from './file-target.ts'
import { moveInto, removeLeftovers, temporaryBeside, writeBeside } from './replace-file.ts'
import type { Description } from './sidecar.ts'
import { FileSink } from './sinks/file-sink.ts'
import type { RecordingTarget } from './target.ts'

/**
 * Opens FILE under another name in its folder, until it is published.
 * @throws EEXIST it is there, and must not be replaced; EBUSY, and the file system's errors by name
 */
export async function openNamedLast(file: string, options: FileTargetOptions): Promise<RecordingTarget> {
  const { overwrite, form } = options
  const sidecar = form.nameOf(file)
  await removeLeftovers(file)
  if (overwrite) await checkReplacement(file, options)
  else for (const one of [file, sidecar]) if (await isThere(one)) refuseExisting(one)
  // A link keeps leading where it led.
  const real = overwrite && (await isThere(file)) ? await files.realpath(file) : file
  const temporary = temporaryBeside(real)
  let descriptor: number
  try {
    descriptor = await files.open(temporary, 'wx')
  } catch (thrown) {
    throw fileError(thrown, file)
  }
  const sink = new FileSink(file, descriptor, path.dirname(file))
  let told: Description | null = null
  const tell = (description: Description): Promise<void> => {
    told = description
    return Promise.resolve()
  }
  const takeAway = async (): Promise<void> => {
    await sink.close()
    await files.remove(temporary)
  }
  return {
    name: file,
    sink,
    sidecar: { create: tell, renew: tell },
    drive: sink.drive,
    async checkPresent() {
      if (!(await sink.hasName()))
        fail('ENOENT', say`${shownName(path.resolve(file))} was deleted or replaced while it was being written.`)
    },
    async publish() {
      const claimed: string[] = []
      try {
        const written = await writeBeside(sidecar, told === null ? [] : form.partsOf(told))
        try {
          if (overwrite) {
            await checkReplacement(file, options)
            // The old description must not describe the new samples, not even for a moment.
            await files.remove(sidecar)
          } else for (const one of [file, sidecar]) claimed.push(await claim(one))
          await files.rename(temporary, real)
          await moveInto(written, sidecar)
        } catch (thrown) {
          await files.remove(written)
          throw thrown
        }
      } catch (thrown) {
        for (const one of claimed) await files.remove(one)
        await takeAway()
        throw fileError(thrown, file)
      }
    },
    discard: takeAway,
  }
}

/** Takes a name that must be new, on any file system. @throws EEXIST */
async function claim(file: string): Promise<string> {
  try {
    await files.writeNew(file, [])
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') refuseExisting(file)
    throw thrown
  }
  return file
}
