// Makes a token for somebody. What it hashes to is added to the file; the token itself is told once, to who makes it.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import { hostPortText } from '#shared/host-port.ts'
import { makeToken } from '../token.ts'
import { hashOf, isGood, mostTokens, type Right, readTokens, type Token, tokensText } from './tokens.ts'

export interface TokenWish {
  readonly name: string
  readonly right: Right
  /** From now on. */
  readonly days: number
}

const dayMs = 86_400_000

/**
 * Adds a token to the file, which is made when it is missing, with mode 0600. Returns the token, which is kept nowhere.
 * @throws EEXIST: somebody of this name has a token that is good; EBUSY: another program changes the file; ENOSPC: it is
 * full; as {@link readTokens} for a file that is none, which is then left alone
 */
export function addToken(file: string, { name, right, days }: TokenWish, nowUnixMs: number): string {
  const temporary = `${file}.new`
  // It is the lock, too: whoever makes it first adds first.
  const handle = openNew(temporary)
  try {
    const known = existsSync(file) ? readTokens(file) : []
    if (known.some((one) => one.name === name && isGood(one, nowUnixMs)))
      fail('EEXIST', say`${name} has a token already; take it out of ${file} first, or choose another name.`)
    const others = known.filter((one) => one.name !== name)
    if (others.length >= mostTokens) fail('ENOSPC', say`There is room for ${mostTokens} tokens in ${file}.`)
    const secret = makeToken()
    const expires = new Date(nowUnixMs + days * dayMs).toISOString()
    const token: Token = { name, right, sha256: hashOf(secret), expires }
    writeSync(handle, tokensText([...others, token]))
    fsyncSync(handle)
    closeSync(handle)
    renameSync(temporary, file)
    return secret
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw thrown
  }
}

function openNew(temporary: string): number {
  try {
    return openSync(temporary, 'wx', 0o600)
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new ErrnoError('EBUSY', say`Another program makes a token; if none does, remove ${temporary}.`)
    throw new ErrnoError(code === 'EACCES' ? 'EACCES' : 'EIO', say`The file of tokens cannot be written: ${message}.`)
  }
}

/** The address that a token's owner opens. @param host null: the one by which this machine knows itself */
export function addressFor(secret: string, host: string | null, port: number): string {
  return `https://${hostPortText({ host: host ?? os.hostname(), port })}/${secret}/`
}
