// FILE and FILE.json. What is there already is replaced only when that was asked for, and then not while somebody plays
// it or another program writes it. Either both files are made, or none is.
import path from 'node:path'
import { type FileFacts, files } from '#main/runtime/drive/files.ts'
import { fail, say } from '#shared/errors.ts'
import { cannotWrite, codeOf, fileError, shownName } from './file-error.ts'
import { otherWriter } from './other-writer.ts'
import { createFile, moveInto, removeLeftovers, replaceFile, temporaryBeside, writeBeside } from './replace-file.ts'
import type { DescriptionForm } from './sidecar.ts'
import { FileSink } from './sinks/file-sink.ts'
import type { RecordingTarget, SidecarFile } from './target.ts'

/** A file, whatever name it is reached by. */
export interface FileIdentity {
  readonly dev: number
  readonly ino: number
}

export interface FileTargetOptions {
  readonly overwrite: boolean
  /** Files that are being played. */
  readonly played: readonly FileIdentity[]
  readonly form: DescriptionForm
}

/** A new file, and a new description. @throws EEXIST, and the file system's errors by name; nothing is left of a failure */
async function openNew(file: string, form: DescriptionForm): Promise<RecordingTarget> {
  const sidecar = form.nameOf(file)
  // Of the two the file is told first: its name is the one that the user gave.
  for (const one of [file, sidecar]) if (await isThere(one)) refuseExisting(one)
  let descriptor: number
  try {
    descriptor = await files.open(file, 'wx')
  } catch (thrown) {
    if (codeOf(thrown) === 'EEXIST') refuseExisting(file)
    throw fileError(thrown, file)
  }
  const made = [file]
  return target(file, descriptor, {
    made,
    described: sidecar,
    sidecar: {
      create: async (description) => {
        try {
          await createFile(sidecar, form.partsOf(description))
          made.push(sidecar)
        } catch (thrown) {
          if (codeOf(thrown) === 'EEXIST') refuseExisting(sidecar)
          throw thrown
        }
      },
      renew: (description) => replaceFile(sidecar, form.partsOf(description)),
    },
  })
}

/** In place of what is there, which stays until all that follows it could be made. */
async function openInPlace(file: string, options: FileTargetOptions): Promise<RecordingTarget> {
  const { form } = options
  const sidecar = form.nameOf(file)
  await checkReplacement(file, options)
  // A link keeps leading where it led.
  const real = (await isThere(file)) ? await files.realpath(file) : file
  const temporary = temporaryBeside(real)
  let descriptor: number
  try {
    descriptor = await files.open(temporary, 'wx')
  } catch (thrown) {
    throw fileError(thrown, file)
  }
  return target(file, descriptor, {
    made: [temporary],
    described: sidecar,
    sidecar: {
      create: async (description) => {
        const written = await writeBeside(sidecar, form.partsOf(description))
        try {
          // The old description must not describe the new samples, not even for a moment.
          await files.remove(sidecar)
          await files.rename(temporary, real)
        } catch (thrown) {
          await files.remove(written)
          throw thrown
        }
        await moveInto(written, sidecar)
      },
      renew: (description) => replaceFile(sidecar, form.partsOf(description)),
    },
  })
}

/** Opens FILE for a recording. @throws EEXIST, EBUSY, EISDIR, and the file system's errors by name */
export async function openFileTarget(file: string, options: FileTargetOptions): Promise<RecordingTarget> {
  await removeLeftovers(file)
  return options.overwrite ? openInPlace(file, options) : openNew(file, options.form)
}

export function refuseExisting(file: string): never {
  fail('EEXIST', say`${shownName(file)} is there already.`)
}

export async function isThere(file: string): Promise<boolean> {
  try {
    await files.lstat(file)
    return true
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false
    throw fileError(thrown, file)
  }
}

/** @throws EBUSY it is played, or another program writes it; EISDIR, EEXIST, ENOENT it is no file that can be replaced */
export async function checkReplacement(file: string, { played, form }: FileTargetOptions): Promise<void> {
  const sidecar = form.nameOf(file)
  for (const one of [file, sidecar]) await checkReplaceable(one, played)
  const writer = await otherWriter(sidecar)
  if (writer !== null)
    fail(
      'EBUSY',
      say`${shownName(file)} is being written by another Blockscope (process ${writer.pid} on ${writer.host}).`,
    )
}

async function checkReplaceable(file: string, played: readonly FileIdentity[]): Promise<void> {
  if (!(await isThere(file))) return
  let found: FileFacts
  try {
    found = await files.stat(file)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') fail('ENOENT', say`${shownName(file)} is a link that leads nowhere.`)
    throw fileError(thrown, file)
  }
  if (found.isDirectory()) fail('EISDIR', cannotWrite(file))
  if (!found.isFile()) fail('EEXIST', say`${shownName(file)} is no file that could be replaced.`)
  if (played.some(({ dev, ino }) => dev === found.dev && ino === found.ino))
    fail('EBUSY', say`${shownName(file)} is being played; record into another file.`)
}

/** @param made what is to be taken away when nothing was recorded; @param described the name of the description */
function target(
  name: string,
  descriptor: number,
  {
    made,
    described,
    sidecar,
  }: { readonly made: readonly string[]; readonly described: string; readonly sidecar: SidecarFile },
): RecordingTarget {
  const sink = new FileSink(name, descriptor, path.dirname(name))
  return {
    name,
    sink,
    sidecar,
    drive: sink.drive,
    async checkPresent() {
      if (!(await sink.hasName()))
        fail('ENOENT', say`${shownName(path.resolve(name))} was deleted or replaced while it was being recorded.`)
    },
    async remove() {
      if (!(await sink.isUntouched(name))) return
      try {
        await files.remove(name)
        await files.remove(described)
      } catch (thrown) {
        throw fileError(thrown, name, (why) => say`Cannot take ${shownName(name)} away: ${why}`)
      }
    },
    async discard() {
      await sink.close()
      for (const one of made) await files.remove(one)
    },
  }
}
