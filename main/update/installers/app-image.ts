// An AppImage is one file: the new one takes its name in one step, so there is never half of it, and the program that runs keeps
// the old one open to its end.
import { copyFile, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { fileError } from '#main/capture/index.ts'
import { say } from '#shared/errors.ts'
import { sha512Of } from '../feed/fetch-file.ts'
import type { Installer } from './installer.ts'

/** Copies a file so that its name appears when it is whole and on the disk. */
async function copyWhole(from: string, to: string, mode: number): Promise<void> {
  const coming = `${to}.${process.pid}.part`
  try {
    await copyFile(from, coming)
    const handle = await open(coming, 'r+')
    try {
      await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(coming, to)
  } catch (thrown) {
    await rm(coming, { force: true })
    throw fileError(thrown, to)
  }
}

/** @param image the file that runs */
export function appImageInstaller(image: string): Installer {
  return {
    kind: 'AppImage',
    takesPlace: 'now',
    hindrance: () => null,
    async keep(folder, version) {
      const name = `blockscope-${version}-kept.AppImage`
      const kept = path.join(folder, name)
      await copyWhole(image, kept, 0o755)
      return { name, bytes: (await stat(kept)).size, sha512: await sha512Of(kept) }
    },
    async install({ file }) {
      const { mode } = await stat(image).catch((thrown: unknown) => {
        throw fileError(thrown, image, (why) => say`${image}, which runs, is not there: ${why}`)
      })
      await copyWhole(file, image, (mode & 0o777) | 0o100)
    },
  }
}
