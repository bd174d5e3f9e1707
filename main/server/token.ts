// Who may talk to the instrument: whoever was given the address, which carries a secret.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 128 random bits, as they stand in the address. */
export function makeToken(): string {
  return randomBytes(16).toString('hex')
}

/** Compares in a time that tells nothing about where, or in length, the two differ. */
export function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}
