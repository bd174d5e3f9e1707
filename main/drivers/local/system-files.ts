// Attributes as the kernel gives them: one open, one read or write each; and what the system says, in words. What this user may not
// do is said with the file, the right, and how to be given it.
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { Refusal } from '#main/iiod/index.ts'
import { type ErrnoName, errno, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'

const { O_RDONLY, O_WRONLY, O_TRUNC, O_NONBLOCK = 0, O_NOCTTY = 0 } = constants

/** The system, as far as it is asked: a test may let it refuse. */
export interface SystemFiles {
  open(file: string, flags: number): Promise<FileHandle>
}

export const systemFiles: SystemFiles = { open: (file, flags) => open(file, flags) }

/** Longest value of an attribute, bytes: a page of sysfs is 4 KiB, some pages are 64. */
const mostValueBytes = 64 << 10

/** Grants nodes and attributes of IIO devices to the members of a group, as their owner has them. */
export const udevRule =
  'SUBSYSTEM=="iio", ACTION!="remove", GROUP="iio", MODE="0660", ' +
  `RUN+="/bin/sh -c 'chgrp -R iio /sys%p; chmod -R g=u /sys%p'"`
const ruleFile = '/etc/udev/rules.d/60-iio.rules'

/** Opens without waiting for anybody, and makes nothing. @throws what the system says */
export function openToRead(files: SystemFiles, file: string): Promise<FileHandle> {
  return files.open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY)
}

/** Opens without waiting for anybody, and makes nothing. @throws what the system says */
export function openToWrite(files: SystemFiles, file: string): Promise<FileHandle> {
  return files.open(file, O_WRONLY | O_NONBLOCK | O_NOCTTY)
}

/** The value, without the newline at its end. @throws Refusal */
export async function readValue(files: SystemFiles, file: string): Promise<string> {
  const handle = await openToRead(files, file).catch((thrown) => refuse(thrown, file, 'read'))
  try {
    const bytes = new Uint8Array(mostValueBytes)
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0)
    return new TextDecoder().decode(bytes.subarray(0, bytesRead)).replace(/\n$/, '')
  } catch (thrown) {
    return refuse(thrown, file, 'ask')
  } finally {
    await handle.close()
  }
}

/** In one piece, as the kernel wants it. @throws Refusal */
export async function writeValue(files: SystemFiles, file: string, value: string): Promise<void> {
  const handle = await files
    .open(file, O_WRONLY | O_TRUNC | O_NONBLOCK | O_NOCTTY)
    .catch((thrown) => refuse(thrown, file, 'write'))
  try {
    // Nothing at all would not reach the driver.
    await handle.write(value === '' ? '\n' : value)
  } catch (thrown) {
    refuse(thrown, file, value)
  } finally {
    await handle.close()
  }
}

export const codeOf = (thrown: unknown): string => (thrown as NodeJS.ErrnoException)?.code ?? 'EIO'

/** Files of a device that is not there any more. */
export const isOfNothing = (code: string): boolean =>
  code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO' || code === 'ENOTDIR'

/** @param doing opening a file to read or write it, asking for the value; else what was written */
export function refuse(thrown: unknown, file: string, doing: 'read' | 'write' | 'ask' | (string & {})): never {
  const code = codeOf(thrown)
  const name: ErrnoName = code in errno ? (code as ErrnoName) : 'EIO'
  const isNotAllowed = name === 'EACCES' || name === 'EPERM'
  if (isNotAllowed && (doing === 'read' || doing === 'write')) throw new Refusal('EACCES', lackingRight(file, doing))
  const why = meaning(name, code)
  if (doing === 'read' || doing === 'ask') throw new Refusal(name, say`${file} cannot be read: ${why}`)
  if (doing === 'write') throw new Refusal(name, say`${file} cannot be written: ${why}`)
  throw new Refusal(name, say`${file} does not take '${doing.slice(0, 80)}': ${why}`)
}

function lackingRight(file: string, doing: string): Sentence {
  const granted = say`A line in ${ruleFile} grants it to the group iio when the device is plugged in next: ${udevRule}.`
  return doing === 'read'
    ? say`This user lacks the right to read ${file}: ${granted}`
    : say`This user lacks the right to write ${file}: ${granted}`
}

/** What the kernel most likely means. */
function meaning(name: ErrnoName, code: string): Sentence {
  switch (name) {
    case 'EBUSY':
      return say`It is busy, perhaps with a capture or with another program (EBUSY).`
    case 'EINVAL':
      return say`The driver does not take that (EINVAL).`
    case 'EACCES':
    case 'EPERM':
      return say`The driver does not allow it (${name}).`
    case 'ENOENT':
      return say`There is no such file (ENOENT).`
    case 'EIO':
      return say`The device does not answer (${code}).`
    default:
      return say`The system says ${code}.`
  }
}
