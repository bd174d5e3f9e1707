import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FoundFile, fileAt } from '#main/runtime/found-file.ts'
import { openByteFile } from './byte-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const inFolder = (name: string): string => path.join(folder, name)

function besideOf(found: FoundFile): string | null {
  const file = openByteFile(found)
  try {
    const bytes = file.beside('.json', 100)
    return bytes === null ? null : Buffer.from(bytes).toString()
  } finally {
    file.close()
  }
}

describe('the description beside a file', () => {
  it('is read for whoever may name any file, also through a link; not when it is too long or not there', () => {
    writeFileSync(inFolder('a.raw'), 'samples')
    expect(besideOf(fileAt(inFolder('a.raw')))).toBeNull()
    writeFileSync(inFolder('elsewhere'), '{}')
    symlinkSync(inFolder('elsewhere'), inFolder('a.raw.json'))
    expect(besideOf(fileAt(inFolder('a.raw')))).toBe('{}')
    writeFileSync(inFolder('elsewhere'), ' '.repeat(101))
    expect(besideOf(fileAt(inFolder('a.raw')))).toBeNull()
  })

  it('of an offered file is no link, which could lead to what is not offered', () => {
    writeFileSync(inFolder('a.raw'), 'samples')
    const { dev, ino } = statSync(inFolder('a.raw'))
    const offered: FoundFile = { ...fileAt(inFolder('a.raw')), identity: { dev, ino } }
    expect(besideOf(offered)).toBeNull()
    writeFileSync(inFolder('secret'), '{"secret": true}')
    symlinkSync(inFolder('secret'), inFolder('a.raw.json'))
    expect(besideOf(offered)).toBeNull()
    rmSync(inFolder('a.raw.json'))
    writeFileSync(inFolder('a.raw.json'), '{}')
    expect(besideOf(offered)).toBe('{}')
  })
})
