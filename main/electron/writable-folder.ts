// Chromium needs a folder it can write to, or it does not start. Where the person's is none (a home that is read-only, or missing), it gets
// one that is gone after the run.
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** @returns the folder, when it can be written to; else one of this run, which is removed at its end */
export function writableFolder(folder: string): { readonly folder: string; readonly isOfThisRun: boolean } {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return { folder, isOfThisRun: false }
  } catch {
    const own = mkdtempSync(path.join(os.tmpdir(), 'blockscope-'))
    process.on('exit', () => {
      try {
        rmSync(own, { recursive: true, force: true })
      } catch {
        // The system clears its folder of temporary files.
      }
    })
    return { folder: own, isOfThisRun: true }
  }
}
