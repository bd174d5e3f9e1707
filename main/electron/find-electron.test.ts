import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findElectron, hasDisplay } from './find-electron.ts'

describe('findElectron', () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-electron-'))
  })

  afterEach(() => rm(folder, { recursive: true }))

  const named = (platform: NodeJS.Platform) => ({ platform, env: { ELECTRON_OVERRIDE_DIST_PATH: folder } })

  it('finds the program in the folder the environment names', async () => {
    await writeFile(path.join(folder, 'electron'), '', { mode: 0o755 })
    await writeFile(path.join(folder, 'electron.exe'), '', { mode: 0o755 })
    expect(findElectron(named('linux'))).toBe(path.join(folder, 'electron'))
    expect(findElectron(named('win32'))).toBe(path.join(folder, 'electron.exe'))
  })

  it('wants one that may be run', async () => {
    await writeFile(path.join(folder, 'electron'), '')
    await chmod(path.join(folder, 'electron'), 0o644)
    expect(findElectron(named('linux'))).toBeNull()
  })

  it('finds none in an empty folder, and looks nowhere else then', () => {
    expect(findElectron(named('linux'))).toBeNull()
    expect(findElectron(named('darwin'))).toBeNull()
  })
})

describe('hasDisplay', () => {
  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['freebsd', {}, false],
    ['win32', {}, true],
    ['darwin', {}, true],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(hasDisplay({ platform, env })).toBe(expected)
  })
})
