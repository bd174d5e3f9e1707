// A folder whose files are offered to viewers: what is in it, and which file a name means. Nothing outside is ever
// reached, whatever the name says and wherever symbolic links lead.
import { type Dirent, statSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { FoundFile } from '#main/runtime/found-file.ts'
import type { OfferedFile } from '#shared/contract/topics/files.ts'
import { fail, say } from '#shared/errors.ts'
import { isOfferedName } from '#shared/files/offered-name.ts'

/** A folder is looked at so deep, and so many files of it are told. */
const deepest = 4
const mostFiles = 500

export class OfferedFolder {
  /** As it was named, absolute. */
  readonly path: string

  constructor(folder: string) {
    this.path = path.resolve(folder)
  }

  /** The file that `name` means in this folder; null when there is none, or it lies outside. */
  async locate(name: string): Promise<FoundFile | null> {
    if (!isOfferedName(name)) return null
    try {
      const root = await realpath(this.path)
      const real = await realpath(path.join(root, name))
      // The root of a disk ends with the separator already.
      if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) return null
      const info = await stat(real)
      return info.isFile() ? { name, path: real, identity: { dev: info.dev, ino: info.ino } } : null
    } catch {
      return null
    }
  }

  /** The name in this folder of what an absolute path says; null when it says another place. Looks at no file. */
  nameOf(file: string): string | null {
    const name = path.relative(this.path, file).split(path.sep).join('/')
    return path.isAbsolute(file) && isOfferedName(name) ? name : null
  }

  /** Its files, folders within it too, sorted by name. A folder that is not there has none. */
  async list(): Promise<readonly OfferedFile[]> {
    const found: OfferedFile[] = []
    await this.#collect('', 1, found)
    return found.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async #collect(below: string, depth: number, found: OfferedFile[]): Promise<void> {
    for (const entry of await entriesOf(path.join(this.path, below))) {
      if (found.length >= mostFiles) return
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory() && depth < deepest && isOfferedName(name)) await this.#collect(name, depth + 1, found)
      else if (entry.isFile() || entry.isSymbolicLink()) await this.#add(name, found)
    }
  }

  async #add(name: string, found: OfferedFile[]): Promise<void> {
    const located = await this.locate(name)
    if (located === null) return
    try {
      const { size, mtimeMs } = await stat(located.path)
      found.push({ name, bytes: size, modifiedUnixMs: mtimeMs, from: 'folder' })
    } catch {
      // It is gone by now.
    }
  }
}

/** @throws ENOENT for a path that was named as a folder to offer, and is none */
export function requireFolders(folders: readonly string[]): void {
  for (const folder of folders)
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
      fail('ENOENT', say`--files takes a folder that is there, not '${folder}'.`)
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
