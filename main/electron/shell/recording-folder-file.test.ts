import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { recordingFolderFile } from './recording-folder-file.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-settings-'))
})
afterEach(() => rmSync(root, { recursive: true }))

it('the folder that was chosen is that of the next start, as long as it is there', () => {
  const file = () => recordingFolderFile(path.join(root, 'settings'))
  const chosen = path.join(root, 'disk')
  mkdirSync(chosen)
  expect(file().read()).toBeNull()
  file().write(chosen)
  expect(file().read()).toBe(chosen)
  rmSync(chosen, { recursive: true })
  expect(file().read()).toBeNull()
  writeFileSync(chosen, 'a file by now')
  expect(file().read()).toBeNull()
})

it.each([
  '',
  '{',
  'null',
  '{"version":1,"folder":"relative"}',
  '{"version":2,"folder":"/"}',
  '{"version":1,"folder":7}',
])('a damaged file, %j, is none', (text) => {
  writeFileSync(path.join(root, 'recording-folder.json'), text)
  expect(recordingFolderFile(root).read()).toBeNull()
})

it('a place that cannot be written to does no harm', () => {
  writeFileSync(path.join(root, 'settings'), 'a file')
  expect(() => recordingFolderFile(path.join(root, 'settings')).write(root)).not.toThrow()
})
