// Chromium needs a folder it can write to, or it does not start. Where the person's is none (a home that is read-only, missing, or on a
// disk that does not answer), it gets one that is gone after the run.
import { mkdtempSync, rmSync } from 'node:fs'
import { access, constants, mkdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startPatienceMs } from '#main/runtime/drive/answering.ts'
import { say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'

export interface ChromiumFolder {
  readonly folder: string
  /** Why it is one of this run, which is removed at its end, in a sentence; null: it is the one that was asked for. */
  readonly trouble: string | null
  /** The disk of the one that was asked for does not answer. */
  readonly isSilent: boolean
}

/** What is on the way to every start is asked of the threads that Node has already: one of its own would take longer than the answer. */
async function look(folder: string, patienceMs: number): Promise<'good' | 'bad' | 'silent'> {
  const looked = mkdir(folder, { recursive: true })
    .then(() => access(folder, constants.W_OK))
    .then(
      () => 'good' as const,
      () => 'bad' as const,
    )
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), patienceMs)
  })
  const found = await Promise.race([looked, late])
  clearTimeout(timer)
  return found
}

/** @returns the folder, when it can be written to; else one of this run */
export async function writableFolder(folder: string, patienceMs = startPatienceMs): Promise<ChromiumFolder> {
  const found = await look(folder, patienceMs)
  if (found === 'good') return { folder, trouble: null, isSilent: false }
  const own = mkdtempSync(path.join(os.tmpdir(), 'blockscope-'))
  process.on('exit', () => {
    try {
      rmSync(own, { recursive: true, force: true })
    } catch {
      // The system clears its folder of temporary files.
    }
  })
  const isSilent = found === 'silent'
  const trouble = isSilent
    ? say`The disk of ${folder} has not answered for ${patienceMs / 1e3} s: nothing is kept in it, and this run goes on without.`
    : say`${folder} cannot be written to: nothing is kept in it, and this run goes on without.`
  return { folder: own, trouble: inWords(trouble), isSilent }
}
