// The calls of the contract about files.
import type { InstrumentHandlers } from '#shared/contract/service.ts'
import { fail } from '#shared/errors.ts'
import type { OfferedFiles } from './offered-files.ts'

/** How viewers bring files, as the front has it. */
export interface FileWaysIn {
  /** Lets the person at this program choose a file; its path, or null when none was chosen. Null: there is no dialog. */
  readonly chooseFile: (() => Promise<string | null>) | null
  /** Viewers may send files. */
  readonly uploads: boolean
}

export type FileHandlers = Pick<InstrumentHandlers, 'listFiles' | 'chooseFile'>

export function fileHandlers(files: OfferedFiles, { chooseFile }: FileWaysIn): FileHandlers {
  let isOpen = false
  return {
    listFiles: () => files.list(),
    chooseFile: async () => {
      if (chooseFile === null) fail('ENOSYS', 'There is no dialog here. Choose a file of the list, or send one.')
      if (isOpen) fail('EBUSY', 'The dialog is open already.')
      isOpen = true
      try {
        const chosen = await chooseFile()
        return { name: chosen === null ? null : await files.choose(chosen) }
      } finally {
        isOpen = false
      }
    },
  }
}
