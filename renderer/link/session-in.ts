// A file of the person's may be a session; what it is stands in it, not in its name.
import { mostSessionText } from '#shared/contract/topics/settings.ts'
import { fail, say } from '#shared/errors.ts'
import { looksLikeSession, mostSessionCharacters } from '#shared/session/session.ts'
import { beginsAsSession, sessionText } from '#shared/session/session-text.ts'

/** Enough of a file to see whether it may be a session, bytes. */
const headBytes = 256

/** The text of a session file; null when the file is none. @throws EFBIG when it is too long for one */
export async function sessionIn(file: File): Promise<string | null> {
  // What cannot be read (a folder) is told when it is sent.
  const bytesOf = async (most: number): Promise<Uint8Array> => new Uint8Array(await file.slice(0, most).arrayBuffer())
  const head = await bytesOf(headBytes).catch(() => new Uint8Array())
  if (!beginsAsSession(head)) return null
  const text = sessionText(await bytesOf(mostSessionCharacters))
  if (!looksLikeSession(text)) return null
  if (text.length > mostSessionText) fail('EFBIG', say`${file.name} is too long for a session file.`)
  return text
}
