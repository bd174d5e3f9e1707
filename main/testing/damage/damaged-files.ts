// Reads many damaged copies of a file of JSON, for the test of whatever reads it.
import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import { anyDamagedJson } from './damage.ts'

export interface DamagedReads {
  /** Copies that were taken: as a whole, or as nothing. */
  readonly taken: number
  /** Copies that were refused with a sentence in one line. */
  readonly refused: number
}

/**
 * Writes 2,000 damaged copies of a text of JSON, one after the other, and reads each.
 * @param read reads it, or gives a promise of it @throws ErrnoError it is refused
 * @throws what `read` throws that is no ErrnoError; a refusal that is no sentence in one line
 */
export async function readDamaged(file: string, whole: string, read: () => unknown): Promise<DamagedReads> {
  let [taken, refused] = [0, 0]
  await fc.assert(
    fc.asyncProperty(anyDamagedJson(whole), async (content) => {
      writeFileSync(file, content)
      try {
        await read()
        taken++
      } catch (thrown) {
        if (!(thrown instanceof ErrnoError)) throw thrown
        if (!/^[^\n]{1,900}\.$/.test(thrown.message)) fail('EBADMSG', say`No sentence in one line: ${thrown.message}`)
        refused++
      }
    }),
    { numRuns: 2000, seed: 13 },
  )
  return { taken, refused }
}
