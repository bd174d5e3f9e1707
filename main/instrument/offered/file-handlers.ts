// The calls of the contract about files.
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { InstrumentHandlers } from '#shared/contract/service.ts'
import { fail, say } from '#shared/errors.ts'
import { looksLikeSession, mostSessionCharacters, sessionInsteadOfSignal } from '#shared/session/session.ts'
import { beginsAsSession, sessionText } from '#shared/session/session-text.ts'
import type { OfferedFiles } from './offered-files.ts'

/** Which files a person is to choose from. */
export interface FileWish {
  /** Signals only, and no session. */
  readonly isSignal: boolean
}

/** How viewers bring files, as the front has it. */
export interface FileWaysIn {
  /** Lets the person at this program choose a file; its path, or null when none was chosen. Null: there is no dialog. */
  readonly chooseFile: ((wish: FileWish) => Promise<string | null>) | null
  /** Viewers may send files. */
  readonly uploads: boolean
}

export type FileHandlers = Pick<InstrumentHandlers, 'listFiles' | 'chooseFile'>

/** Enough of a file to see whether it may be a session. */
const headBytes = 256

async function isSession(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => null)
  if (handle === null) return false
  try {
    const head = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    if (!beginsAsSession(head.buffer.subarray(0, head.bytesRead))) return false
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostSessionCharacters), 0, mostSessionCharacters, 0)
    return looksLikeSession(sessionText(buffer.subarray(0, bytesRead)))
  } catch {
    return false
  } finally {
    await handle.close()
  }
}

/** @param loadSession applies the session file that was chosen instead of a signal */
export function fileHandlers(
  files: OfferedFiles,
  { chooseFile }: FileWaysIn,
  loadSession: (file: string) => Promise<void>,
): FileHandlers {
  let isOpen = false
  return {
    listFiles: () => files.list(),
    chooseFile: async (wish) => {
      const isSignal = wish?.signal === true
      if (chooseFile === null) fail('ENOSYS', say`There is no dialog here. Choose a file of the list, or send one.`)
      if (isOpen) fail('EBUSY', say`The dialog is open already.`)
      isOpen = true
      try {
        const chosen = await chooseFile({ isSignal })
        if (chosen === null) return { name: null }
        if (!(await isSession(chosen))) return { name: await files.choose(chosen) }
        if (isSignal) fail('EINVAL', sessionInsteadOfSignal(path.basename(chosen)))
        await loadSession(chosen)
        return { name: null }
      } finally {
        isOpen = false
      }
    },
  }
}
