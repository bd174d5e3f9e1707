import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRuntimeEntry } from './electron-runtime.ts'
import { extractTarFile } from './tar.ts'
import { forEachZipEntry } from './zip.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-archive-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

interface File {
  readonly name: string
  readonly text: string
  readonly mode?: number
  readonly stored?: boolean
}

function zip(files: readonly File[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, text, mode = 0o644, stored = false } of files) {
    const packed = stored ? Buffer.from(text) : deflateRawSync(text)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(name.length, 26)
    local.writeUInt16LE(3, 28) // an extra field, which only the local header has
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(stored ? 0 : 8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(text.length, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE((mode << 16) >>> 0, 38)
    entry.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(name), Buffer.alloc(3), packed)
    central.push(entry, Buffer.from(name))
    offset += 30 + name.length + 3 + packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22 + 7)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

function tar(files: readonly File[]): Buffer {
  const parts = files.flatMap(({ name, text }) => {
    const header = Buffer.alloc(512)
    header.write(name, 0)
    header.write(text.length.toString(8).padStart(11, '0'), 124)
    return [header, Buffer.from(text), Buffer.alloc((512 - (text.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]))
}

describe('zip archives', () => {
  it('give back stored and deflated files, with their permissions', async () => {
    const archive = path.join(folder, 'a.zip')
    const long = 'sample '.repeat(1000)
    writeFileSync(
      archive,
      zip([
        { name: 'x/run', text: long, mode: 0o755 },
        { name: 'x/note', text: 'hi', stored: true },
      ]),
    )
    const seen: [string, string, number][] = []
    await forEachZipEntry(archive, async (entry) => {
      seen.push([entry.name, (await entry.read()).toString(), entry.mode])
    })
    expect(seen).toEqual([
      ['x/run', long, 0o755],
      ['x/note', 'hi', 0o644],
    ])
  })

  it('are refused when cut short', async () => {
    const archive = path.join(folder, 'a.zip')
    writeFileSync(archive, zip([{ name: 'x', text: 'whole' }]).subarray(0, 20))
    await expect(forEachZipEntry(archive, async () => undefined)).rejects.toThrow(/no end record/)
  })
})

describe('tar archives', () => {
  const long = 'block '.repeat(50_000)
  const files = [
    { name: 'package/a', text: 'first' },
    { name: 'package/b', text: long },
  ]

  it('give out one file', async () => {
    writeFileSync(path.join(folder, 'p.tgz'), tar(files))
    await extractTarFile(path.join(folder, 'p.tgz'), 'package/b', path.join(folder, 'b'))
    expect(readFileSync(path.join(folder, 'b'), 'utf8')).toBe(long)
  })

  it('say when the file is not there', async () => {
    writeFileSync(path.join(folder, 'p.tgz'), tar(files))
    await expect(extractTarFile(path.join(folder, 'p.tgz'), 'package/c', path.join(folder, 'c'))).rejects.toThrow(
      /no package\/c/,
    )
  })
})

describe('the runtime', () => {
  it('is everything but the application it came with', () => {
    for (const name of [
      'App/electron',
      'App/resources.pak',
      'App/resources/',
      'App/locales/de.pak',
      'App/snapshot_blob.bin',
    ])
      expect(isRuntimeEntry(name), name).toBe(true)
    for (const name of [
      'App/resources/app/main.js',
      'App/resources/app-update.yml',
      'App/browser_v8_context_snapshot.bin',
    ])
      expect(isRuntimeEntry(name), name).toBe(false)
  })
})
