// A place by its name on the command line or in the configuration.
import { fail, say } from '#shared/errors.ts'
import { folderPlace } from './folder-place.ts'
import { httpPlace } from './http-place.ts'
import type { FeedPlace } from './place.ts'

/** @throws EINVAL neither a folder nor an address of http or https */
export function openPlace(text: string): FeedPlace {
  if (/^https?:\/\//i.test(text)) {
    if (!URL.canParse(text)) fail('EINVAL', say`'${text}' is no address.`)
    return httpPlace(text)
  }
  if (text.trim() === '' || /^[a-z][a-z0-9+.-]+:\/\//i.test(text))
    fail(
      'EINVAL',
      say`Updates come from a folder or from an address that begins with http:// or https://, not from '${text}'.`,
    )
  return folderPlace(text)
}

/**
 * All of a small file.
 * @throws EMSGSIZE it is larger than `mostBytes`; what {@link FeedPlace.read} throws
 */
export async function readSmall(place: FeedPlace, name: string, mostBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of place.read(name)) {
    bytes += piece.length
    if (bytes > mostBytes)
      fail('EMSGSIZE', say`${name} in ${place.text} is larger than ${mostBytes} bytes, which no such file is.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
