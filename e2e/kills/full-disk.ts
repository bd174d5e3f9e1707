// A disk that is soon full: a small file system of its own where that may be made, else a limit to the size of files.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

export interface FullDisk {
  /** Words before the program's: it is started through them. */
  readonly prefix: readonly string[]
  remove(): void
}

/** From now on `folder` takes about so many bytes. */
export function limitDisk(folder: string, bytes: number): FullDisk {
  mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' })
    return { prefix: [], remove: () => void execFileSync('umount', ['-l', folder]) }
  } catch {
    return { prefix: ['prlimit', `--fsize=${bytes}`], remove: () => undefined }
  }
}
