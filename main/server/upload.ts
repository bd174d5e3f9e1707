// A file that the page sends, whichever front it comes through.
import type { Uploaded } from '#shared/contract/topics/files.ts'
import { ErrnoError, type ErrnoName, say, toWireError, type WireError } from '#shared/errors.ts'

/**
 * Takes in a file that an operator sends; resolves with the name it is offered under.
 * @param announcedBytes its length, null when it is not known before
 */
export type TakeFile = (
  content: AsyncIterable<Uint8Array>,
  name: string,
  announcedBytes: number | null,
) => Promise<string>

export interface UploadAnswer {
  /** HTTP's. */
  readonly status: number
  readonly body: Uploaded | WireError | { readonly received: number }
}

const statuses: Partial<Record<ErrnoName, number>> = {
  EINVAL: 400,
  EACCES: 403,
  EFBIG: 413,
  ENOSYS: 501,
  EBUSY: 503,
  ENOSPC: 507,
}

/**
 * Takes a file in and says how that went; never rejects.
 * @param query `name`: what the file is called where it comes from
 * @param length the request's `content-length`
 */
export async function receiveFile(
  take: TakeFile,
  content: AsyncIterable<Uint8Array>,
  query: URLSearchParams,
  length: string | null | undefined,
): Promise<UploadAnswer> {
  try {
    const name = query.get('name') ?? ''
    if (name === '') throw new ErrnoError('EINVAL', say`The name of the file is missing: files?name=NAME.`)
    const announced = /^\d+$/.test(length ?? '') ? Number(length) : null
    return { status: 201, body: { name: await take(content, name, announced) } }
  } catch (thrown) {
    const body = toWireError(thrown)
    return { status: statuses[body.errno] ?? 500, body }
  }
}
