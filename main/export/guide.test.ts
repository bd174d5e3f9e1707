// The format in README.md works: it is taken from the page, put into a copy of the product, and writes
// a file.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { copyProduct, root } from '#main/testing/product-copy.ts'

const guide = readGuide(readFileSync(new URL('README.md', import.meta.url), 'utf8'))

let copy = ''
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-export-'))
  copy = copyProduct(['main', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => {
  for (const made of [copy, folder]) rmSync(made, { recursive: true, force: true })
})

describe('the format in the guide', () => {
  it('touches as many existing files as the page says, and at most two', () => {
    expect(wrongCounts(guide, root, 2)).toEqual([])
  })

  it('writes a file, is offered, and refuses what it cannot hold', async () => {
    const fromCopy = <T>(file: string): Promise<T> => import(path.join(copy, file)) as Promise<T>
    const rig = await fromCopy<typeof import('./testing/exported.ts')>('main/export/testing/exported.ts')
    const file = path.join(folder, 'x.au')
    const format = rig.formatOf(['le:s16/16>>0', 'le:u12/16>>4'], 48_000)
    const bytes = rig.scansOf(format, [
      [1, -300, 32_767],
      [0, 5, 4095],
    ])
    // A name that only the copy knows.
    const [as] = ['au'] as unknown as Parameters<typeof rig.exportAll>[1][]
    await rig.exportAll(format, as!, file, [[bytes, 0]])
    const written = readFileSync(file)
    expect(written.toString('latin1', 0, 4)).toBe('.snd')
    expect([4, 8, 12, 16, 20].map((at) => written.readUInt32BE(at))).toEqual([24, 12, 3, 48_000, 2])
    expect([24, 26, 28, 30, 32, 34].map((at) => written.readInt16BE(at))).toEqual([1, 0, -300, 5, 32_767, 4095])
    await expect(rig.exportAll(rig.formatOf(['le:s24/32>>0']), as!, `${file}2`, [])).rejects.toThrow('No number of AU')
    const { parseExport } = await fromCopy<typeof import('#shared/kinds/exports.ts')>('shared/kinds/exports.ts')
    expect(() => parseExport('mp3:x')).toThrow('there are au, raw')
    const { helpText } = await fromCopy<typeof import('#main/cli/help-text.ts')>('main/cli/help-text.ts')
    expect(helpText).toContain('au     sound of Sun')
  })
})
