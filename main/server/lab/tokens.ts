// The file of tokens: who of other machines may look, and who may take control. It has no token itself, only what each
// hashes to, so who reads it cannot come in. A token has 128 random bits, so a plain hash of it can be guessed back no more
// than the token.
import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync, type Stats, statSync } from 'node:fs'
import * as v from 'valibot'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import { record } from '#shared/rpc/shapes.ts'

export type Right = 'view' | 'control'

export interface Token {
  /** Of the person or the place that has it. */
  readonly name: string
  readonly right: Right
  /** SHA-256 of the token, in hex. */
  readonly sha256: string
  /** Until then it is good, as ISO 8601 in UTC. */
  readonly expires: string
}

/** Names are shown to others and stand in sentences. */
export const tokenName = /^[A-Za-z0-9][\w.-]{0,39}$/
/** In a file. */
export const mostTokens = 1000
/** Bytes of a file of that many tokens, with room. */
const mostBytes = 1 << 20

const tokensFile = record({
  format: v.literal('blockscope tokens'),
  version: v.literal(1),
  tokens: v.pipe(
    v.array(
      record({
        name: v.pipe(v.string(), v.regex(tokenName)),
        right: v.picklist(['view', 'control']),
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
        expires: v.pipe(v.string(), v.isoTimestamp()),
      }),
    ),
    v.maxLength(mostTokens),
  ),
})

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function isGood({ expires }: Token, nowUnixMs: number): boolean {
  return nowUnixMs < Date.parse(expires)
}

/** The token of this secret, good or not; null: there is none. All are compared always, in a time that tells nothing. */
export function tokenOf(secret: string, tokens: readonly Token[]): Token | null {
  const digest = createHash('sha256').update(secret).digest()
  let found: Token | null = null
  for (const token of tokens) if (timingSafeEqual(digest, Buffer.from(token.sha256, 'hex'))) found = token
  return found
}

export function tokensText(tokens: readonly Token[]): string {
  return `${JSON.stringify({ format: 'blockscope tokens', version: 1, tokens }, null, 2)}\n`
}

/**
 * What the system says of a file of tokens.
 * @throws ENOENT it is not there; EACCES others may read or write it, which would let them in
 */
export function statTokens(file: string): Stats {
  let found: Stats
  try {
    found = statSync(file)
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'ENOENT')
      fail('ENOENT', say`There is no file of tokens ${file}; --new-token NAME --tokens ${file} makes it.`)
    throw new ErrnoError('EIO', say`The file of tokens ${file} cannot be read: ${(thrown as Error).message}.`)
  }
  // Windows has no such bits; a file there is protected by the folder of its user.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    fail('EACCES', say`Others may read or write the file of tokens ${file}; it must be its owner's alone (chmod 600).`)
  return found
}

/** @throws as {@link statTokens}; EINVAL: it is no such file */
export function readTokens(file: string): readonly Token[] {
  if (statTokens(file).size > mostBytes) fail('EINVAL', say`${file} is too large for a file of tokens.`)
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    return fail('EINVAL', say`${file} is no file of tokens (${(thrown as Error).message}).`)
  }
  const result = v.safeParse(tokensFile, content, { abortEarly: true })
  if (!result.success) {
    const [issue] = result.issues
    fail('EINVAL', say`${file} is no file of tokens (${v.getDotPath(issue) ?? 'all of it'}: ${issue.message}).`)
  }
  return result.output.tokens
}
