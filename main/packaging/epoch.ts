// One time for everything in a package, so that two builds of the same sources are the same to the byte.
import { execFileSync } from 'node:child_process'
import { chmodSync, lutimesSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from './about.ts'

/** Of sources that say nothing of when they are from: 1 January 2026, Unix seconds. */
const fallbackSeconds = 1_767_225_600

/** Unix seconds: `SOURCE_DATE_EPOCH`, else the time of the newest commit. */
export function sourceEpoch(env: NodeJS.ProcessEnv = process.env): number {
  const named = Number(env.SOURCE_DATE_EPOCH)
  if (env.SOURCE_DATE_EPOCH !== undefined && Number.isSafeInteger(named) && named > 0) return named
  try {
    const told = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    return Number.parseInt(told.toString(), 10) || fallbackSeconds
  } catch {
    return fallbackSeconds
  }
}

/**
 * Gives every file below `folder` the same time, and the modes that packages have: 0755 for folders and programs, 0644 for
 * the rest. @param setuid names of files that run as their owner
 */
export function level(folder: string, seconds: number, setuid: readonly string[] = []): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory()) level(at, seconds, setuid)
    else if (entry.isFile()) {
      const isProgram = (statSync(at).mode & 0o100) !== 0
      chmodSync(at, setuid.includes(entry.name) ? 0o4755 : isProgram ? 0o755 : 0o644)
      lutimesSync(at, seconds, seconds)
    }
  }
  chmodSync(folder, 0o755)
  lutimesSync(folder, seconds, seconds)
}

/** Total size of the files below a folder, bytes. */
export function folderBytes(folder: string): number {
  let sum = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    sum += entry.isDirectory() ? folderBytes(at) : statSync(at).size
  }
  return sum
}

/** Paths of all files below a folder, with slashes, in order. */
export function filesBelow(folder: string, prefix = ''): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const name = `${prefix}${entry.name}`
      return entry.isDirectory() ? filesBelow(path.join(folder, entry.name), `${name}/`) : [name]
    })
    .toSorted()
}
