// The page comes from app://blockscope, a scheme of our own: standard and secure, so that the page has an origin, can be
// cross-origin isolated, and no file:// address ever works. Only files of the built page are served.
import { protocol } from 'electron'
import { readPageFile } from '#main/page/index.ts'
import type { TakeFile } from '#main/server/upload.ts'
import { uploadPath } from '#shared/contract/topics/files.ts'
import { pageHost, pageOrigin, pageScheme } from '#shared/port/handover.ts'
import { PieceUploads } from '../ports/piece-uploads.ts'
import { pageHeaders } from './page-headers.ts'

export const pageUrl = `${pageOrigin}/index.html`

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // With compiled scripts kept from start to start, as those of any address are.
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

function answer(status: number, type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, { status, headers: { ...pageHeaders, 'content-type': type } })
}

async function receive(request: Request, query: URLSearchParams, uploads: PieceUploads): Promise<Response> {
  const { status, body } = await uploads.receive(query, new Uint8Array(await request.arrayBuffer()))
  return answer(status, 'application/json; charset=utf-8', JSON.stringify(body))
}

/** Serves the files below `folder`, and takes those the page sends. */
export function servePage(folder: string, take: TakeFile): void {
  const uploads = new PieceUploads(take)
  protocol.handle(pageScheme, async (request) => {
    const { host, pathname, searchParams } = new URL(request.url)
    if (request.method === 'POST' && host === pageHost && pathname === `/${uploadPath}`)
      return receive(request, searchParams, uploads)
    if (request.method !== 'GET') return answer(405, 'text/plain', 'Only GET is served.')
    const file = host === pageHost ? await readPageFile(folder, pathname) : null
    if (file === null) return answer(404, 'text/plain', 'Nothing is here.')
    return answer(200, file.type, new Uint8Array(file.body))
  })
}
