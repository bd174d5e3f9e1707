// The lab's key, and whether it has signed something. A signature is apart from what it signs, in a file beside it: what is signed is
// the bytes as they are, before anything of them is read.
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileError } from '#main/capture/index.ts'
import { fail, say } from '#shared/errors.ts'

/** Ends the name of the file that has the signature. */
export const signatureEnding = '.sig'
/** Of Ed25519. */
const signatureBytes = 64
/** A key is far shorter. */
const mostKeyBytes = 16_384

/**
 * Reads a public key (Ed25519, PEM as `openssl pkey -pubout` writes it).
 * @throws the code of the file system; EINVAL it is no such key
 */
export async function readPublicKey(file: string): Promise<KeyObject> {
  const content = await readFile(file).catch((thrown: unknown) => {
    throw fileError(thrown, file, (why) => say`The key ${file} cannot be read: ${why}`)
  })
  let key: KeyObject | null = null
  try {
    if (content.length <= mostKeyBytes && !content.includes('PRIVATE KEY')) key = createPublicKey(content)
  } catch {
    // Said below.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key
  fail(
    'EINVAL',
    say`${file} is no public key of Ed25519 in the form PEM; 'npm run sign-feed -- --make-key' makes a pair.`,
  )
}

/**
 * @param signature in base64, as the file beside it has it
 * @param name of what is signed, for the sentence
 * @throws EACCES the key has not signed these bytes
 */
export function checkSignature(content: Buffer, signature: string, key: KeyObject, name: string): void {
  const bytes = Buffer.from(signature.trim(), 'base64')
  if (bytes.length === signatureBytes && verify(null, content, key, bytes)) return
  fail('EACCES', say`${name} is not signed with the key of this lab; nothing of it was used.`)
}
