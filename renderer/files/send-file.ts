// A file of the person's, on its way to the instrument: beside the page, so that the port stays free for the picture.
import { maxUploadBytes, type Uploaded, uploadPath } from '#shared/contract/files.ts'
import { ErrnoError, type ErrnoName, errno, fail } from '#shared/errors.ts'
import { formatBytes } from '#shared/units.ts'

function isUploaded(answer: unknown): answer is Uploaded {
  return typeof answer === 'object' && answer !== null && 'name' in answer && typeof answer.name === 'string'
}

/** The error the instrument answered with; EIO when it is none that can be read. */
function refusalOf(answer: unknown): ErrnoError {
  if (typeof answer === 'object' && answer !== null && 'errno' in answer && 'message' in answer) {
    const name = String(answer.errno)
    if (Object.hasOwn(errno, name)) return new ErrnoError(name as ErrnoName, String(answer.message))
  }
  return new ErrnoError('EIO', 'The instrument did not take the file.')
}

/**
 * Sends a file; resolves with the name it is offered under from then on.
 * @throws EFBIG it is too long; EIO it cannot be read, or the way is closed; what the instrument answers (ENOSPC, EBUSY)
 */
export async function sendFile(file: File): Promise<string> {
  if (file.size > maxUploadBytes)
    fail('EFBIG', `${file.name} has ${formatBytes(file.size)}; at most ${formatBytes(maxUploadBytes)} can be sent.`)
  const url = new URL(uploadPath, document.baseURI)
  url.searchParams.set('name', file.name)
  let answer: unknown
  try {
    const response = await fetch(url, { method: 'POST', body: file })
    answer = await response.json()
  } catch {
    return fail('EIO', `${file.name} cannot be sent: it is a folder, has changed, or the instrument is gone.`)
  }
  if (!isUploaded(answer)) throw refusalOf(answer)
  return answer.name
}
