// Decides by what is there what a recording into FILE is: a file with its description, or nothing but samples.
import path from 'node:path'
import { type FileFacts, files } from '#main/runtime/drive/files.ts'
import { fail } from '#shared/errors.ts'
import { cannotWrite, codeOf, fileError } from './file-error.ts'
import { type FileTargetOptions, openFileTarget } from './file-target.ts'
import { openNamedLast } from './named-last.ts'
import { type DescriptionForm, sidecarForm } from './sidecar.ts'
import { checkRoom } from './sinks/file-sink.ts'
import { descriptorOf, openDescriptor, openDevice } from './stream-target.ts'
import type { RecordingTarget } from './target.ts'

export interface TargetOptions extends Omit<FileTargetOptions, 'form'> {
  /** FILE as the user called it; `-` is standard output. */
  readonly file: string
  /** Bytes it is known to become; 0: not known. */
  readonly bytes: number
  /** Ends the wait for somebody who reads a FIFO. */
  readonly signal: AbortSignal | null
  /** Called once when nobody reads a FIFO yet. */
  readonly onWait: () => void
  /** FILE gets its name when it is whole. Default: it has it from the beginning. */
  readonly isNamedLast?: boolean
  /** How it is described. Default: FILE.json. */
  readonly form?: DescriptionForm
}

/**
 * Opens FILE for a recording. Nothing is left of a failure.
 * @throws EEXIST it is there and must not be replaced; EBUSY it is played, or written by another program; ENOSPC it will
 *   not fit; EINVAL it is no place for samples; ECANCELED; and the file system's errors by name
 */
export async function openTarget(options: TargetOptions): Promise<RecordingTarget> {
  const { file, bytes } = options
  const descriptor = descriptorOf(file)
  if (descriptor !== null) return openDescriptor(file, descriptor)
  const found = await statOrNull(file)
  if (found?.isDirectory()) fail('EISDIR', cannotWrite(file))
  if (found !== null && !found.isFile()) return openDevice(file, found, options)
  // What is replaced makes room.
  const freed = found === null || found.nlink > 1 ? 0 : found.blocks * statBlockBytes
  await checkRoom(file, path.dirname(file), Math.max(bytes - freed, 1))
  const how = { ...options, form: options.form ?? sidecarForm }
  return options.isNamedLast === true ? openNamedLast(file, how) : openFileTarget(file, how)
}

/** stat(2): `st_blocks` counts these. */
const statBlockBytes = 512

async function statOrNull(file: string): Promise<FileFacts | null> {
  try {
    return await files.stat(file)
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return null
    throw fileError(thrown, file)
  }
}
