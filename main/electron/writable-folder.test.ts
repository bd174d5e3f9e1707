import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { writableFolder } from './writable-folder.ts'

it('a folder that can be written to is taken, and made when it is missing; for another there is one of this run', async () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-folder-'))
  const good = path.join(root, 'home', 'blockscope')
  expect(await writableFolder(good)).toEqual({ folder: good, trouble: null, isSilent: false })
  expect(existsSync(good)).toBe(true)
  writeFileSync(path.join(root, 'file'), '')
  const bad = path.join(root, 'file', 'blockscope')
  const other = await writableFolder(bad)
  expect(other).toMatchObject({
    trouble: `${bad} cannot be written to: nothing is kept in it, and this run goes on without.`,
    isSilent: false,
  })
  writeFileSync(path.join(other.folder, 'x'), 'kept for the run')
  for (const folder of [root, other.folder]) rmSync(folder, { recursive: true })
})
