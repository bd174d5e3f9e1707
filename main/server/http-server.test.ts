import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { Role } from '#shared/contract/access.ts'
import type { Port } from '#shared/port/port.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { maxViewers, type PageServer, startPageServer } from './http-server.ts'
import { maxStrangers } from './strangers.ts'

let folder: string
let server: PageServer
let ports: Port[]
let roles: Role[]
let base: URL

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-page-'))
  const root = path.join(folder, 'page')
  await mkdir(path.join(root, 'assets'), { recursive: true })
  await writeFile(path.join(folder, 'secret.js'), 'secret')
  await writeFile(path.join(root, 'index.html'), '<!doctype html>')
  await writeFile(path.join(root, 'assets', 'page.js'), 'export {}')
  await writeFile(path.join(root, 'assets', 'font.woff2'), 'font')
  await writeFile(path.join(root, 'assets', 'notes.txt'), 'not part of a page')
  await writeFile(path.join(root, '.hidden.js'), 'hidden')
  await symlink(path.join(folder, 'secret.js'), path.join(root, 'assets', 'link.js'))
  ports = []
  roles = []
  server = await startPageServer({
    root,
    port: 0,
    onPort: (port, role) => {
      ports.push(port)
      roles.push(role)
    },
  })
  base = new URL(server.url)
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A request whose path is sent as it is: `fetch` would tidy `..` away. */
function ask(requestPath: string, options: http.RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: base.port, path: requestPath, agent: false, ...options },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => {
          body += text
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      },
    )
    request.on('error', reject)
    request.end()
  })
}

const page = (name: string): string => base.pathname + name

/** Resolves to the status a WebSocket was refused with, or 101. */
function knock(url: string | URL, options: ConstructorParameters<typeof WebSocket>[2] = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, options)
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    socket.on('error', reject)
  })
}

function portAddress(page = server.url): URL {
  const url = new URL('port', page)
  url.protocol = 'ws:'
  return url
}

describe('the page server', () => {
  it('gives an address on the loopback interface with 128 random bits', async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/)
    const other = await startPageServer({ root: folder, port: 0, onPort: () => undefined })
    await other.close()
    expect(new URL(other.url).pathname).not.toBe(base.pathname)
  })

  it('listens on no other interface', async () => {
    const outside = Object.values(os.networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && address.family === 'IPv4' && address.address !== '127.0.0.1')
    // 127.0.0.2 is always there on Linux; elsewhere the machine's own addresses must do.
    const hosts = [
      ...outside.map((address) => address!.address),
      ...(process.platform === 'linux' ? ['127.0.0.2'] : []),
    ]
    for (const host of hosts) await expect(ask(page(''), { host })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it.each([
    ['', 'text/html; charset=utf-8', '<!doctype html>'],
    ['index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['assets/page.js', 'text/javascript; charset=utf-8', 'export {}'],
    ['assets/page.js?v=1', 'text/javascript; charset=utf-8', 'export {}'],
    ['assets/font.woff2', 'font/woff2', 'font'],
  ])('serves %j as %s', async (name, type, body) => {
    const answer = await ask(page(name))
    expect(answer).toMatchObject({ status: 200, body })
    expect(answer.headers['content-type']).toBe(type)
  })

  it('answers HEAD without a body, and no other method', async () => {
    const head = await ask(page(''), { method: 'HEAD' })
    expect(head).toMatchObject({ status: 200, body: '' })
    expect(head.headers['content-length']).toBe('15')
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const answer = await ask(page(''), { method })
      expect(answer.status).toBe(405)
      expect(answer.headers.allow).toBe('GET, HEAD')
    }
  })

  it('sends a viewer who forgot the slash to the address with it', async () => {
    const answer = await ask(base.pathname.slice(0, -1))
    expect(answer.status).toBe(308)
    expect(answer.headers.location).toBe(base.pathname)
  })

  it.each([
    '../secret.js',
    '%2e%2e/secret.js',
    '..%2fsecret.js',
    'assets/../../secret.js',
    'assets/%2e%2e/%2e%2e/secret.js',
    '..\\secret.js',
    '%5c..%5csecret.js',
    '/etc/passwd.js',
    'assets//page.js',
    'assets/link.js',
    '.hidden.js',
    'assets',
    'assets/',
    'assets/notes.txt',
    'missing.js',
    'page.js%00.html',
    '%',
    '%ff.js',
  ])('does not serve %j', async (name) => {
    const answer = await ask(page(name))
    expect(answer.status).toBe(404)
    expect(answer.body).toBe('Nothing is here.\n')
  })

  it('serves nothing without the token', async () => {
    const flipped = base.pathname.replace(/[0-9a-f]\/$/, (end) => (end === '0/' ? '1/' : '0/'))
    for (const wrong of ['/', '/index.html', '/port', flipped, `/${'0'.repeat(32)}/`, `${flipped}assets/page.js`, '//'])
      expect((await ask(wrong)).status, wrong).toBe(404)
  })

  it('has no icon, and does not call that an error', async () => {
    expect(await ask('/favicon.ico')).toMatchObject({ status: 204, body: '' })
    expect((await ask('/favicon.ico', { headers: { host: 'evil.example' } })).status).toBe(403)
  })

  it('refuses another host name, as DNS rebinding would bring', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${base.port}`,
      'localhost',
      `localhost:${base.port}`,
      '127.0.0.1',
    ])
      expect((await ask(page(''), { headers: { host } })).status, host).toBe(403)
  })

  it('refuses a request another site caused', async () => {
    for (const origin of ['https://evil.example', 'null', `http://localhost:${base.port}`, 'http://127.0.0.1:1'])
      expect((await ask(page(''), { headers: { origin } })).status, origin).toBe(403)
    expect((await ask(page(''), { headers: { origin: base.origin } })).status).toBe(200)
  })

  it('refuses a request for an absolute address', async () => {
    expect((await ask(`http://127.0.0.1:${base.port}${base.pathname}`)).status).toBe(400)
  })

  it('tells the browser to trust nothing else, also with refusals', async () => {
    for (const answer of [await ask(page('')), await ask(page('missing.js')), await ask('/')]) {
      expect(answer.headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      const policy = new Map(
        String(answer.headers['content-security-policy'])
          .split('; ')
          .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
      )
      expect(Object.fromEntries(policy)).toEqual({
        'default-src': "'none'",
        'script-src': "'self'",
        'style-src': "'self'",
        'font-src': "'self'",
        'img-src': "'self' data:",
        'connect-src': `'self' ws://127.0.0.1:${base.port}`,
        'worker-src': "'self'",
        'object-src': "'none'",
        'base-uri': "'none'",
        'frame-src': "'none'",
        'frame-ancestors': "'none'",
        'form-action': "'none'",
      })
    }
  })

  it('gives a port to the page and to a script', async () => {
    expect(await knock(portAddress(), { origin: base.origin })).toBe(101)
    expect(await knock(portAddress())).toBe(101)
    expect(ports).toHaveLength(2)
  })

  it('gives no port to anyone else', async () => {
    const address = portAddress()
    const wrongToken = new URL(address)
    wrongToken.pathname = `/${'f'.repeat(32)}/port`
    const wrongPath = new URL(address)
    wrongPath.pathname += '/../other'
    expect(await knock(wrongToken)).toBe(404)
    expect(await knock(wrongPath)).toBe(404)
    expect(await knock(address, { origin: 'https://evil.example' })).toBe(403)
    expect(await knock(address, { origin: 'null' })).toBe(403)
    expect(await knock(address, { headers: { host: `evil.example:${base.port}` } })).toBe(403)
    expect(ports).toHaveLength(0)
  })

  it('has room for several viewers of each role, and an end to it', async () => {
    for (let k = 0; k < maxViewers.observer; k++) expect(await knock(portAddress(server.observerUrl))).toBe(101)
    expect(await knock(portAddress(server.observerUrl))).toBe(503)
    for (let k = 0; k < maxViewers.operator; k++) expect(await knock(portAddress())).toBe(101)
    expect(await knock(portAddress())).toBe(503)
    ports.at(-1)!.close()
    await eventually(async () => expect(await knock(portAddress())).toBe(101))
    expect(await knock(portAddress(server.observerUrl))).toBe(503)
  })

  it('has a second address, to look at only, with a token of its own', async () => {
    expect(server.observerUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/)
    expect(server.observerUrl).not.toBe(server.url)
    const watched = new URL(server.observerUrl).pathname
    expect(await ask(watched)).toMatchObject({ status: 200, body: '<!doctype html>' })
    expect((await ask(watched.slice(0, -1))).headers.location).toBe(watched)
    expect(await knock(portAddress(server.observerUrl), { origin: base.origin })).toBe(101)
    expect(await knock(portAddress())).toBe(101)
    expect(roles).toEqual(['observer', 'operator'])
  })

  it('keeps few connections without a token, cuts the oldest of them, and lets a viewer in all the time', async () => {
    const strangers: net.Socket[] = []
    let open = 0
    const connect = async (text: string): Promise<void> => {
      const socket = net.connect(Number(base.port), '127.0.0.1')
      strangers.push(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => open--)
      await new Promise((resolve) => socket.once('connect', resolve))
      open++
      socket.write(text)
      socket.resume()
    }
    // Silent ones, half a request, a body that never comes, a refused upgrade that is kept open.
    const texts = [
      '',
      'GET / HT',
      `POST / HTTP/1.1\r\nHost: ${base.host}\r\nContent-Length: 1000\r\n\r\n`,
      `GET /port HTTP/1.1\r\nHost: ${base.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    ]
    for (let k = 0; k < 4 * maxStrangers; k++) {
      await connect(texts[k % texts.length]!)
      if (k % maxStrangers === 0) expect(await knock(portAddress())).toBe(101)
    }
    await eventually(() => expect(open).toBeLessThanOrEqual(maxStrangers))
    expect((await ask(page(''))).status).toBe(200)
    // The last ones are cut when their time is over, whatever they sent; viewers stay.
    await vi.waitFor(() => expect(open).toBe(0), { timeout: 30_000 })
    ports[0]!.post(null)
    expect(await knock(portAddress())).toBe(101)
    for (const socket of strangers) socket.destroy()
  })

  it('refuses headers beyond all measure', async () => {
    expect((await ask(page(''), { headers: { 'x-long': 'x'.repeat(16_000) } })).status).toBe(431)
  })

  it('closes with connections open, also those that do not answer', async () => {
    await knock(portAddress())
    const closed = vi.fn()
    ports[0]!.onClose(closed)
    const deaf = net.connect(Number(base.port), '127.0.0.1')
    await new Promise((resolve) => deaf.once('connect', resolve))
    deaf.write(`GET ${page('port')} HTTP/1.1\r\nHost: ${base.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`)
    deaf.write('Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n')
    await eventually(() => expect(ports).toHaveLength(2))
    const ended = new Promise((resolve) => deaf.once('close', resolve))
    deaf.on('error', () => undefined)
    deaf.resume()
    await server.close()
    await ended
    expect(closed).toHaveBeenCalledTimes(1)
    await expect(ask(page(''))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('says when the TCP port is taken', async () => {
    const again = startPageServer({ root: folder, port: Number(base.port), onPort: () => undefined })
    await expect(again).rejects.toMatchObject({ errno: 'EBUSY' })
  })
})
