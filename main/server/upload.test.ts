import { mkdtemp, rm } from 'node:fs/promises'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fail, say } from '#shared/errors.ts'
import { type PageServer, startPageServer } from './http-server.ts'
import type { TakeFile } from './upload.ts'

let folder: string
let server: PageServer
const taken: { name: string; text: string; announced: number | null }[] = []
let refuse: (() => never) | null = null

const takeFile: TakeFile = async (content, name, announced) => {
  refuse?.()
  let text = ''
  for await (const piece of content) text += Buffer.from(piece).toString()
  taken.push({ name, text, announced })
  return `taken ${name}`
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-upload-'))
  taken.length = 0
  refuse = null
  server = await startPageServer({ root: folder, port: 0, takeFile, onPort: () => undefined })
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

interface Sending {
  readonly headers?: http.OutgoingHttpHeaders
  readonly method?: string
}

/** Sends `body` as a page would; resolves with status and answer. */
function send(base: string, query: string, body: string | Buffer, { headers = {}, method = 'POST' }: Sending = {}) {
  const url = new URL(`files${query}`, base)
  return new Promise<{ status: number; answer: string }>((resolve, reject) => {
    const request = http.request(
      { host: url.hostname, port: url.port, path: url.pathname + url.search, method, agent: false, headers },
      (response) => {
        let answer = ''
        response.on('data', (text: Buffer) => {
          answer += text.toString()
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, answer }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

describe('a file that is sent', () => {
  it('is taken in whole, under the name it has', async () => {
    const text = '0.5\n'.repeat(100_000)
    const { status, answer } = await send(server.url, `?name=${encodeURIComponent('Übung 1?.csv')}`, text)
    expect([status, JSON.parse(answer)]).toEqual([201, { name: 'taken Übung 1?.csv' }])
    expect(taken).toEqual([{ name: 'Übung 1?.csv', text, announced: text.length }])
  })

  it('is taken without a length too', async () => {
    await send(server.url, '?name=x.raw', 'abc', { headers: { 'transfer-encoding': 'chunked' } })
    expect(taken).toEqual([{ name: 'x.raw', text: 'abc', announced: null }])
  })

  it('is refused from who only looks, from another site, and without the token', async () => {
    expect(await send(server.observerUrl, '?name=x.csv', '1')).toMatchObject({
      status: 403,
      answer: expect.stringContaining('read-only'),
    })
    const foreign = { headers: { origin: 'http://example.com' } }
    expect((await send(server.url, '?name=x.csv', '1', foreign)).status).toBe(403)
    expect((await send(new URL(server.url).origin, '?name=x.csv', '1')).status).toBe(404)
    const other = `${new URL(server.url).origin}/${'0'.repeat(32)}/`
    expect((await send(other, '?name=x.csv', '1')).status).toBe(404)
    expect((await send(server.url, '?name=x.csv', '1', { method: 'PUT' })).status).toBe(405)
    expect(taken).toEqual([])
  })

  it('is refused with a reason the page can show, however long it is', async () => {
    refuse = () => fail('ENOSPC', say`No space is left.`)
    const { status, answer } = await send(server.url, '?name=x.csv', Buffer.alloc(8 << 20))
    expect([status, JSON.parse(answer)]).toMatchObject([507, { errno: 'ENOSPC', message: 'No space is left.' }])
    refuse = null
    const unnamed = await send(server.url, '', '1')
    expect([unnamed.status, JSON.parse(unnamed.answer)]).toMatchObject([400, { errno: 'EINVAL' }])
  })

  it('finds nobody where no files are taken', async () => {
    const without = await startPageServer({ root: folder, port: 0, onPort: () => undefined })
    expect((await send(without.url, '?name=x.csv', '1')).status).toBe(501)
    await without.close()
  })
})
