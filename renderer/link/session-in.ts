// A file of the person's may be a session; what it is stands in it, not in its name.
import { mostSessionText } from '#shared/contract/settings.ts'
import { fail, say } from '#shared/errors.ts'
import { looksLikeSession } from '#shared/session/session.ts'

/** Enough of a file to see what it is, bytes. */
const headBytes = 256

/** The text of a session file; null when the file is none. @throws EFBIG when it is too long for one */
export async function sessionIn(file: File): Promise<string | null> {
  // What cannot be read (a folder) is told when it is sent.
  const head = await file
    .slice(0, headBytes)
    .text()
    .catch(() => '')
  if (!looksLikeSession(head)) return null
  if (file.size > mostSessionText) fail('EFBIG', say`${file.name} is too long for a session file.`)
  return file.text()
}
