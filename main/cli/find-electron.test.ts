import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findDesktop } from './find-electron.ts'

describe('findDesktop', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-electron-'))
  })

  afterEach(() => rm(folder, { recursive: true }))

  const find = (platform: NodeJS.Platform, env: Record<string, string> = {}) =>
    findDesktop({ platform, env: { ELECTRON_OVERRIDE_DIST_PATH: folder, ...env } })

  it('finds the program in the folder the environment names', async () => {
    for (const name of ['electron', 'electron.exe']) await writeFile(path.join(folder, name), '', { mode: 0o755 })
    expect(find('linux', { DISPLAY: ':0' })).toEqual({ program: path.join(folder, 'electron') })
    expect(find('win32')).toEqual({ program: path.join(folder, 'electron.exe') })
  })

  it('wants one that may be run', async () => {
    await writeFile(path.join(folder, 'electron'), '')
    await chmod(path.join(folder, 'electron'), 0o644)
    expect(find('linux', { DISPLAY: ':0' })).toEqual({ missing: 'no Electron program is installed' })
  })

  it('finds none in an empty folder, and looks nowhere else then', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const)
      expect(find(platform, { DISPLAY: ':0' })).toEqual({ missing: 'no Electron program is installed' })
  })

  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['freebsd', {}, false],
    ['win32', {}, true],
  ] as const)('on %s with %j has a display: %s', async (platform, env, expected) => {
    for (const name of ['electron', 'electron.exe']) await writeFile(path.join(folder, name), '', { mode: 0o755 })
    const found = find(platform, env)
    if (expected) expect(found).toHaveProperty('program')
    else expect(found).toEqual({ missing: 'there is no display' })
  })
})
