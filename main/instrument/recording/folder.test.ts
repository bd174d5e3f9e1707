// A folder of recordings that cannot be had, and how that is told.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInstrument } from '../create.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-folder-'))
})
afterEach(() => rmSync(root, { recursive: true }))

describe('the folder of recordings', () => {
  it.each([
    [
      'below a file',
      () => path.join(root, 'file', 'x'),
      'ENOTDIR',
      /^Cannot make the folder .*: A part of the path is not a folder\.$/,
    ],
    ['below a file with a line break', () => path.join(root, 'a\nb', 'x'), 'ENOTDIR', /^Cannot make .*a\\nb/],
  ])('%s is refused by its errno, in one line, and nothing is left', async (_, folder, errno, message) => {
    writeFileSync(path.join(root, 'file'), '')
    writeFileSync(path.join(root, 'a\nb'), '')
    const instrument = await createInstrument({ front: 'headless', recordingsFolder: folder(), historyBytes: 16 << 20 })
    try {
      const refused = Promise.resolve(instrument.handlers.startRecording({ scans: null }))
      await expect(refused).rejects.toMatchObject({ errno, message: expect.stringMatching(message) })
      await expect(refused).rejects.toMatchObject({
        message: expect.not.stringMatching(/\n|\((E[A-Z]+)\).*\((E[A-Z]+)\)/),
      })
      expect(instrument.state().recording).toBeNull()
      expect(readdirSync(root).sort()).toEqual(['a\nb', 'file'])
    } finally {
      await instrument.close()
    }
  })

  it('is made when it is missing', async () => {
    mkdirSync(path.join(root, 'home'))
    const folder = path.join(root, 'home', 'deep', 'Blockscope')
    const instrument = await createInstrument({ front: 'headless', recordingsFolder: folder, historyBytes: 16 << 20 })
    try {
      await instrument.handlers.startRecording({ scans: 10 })
      await expect.poll(() => instrument.state().recording?.state, { timeout: 30_000 }).toBe('finished')
      expect(readdirSync(folder)).toHaveLength(2)
    } finally {
      await instrument.close()
    }
  })
})
