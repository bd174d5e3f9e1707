// A session file on disk: read as a whole, written as a whole or not at all.
import { mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { replaceFile } from '#main/capture/index.ts'
import { errnoOf, fail, say } from '#shared/errors.ts'
import type { Sentence } from '#shared/sentence.ts'
import { mostSessionCharacters } from '#shared/session/session.ts'
import { sessionText } from '#shared/session/session-text.ts'

/** More bytes than this are not read: no session has them. */
const mostBytes = mostSessionCharacters

const reasons: Readonly<Record<string, Sentence>> = {
  ENOENT: say`There is no such file.`,
  EACCES: say`It may not be read by this user.`,
  EISDIR: say`It is a folder.`,
  ENOTDIR: say`There is no such file.`,
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : errnoOf(thrown)

/** The text of a file. @throws EINVAL with one sentence that says why there is none */
export async function readSessionFile(file: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>> | null = null
  try {
    const found = await stat(file)
    if (found.isDirectory()) fail('EISDIR', say`It is a folder.`)
    if (!found.isFile()) fail('EINVAL', say`The session file ${file} cannot be read: ${say`It is no file.`}`)
    if (found.size > mostBytes)
      fail('EINVAL', say`The session file ${file} cannot be read: ${say`It is far too long for one.`}`)
    handle = await open(file)
    return sessionText(await handle.readFile())
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code === 'EINVAL') throw thrown
    return fail(
      'EINVAL',
      say`The session file ${file} cannot be read: ${reasons[code] ?? say`The system says ${code}.`}`,
    )
  } finally {
    await handle?.close()
  }
}

/** Whatever happens, the file is the old one or the new one. @throws EIO, ENOSPC, ... */
export async function writeSessionFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await replaceFile(file, [Buffer.from(text)])
}
