// The feed: what is read of it, from where, and what is refused before anything of it is used.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { feedText, makeKeyPair, readPrivateKey, writeFeed } from '#main/packaging/feed/feed.ts'
import { readFeed } from './feed.ts'
import { httpPlace } from './http-place.ts'
import { parseMetadata } from './metadata.ts'
import { openPlace, readSmall } from './open-place.ts'
import { readPublicKey } from './signature.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-feed-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (name: string): string => path.join(folder, name)

function packages(...names: readonly string[]): void {
  for (const name of names) writeFileSync(at(name), `this is ${name}`)
}

describe('a feed as it is written', () => {
  it('has the newest version, those before, and the sum of each package', async () => {
    packages('blockscope_0.9.0_amd64.deb', 'blockscope_0.10.0_amd64.deb', 'blockscope-0.10.0-1.x86_64.rpm')
    packages('blockscope-0.10.0-rc.1-x86_64.AppImage', 'blockscope-0.10.0-setup.exe', 'other_1.0.0_amd64.deb')
    packages('blockscope-0.10.0-setup-without-electron.exe', 'blockscope-0.8.0~beta.2-1.x86_64.rpm', 'SHA256SUMS')
    makeKeyPair(at('lab.key'))
    expect(await writeFeed(folder, readPrivateKey(at('lab.key')))).toEqual(['latest-linux.yml', 'latest.yml'])
    const key = await readPublicKey(at('lab.key.pub'))
    const { metadata } = await readFeed(openPlace(folder), key, 'linux')
    expect(metadata.version).toBe('0.10.0')
    expect(metadata.files.map(({ name }) => name)).toEqual([
      'blockscope-0.10.0-1.x86_64.rpm',
      'blockscope_0.10.0_amd64.deb',
    ])
    expect(metadata.previous.map(({ version }) => version)).toEqual(['0.10.0-rc.1', '0.9.0', '0.8.0-beta.2'])
    const windows = await readFeed(openPlace(folder), key, 'win32')
    expect(windows.metadata.files.map(({ name }) => name)).toEqual(['blockscope-0.10.0-setup.exe'])
  })

  it('is signed as OpenSSL signs', async () => {
    packages('blockscope_1.0.0_amd64.deb')
    makeKeyPair(at('lab.key'))
    await writeFeed(folder, readPrivateKey(at('lab.key')))
    writeFileSync(at('raw.sig'), Buffer.from(readFileSync(at('latest-linux.yml.sig'), 'utf8'), 'base64'))
    const words = ['pkeyutl', '-verify', '-pubin', '-inkey', at('lab.key.pub'), '-rawin']
    const told = execFileSync('openssl', [...words, '-in', at('latest-linux.yml'), '-sigfile', at('raw.sig')])
    expect(told.toString()).toContain('Signature Verified Successfully')
  })

  it('is none where there are no packages, and no key is written over', async () => {
    expect(await feedText(folder, 'latest.yml')).toBeNull()
    makeKeyPair(at('lab.key'))
    expect(() => makeKeyPair(at('lab.key'))).toThrow(/EEXIST/)
    await expect(writeFeed(folder, readPrivateKey(at('lab.key')))).rejects.toThrow(/no package/)
    expect(readdirSync(folder)).toEqual(['lab.key', 'lab.key.pub'])
  })
})

describe('a public key', () => {
  it.each(['lab.key', 'text', 'none'])('is refused when it is %s', async (name) => {
    makeKeyPair(at('lab.key'))
    writeFileSync(at('text'), 'a key')
    await expect(readPublicKey(at(name))).rejects.toMatchObject({ errno: name === 'none' ? 'ENOENT' : 'EINVAL' })
  })
})

describe('metadata', () => {
  const sum = `${'A'.repeat(86)}==`
  const good = { version: '1.0.0', files: [{ url: 'blockscope_1.0.0_amd64.deb', sha512: sum, size: 7 }] }

  it('is read as electron-builder writes it, with fields of its own', () => {
    const text = `version: 1.0.0\nfiles:\n  - url: blockscope_1.0.0_amd64.deb\n    sha512: ${sum}\n    size: 7\npath: x\nreleaseDate: '2026-01-01'\n`
    expect(parseMetadata(Buffer.from(text), 'x.yml')).toMatchObject({ version: '1.0.0', previous: [] })
  })

  it.each([
    ['a path', { ...good, files: [{ ...good.files[0], url: '../blockscope_1.deb' }] }],
    ['another program', { ...good, files: [{ ...good.files[0], url: 'other_1.deb' }] }],
    ['an address', { ...good, files: [{ ...good.files[0], url: 'https://x/blockscope_1.deb' }] }],
    ['no size', { ...good, files: [{ ...good.files[0], size: 0 }] }],
    ['a short sum', { ...good, files: [{ ...good.files[0], sha512: 'AA==' }] }],
    ['no version', { ...good, version: 'newest' }],
    ['no files', { ...good, files: [] }],
    ['a list', [good]],
    ['nothing', null],
  ])('with %s is refused', (_, value) => {
    expect(() => parseMetadata(Buffer.from(JSON.stringify(value)), 'x.yml')).toThrow(
      /^x\.yml is no metadata of Blockscope/,
    )
  })

  it('that is no YAML, or makes objects of its own, is refused', () => {
    expect(() => parseMetadata(Buffer.from('a: [1'), 'x.yml')).toThrow(/^x\.yml is no YAML/)
    expect(() => parseMetadata(Buffer.from('version: !!js/function "x"'), 'x.yml')).toThrow(/^x\.yml is no YAML/)
  })
})

describe('a server', () => {
  let server: http.Server
  let url: string
  let answer: http.RequestListener
  const asked: (string | undefined)[] = []
  beforeEach(async () => {
    asked.length = 0
    server = http.createServer((request, response) => {
      asked.push(request.url)
      answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const read = (text = url): Promise<Buffer> => readSmall(openPlace(text), 'a b.yml', 100)

  it('is asked for the file below its address, and followed where it leads', async () => {
    answer = (request, response) =>
      request.url === '/feed/a%20b.yml' ? response.writeHead(302, { location: '/other' }).end() : response.end('here')
    expect((await read()).toString()).toBe('here')
    expect(asked).toEqual(['/feed/a%20b.yml', '/other'])
  })

  it.each<[string, http.RequestListener, string, RegExp]>([
    [
      'leads round in a circle',
      (_, response) => response.writeHead(302, { location: '/x' }).end(),
      'ELOOP',
      /leads on/,
    ],
    [
      'leads to a file',
      (_, response) => response.writeHead(302, { location: 'file:///x' }).end(),
      'EPROTO',
      /no address/,
    ],
    ['has no such file', (_, response) => response.writeHead(404).end(), 'ENOENT', /answers 404/],
    ['fails', (_, response) => response.writeHead(500).end(), 'EIO', /answers 500/],
    ['sends too much', (_, response) => response.end('x'.repeat(101)), 'EMSGSIZE', /larger than 100 bytes/],
    ['hangs up', (request) => request.socket.destroy(), 'EIO', /cannot be read/],
  ])('that %s is given up with a sentence', async (_, listener, errno, words) => {
    answer = listener
    await expect(read()).rejects.toMatchObject({ errno, message: expect.stringMatching(words) })
  })

  it('that falls silent in the middle is given up', async () => {
    answer = (_, response) => void response.write('begin')
    await expect(readSmall(httpPlace(url, 200), 'x', 100)).rejects.toMatchObject({ errno: 'ETIMEDOUT' })
  })

  it('that is not there is named', async () => {
    const gone = 'http://127.0.0.1:1'
    await expect(read(gone)).rejects.toThrow(/^http:\/\/127\.0\.0\.1:1\/a%20b\.yml cannot be read: /)
  })
})

it.each(['', 'ftp://x/y', 'file:///x', 'http://'])('%j is no place', (text) => {
  expect(() => openPlace(text)).toThrow()
})

it('a folder gives its plain files and nothing else', async () => {
  writeFileSync(at('a'), 'text')
  expect((await readSmall(openPlace(folder), 'a', 10)).toString()).toBe('text')
  await expect(readSmall(openPlace(folder), '.', 10)).rejects.toMatchObject({ errno: 'EISDIR' })
  await expect(readSmall(openPlace(folder), 'b', 10)).rejects.toMatchObject({ errno: 'ENOENT' })
  execFileSync('mkfifo', [at('pipe')])
  await expect(readSmall(openPlace(folder), 'pipe', 10)).rejects.toMatchObject({ errno: 'EISDIR' })
})
