// A file of the person's, on its way to the instrument: beside the page, so that the port stays free for the picture.
import { maxUploadBytes, type Uploaded, uploadPath } from '#shared/contract/topics/files.ts'
import { fail, fromWire, say } from '#shared/errors.ts'
import { pageScheme } from '#shared/port/handover.ts'
import { formatBytes } from '#shared/units.ts'

/** Of a file in pieces, bytes: a few milliseconds of the main thread. */
const pieceBytes = 4 << 20

function isUploaded(answer: unknown): answer is Uploaded {
  return typeof answer === 'object' && answer !== null && 'name' in answer && typeof answer.name === 'string'
}

/**
 * Sends a file; resolves with the name it is offered under from then on.
 * @throws EFBIG it is too long; EIO it cannot be read, or the way is closed; what the instrument answers (ENOSPC, EBUSY)
 */
export async function sendFile(file: File, host: Pick<Window, 'location'> = window): Promise<string> {
  if (file.size > maxUploadBytes)
    fail('EFBIG', say`${file.name} has ${formatBytes(file.size)}; at most ${formatBytes(maxUploadBytes)} can be sent.`)
  const answer = host.location.protocol === `${pageScheme}:` ? await postPieces(file) : await post(file.name, file, {})
  if (!isUploaded(answer)) throw fromWire(answer, say`The instrument did not take the file.`)
  return answer.name
}

/** The desktop's main thread must not be held up by a long file: it gets pieces. Resolves with the answer to the last. */
async function postPieces(file: File): Promise<unknown> {
  const upload = crypto.randomUUID()
  for (let at = 0; ; at += pieceBytes) {
    const place = { upload, at: String(at), bytes: String(file.size) }
    const answer = await post(file.name, file.slice(at, at + pieceBytes), place)
    const isTaken = typeof answer === 'object' && answer !== null && 'received' in answer
    if (!isTaken || at + pieceBytes >= file.size) return answer
  }
}

async function post(name: string, body: Blob, query: Readonly<Record<string, string>>): Promise<unknown> {
  const url = new URL(uploadPath, document.baseURI)
  url.search = new URLSearchParams({ name, ...query }).toString()
  try {
    const response = await fetch(url, { method: 'POST', body })
    const answer: unknown = await response.json()
    return answer
  } catch {
    return fail('EIO', say`${name} cannot be sent: it is a folder, has changed, or the instrument is gone.`)
  }
}
