// What the system knows of a running process, and of a folder. Linux only.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

export interface Figures {
  /** Resident memory, MiB. */
  readonly memoryMiB: number
  readonly descriptors: number
  readonly threads: number
  /** In all files of the folder, MiB. */
  readonly diskMiB: number
}

export function figuresOf(pid: number, folder: string): Figures {
  const resident = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  return {
    memoryMiB: Number(resident) / 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: readdirSync(`/proc/${pid}/task`).length,
    diskMiB: readdirSync(folder).reduce((sum, name) => sum + bytesOf(path.join(folder, name)), 0) / 2 ** 20,
  }
}

/** A file may be taken away while it is looked at. */
function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
