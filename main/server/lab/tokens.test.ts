// Tokens and certificates as files: made, read, and refused in a sentence.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseCommandLine } from '#main/cli/index.ts'
import { readDamaged } from '#main/testing/damage/damaged-files.ts'
import { readCertificate } from './certificate.ts'
import { tellNewToken } from './from-command.ts'
import { addressFor, addToken } from './new-token.ts'
import { hasOpenssl, makeCertificate } from './testing/certificate.ts'
import { TokenBook } from './token-book.ts'
import { readTokens, tokenOf, tokensText } from './tokens.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-tokens-'))
  file = path.join(folder, 'tokens.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const now = Date.parse('2026-01-01T00:00:00Z')
const ann = { name: 'ann', right: 'control', days: 7 } as const

describe('a token', () => {
  it('is told once; the file has its hash, and is its owner’s alone', () => {
    const secret = addToken(file, ann, now)
    expect(secret).toMatch(/^[0-9a-f]{32}$/)
    expect(readFileSync(file, 'utf8')).not.toContain(secret)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const other = addToken(file, { name: 'bob', right: 'view', days: 1 }, now)
    expect(readTokens(file).map(({ name, right, expires }) => [name, right, expires])).toEqual([
      ['ann', 'control', '2026-01-08T00:00:00.000Z'],
      ['bob', 'view', '2026-01-02T00:00:00.000Z'],
    ])
    expect([tokenOf(secret, readTokens(file))?.name, tokenOf(other, readTokens(file))?.name]).toEqual(['ann', 'bob'])
    expect(tokenOf(`${secret}0`, readTokens(file))).toBeNull()
  })

  it('of 2,000 damaged files is read whole, or none of the file', async () => {
    addToken(file, ann, now)
    addToken(file, { name: 'bob', right: 'view', days: 1 }, now)
    const whole = readTokens(file)
    const { taken, refused } = await readDamaged(file, readFileSync(file, 'utf8'), () => {
      for (const token of readTokens(file)) expect(Object.keys(token)).toEqual(Object.keys(whole[0]!))
    })
    expect(Math.min(taken, refused)).toBeGreaterThan(10)
  })

  it('is made anew for a name whose token is stale, and not for one whose token is good', () => {
    addToken(file, ann, now)
    const before = readFileSync(file, 'utf8')
    expect(() => addToken(file, ann, now)).toThrow(`ann has a token already; take it out of ${file} first`)
    expect(readFileSync(file, 'utf8')).toBe(before)
    const secret = addToken(file, ann, now + 7 * 86_400_000)
    expect(readTokens(file)).toHaveLength(1)
    expect(tokenOf(secret, readTokens(file))?.name).toBe('ann')
    expect(existsSync(`${file}.new`)).toBe(false)
  })

  it('is good until its time is over, and found as stale after that', () => {
    const secret = addToken(file, ann, now)
    let nowMs = now
    const book = new TokenBook(file, { unixMs: () => nowMs }, () => undefined)
    expect(book.find(secret)).toMatchObject({ isGood: true })
    const { token } = book.find(secret)!
    expect(book.holds(token)).toBe(true)
    nowMs += 7 * 86_400_000
    expect(book.find(secret)).toMatchObject({ isGood: false, token: { name: 'ann' } })
    expect(book.holds(token)).toBe(false)
    expect(book.find('')).toBeNull()
  })

  it('is not made by two programs at once, nor over a file that is none', () => {
    writeFileSync(`${file}.new`, '')
    expect(() => addToken(file, ann, now)).toThrow('Another program makes a token')
    rmSync(`${file}.new`)
    writeFileSync(file, 'notes of mine', { mode: 0o600 })
    expect(() => addToken(file, ann, now)).toThrow('is no file of tokens')
    expect(readFileSync(file, 'utf8')).toBe('notes of mine')
  })

  it('is printed with its address for who makes it', () => {
    const printed: string[] = []
    const noted: string[] = []
    const output = { print: (line: string) => printed.push(line), note: (line: string) => noted.push(line) }
    const make = (...words: string[]): number => {
      const command = parseCommandLine(['--tokens', file, ...words])
      if (command.kind !== 'run') throw new Error('no run')
      return tellNewToken(command, { ...output, complain: (line) => noted.push(line) })
    }
    expect(make('--new-token', 'ann,control,days=3', '--listen', 'scope.lab:8443')).toBe(0)
    expect(printed).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), `https://scope.lab:8443/${printed[0]}/`])
    expect(noted).toEqual(['ann may look and take control for 3 days; the token is told once, and kept nowhere'])
    expect(make('--new-token', 'ann')).toBe(1)
    expect(noted[1]).toContain('ann has a token already')
    expect(addressFor('x', 'fd00::1', 5)).toBe('https://[fd00::1]:5/x/')
    expect(addressFor('x', null, 5)).toBe(`https://${os.hostname()}:5/x/`)
  })
})

describe('a file of tokens', () => {
  const refusal = (): string => {
    try {
      readTokens(file)
      return ''
    } catch (thrown) {
      return (thrown as Error).message
    }
  }

  it.skipIf(process.platform === 'win32')('is refused when others may read or write it', () => {
    addToken(file, ann, now)
    for (const mode of [0o644, 0o660, 0o602]) {
      chmodSync(file, mode)
      expect(refusal()).toBe(
        `Others may read or write the file of tokens ${file}; it must be its owner's alone (chmod 600).`,
      )
    }
    chmodSync(file, 0o400)
    expect(refusal()).toBe('')
  })

  it('is refused in a sentence when it is not there or none', () => {
    expect(refusal()).toBe(`There is no file of tokens ${file}; --new-token NAME --tokens ${file} makes it.`)
    const good = { name: 'ann', right: 'view', sha256: 'a'.repeat(64), expires: '2026-01-08T00:00:00.000Z' } as const
    for (const content of [
      '',
      '[]',
      '{"format":"blockscope tokens","version":2,"tokens":[]}',
      tokensText([{ ...good, name: 'a b' }]),
      tokensText([{ ...good, right: 'root' as 'view' }]),
      tokensText([{ ...good, sha256: 'A'.repeat(64) }]),
      tokensText([{ ...good, expires: 'never' }]),
      tokensText(Array.from({ length: 1001 }, () => good)),
    ]) {
      writeFileSync(file, content, { mode: 0o600 })
      expect([content, refusal()]).toEqual([content, expect.stringContaining(`${file} is no file of tokens`)])
    }
    writeFileSync(file, tokensText([good]), { mode: 0o600 })
    expect(refusal()).toBe('')
  })
})

describe.skipIf(!hasOpenssl())('a certificate', () => {
  it('is read with its key, or refused in a sentence', () => {
    const [cert, key] = makeCertificate(folder, 'a')
    const [, otherKey] = makeCertificate(folder, 'b')
    const text = path.join(folder, 'text')
    writeFileSync(text, 'text')
    expect(readCertificate(cert, key, Date.now()).cert.toString()).toContain('BEGIN CERTIFICATE')
    const read =
      (...files: [string, string]) =>
      () =>
        readCertificate(...files, Date.now())
    expect(read(cert, otherKey)).toThrow(`The key ${otherKey} does not belong to the certificate ${cert}.`)
    expect(read(text, key)).toThrow(`${text} is no certificate (PEM).`)
    expect(read(cert, text)).toThrow(`${text} is no private key (PEM, without a passphrase).`)
    expect(read(path.join(folder, 'none'), key)).toThrow('none cannot be read: ENOENT')
    expect(() => readCertificate(cert, key, Date.now() + 3 * 86_400_000)).toThrow(
      /was good until .*; it needs a new one/,
    )
  })
})
