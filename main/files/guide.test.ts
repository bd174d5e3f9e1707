// The format in README.md works: it is taken from the page, put into a copy of the product, and
// plays a file.
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyGuide, readGuide, wrongCounts } from '#main/testing/guide.ts'
import { copyProduct, root } from '#main/testing/product-copy.ts'

const guide = readGuide(readFileSync(new URL('README.md', import.meta.url), 'utf8'))

let copy = ''
beforeAll(() => {
  copy = copyProduct(['main', 'shared'])
  applyGuide(guide, root, copy)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** Two channels of three samples. */
function auFile(): Uint8Array {
  const bytes = new Uint8Array(24 + 12)
  const words = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('.snd'))
  for (const [k, word] of [24, 12, 3, 48000, 2].entries()) words.setUint32(4 + 4 * k, word)
  for (const [k, code] of [1, -1, 300, -300, 32767, -32768].entries()) words.setInt16(24 + 2 * k, code)
  return bytes
}

describe('the format in the guide', () => {
  it('touches as many existing files as the page says, and at most two', () => {
    expect(wrongCounts(guide, root, 2)).toEqual([])
  })

  it('plays a file, tells what it is, and is offered', async () => {
    const fromCopy = <T>(file: string): Promise<T> => import(path.join(copy, file)) as Promise<T>
    const { play, refusal } = await fromCopy<typeof import('./testing/play.ts')>('main/files/testing/play.ts')
    const { codes, file } = await play('x.au', auFile(), { channel: 1 })
    expect(codes).toEqual([-1, -300, -32768])
    expect(file).toMatchObject({ format: 'au', rateHz: 48000, channels: 2 })
    const { factsOf } = await fromCopy<typeof import('#shared/files/played-file.ts')>('shared/files/played-file.ts')
    expect(factsOf(file)[0]?.text).toContain('AU, 16 bits, 2 channels')
    const other = auFile()
    other[15] = 1
    expect(await refusal('x.au', other)).toBe('EINVAL: /files/x.au has AU encoding 1; only 3 (16 bits) can be played.')
    expect(await refusal('x.zip', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).toContain('WAV, AIFF, AU, text')
    const { fileHelp } = await fromCopy<typeof import('#shared/files/help.ts')>('shared/files/help.ts')
    expect(fileHelp).toContain('wav, aiff, au, csv')
  })
})
