// The files of the built page, and no others.
import { readFile, realpath, stat } from 'node:fs/promises'
import path from 'node:path'

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export interface PageFile {
  readonly type: string
  readonly body: Buffer
}

/**
 * The file a request path (still percent-encoded, beginning with a slash) names inside `root`; `/` is `index.html`.
 * null for anything else: what is outside, also by a symbolic link; folders; kinds of files a page does not have.
 */
export async function readPageFile(root: string, requestPath: string): Promise<PageFile | null> {
  const name = decodeName(requestPath)
  if (name === null) return null
  const type = mimeTypes[path.extname(name)]
  if (type === undefined) return null
  try {
    const realRoot = await realpath(root)
    const real = await realpath(path.join(realRoot, name))
    if (!real.startsWith(realRoot + path.sep) || !(await stat(real)).isFile()) return null
    return { type, body: await readFile(real) }
  } catch {
    return null
  }
}

/** A relative file name, or null when it could be anything but one below the root. */
function decodeName(requestPath: string): string | null {
  if (!requestPath.startsWith('/')) return null
  let decoded: string
  try {
    decoded = decodeURIComponent(requestPath)
  } catch {
    return null
  }
  if (decoded === '/') return 'index.html'
  const parts = decoded.slice(1).split('/')
  // Backslashes and colons are separators on Windows; a leading dot is a hidden file or a way up.
  return parts.every((part) => /^[^.\\:\0][^\\:\0]*$/.test(part)) ? parts.join('/') : null
}
