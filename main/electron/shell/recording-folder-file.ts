// The folder of recordings that was chosen in the window, for the next start. It is remembered here and not by the page,
// because a page names no paths.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

const schema = v.strictObject({
  version: v.literal(1),
  folder: v.pipe(
    v.string(),
    v.check((folder) => path.isAbsolute(folder)),
  ),
})

export interface RecordingFolderFile {
  /** The folder of last time; null when none was chosen, or it is not there now. */
  read(): string | null
  write(folder: string): void
}

export function recordingFolderFile(settings: string): RecordingFolderFile {
  const file = path.join(settings, 'recording-folder.json')
  return {
    read() {
      try {
        const { folder } = v.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
        return statSync(folder).isDirectory() ? folder : null
      } catch {
        return null
      }
    },
    write(folder) {
      try {
        mkdirSync(settings, { recursive: true })
        writeFileSync(file, JSON.stringify({ version: 1, folder }))
      } catch {
        // The next start records into the usual folder.
      }
    },
  }
}
