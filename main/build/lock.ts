// One build at a time: a test run and a start may both find the bundles stale.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** How often a waiting process looks again, ms. */
const pollMs = 100

function holderIsAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (thrown) {
    // A lock that vanished meanwhile is free; one of a process of another user is held.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function tryTake(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
    return false
  }
}

/** Runs `section` while holding the lock file; takes over the lock of a process that died. */
export async function withLock<T>(file: string, section: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(file), { recursive: true })
  while (!tryTake(file)) {
    if (holderIsAlive(file)) await new Promise((resolve) => setTimeout(resolve, pollMs))
    else rmSync(file, { force: true })
  }
  try {
    return await section()
  } finally {
    rmSync(file, { force: true })
  }
}
