// A feed that was read: its metadata, and the signed bytes, which are kept to be believed again later.
import type { KeyObject } from 'node:crypto'
import { type FeedMetadata, metadataName, mostMetadataBytes, parseMetadata } from './metadata.ts'
import { readSmall } from './open-place.ts'
import type { FeedPlace } from './place.ts'
import { checkSignature, signatureEnding } from './signature.ts'

const mostSignatureBytes = 1024

/** Metadata as it came, and its signature, both as texts. */
export interface SignedMetadata {
  readonly name: string
  readonly content: string
  readonly signature: string
}

export interface Feed {
  readonly metadata: FeedMetadata
  readonly signed: SignedMetadata
}

/** @throws EACCES it is not signed with `key`; EBADMSG it is no metadata. Nothing of it is read before its signature is right */
export function believe(signed: SignedMetadata, key: KeyObject): FeedMetadata {
  const content = Buffer.from(signed.content, 'utf8')
  checkSignature(content, signed.signature, key, signed.name)
  return parseMetadata(content, signed.name)
}

/** Reads the metadata for a system, and believes it. @throws as {@link believe}, and what the place throws */
export async function readFeed(place: FeedPlace, key: KeyObject, platform: NodeJS.Platform): Promise<Feed> {
  const name = metadataName(platform)
  const content = await readSmall(place, name, mostMetadataBytes)
  const signature = await readSmall(place, `${name}${signatureEnding}`, mostSignatureBytes)
  const signed = { name, content: content.toString('utf8'), signature: signature.toString('latin1').trim() }
  return { metadata: believe(signed, key), signed }
}
