// A feed in a folder: of this machine, or one that is mounted.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { fileError } from '#main/capture/index.ts'
import { say } from '#shared/errors.ts'
import type { FeedPlace } from './place.ts'

export function folderPlace(folder: string): FeedPlace {
  return {
    text: folder,
    async *read(name) {
      const file = path.join(folder, name)
      try {
        // A FIFO would be waited for without an end.
        if (!(await stat(file)).isFile()) throw Object.assign(new Error('no plain file'), { code: 'EISDIR' })
        yield* createReadStream(file) as AsyncIterable<Buffer>
      } catch (thrown) {
        throw fileError(thrown, file, (why) => say`${file} cannot be read: ${why}`)
      }
    },
  }
}
