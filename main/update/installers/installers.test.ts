// How each kind of package is installed, and how the kind is found. The tools of the system are replaced by a list of what was run.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fail, say } from '#shared/errors.ts'
import { appImageInstaller } from './app-image.ts'
import { findInstaller, type ProgramWorld } from './find-installer.ts'
import { packageInstaller } from './package-manager.ts'
import type { Tools } from './tools.ts'
import { systemTools } from './tools.ts'
import { windowsInstaller } from './windows.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-installers-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Tools that are there, what was run, and what running a program says. */
function fakeTools(there: readonly string[], says: (line: string) => string = () => '1.1.0') {
  const ran: string[] = []
  const tools: Tools = {
    has: (program) => there.includes(program),
    run: async (program, words) => {
      const line = [program, ...words].join(' ')
      ran.push(line)
      return says(line)
    },
    leave: (program, words) => void ran.push(['left:', program, ...words].join(' ')),
  }
  return { tools, ran }
}

const step = { file: '/c/x.deb', version: '1.1.0', isBack: false }

describe('a package manager', () => {
  it.each([
    ['deb', ['apt-get', 'dpkg-query'], false, 'apt-get install -y -q --no-install-recommends /c/x.deb'],
    ['deb', ['apt-get'], true, 'apt-get install -y -q --no-install-recommends --allow-downgrades /c/x.deb'],
    ['deb', [], true, 'dpkg --install /c/x.deb'],
    ['rpm', ['dnf'], false, 'dnf install -y /c/x.deb'],
    ['rpm', ['dnf'], true, 'dnf downgrade -y /c/x.deb'],
    ['rpm', ['zypper'], true, 'zypper --non-interactive install --allow-unsigned-rpm --oldpackage /c/x.deb'],
    ['rpm', [], false, 'rpm --upgrade /c/x.deb'],
  ] as const)('of %s with %j, back: %s', async (kind, there, isBack, line) => {
    const { tools, ran } = fakeTools(there)
    await packageInstaller(kind, { tools, isRoot: true, hasScreen: false }).install({ ...step, isBack })
    expect(ran[0]).toBe(line)
  })

  it('asks a person who may, where there is a screen for that', async () => {
    const { tools, ran } = fakeTools(['apt-get', 'pkexec'])
    const installer = packageInstaller('deb', { tools, isRoot: false, hasScreen: true })
    expect(installer.hindrance()).toBeNull()
    await installer.install(step)
    expect(ran[0]).toMatch(/^pkexec apt-get install /)
  })

  it('without the right says the command', async () => {
    const { tools, ran } = fakeTools(['apt-get'])
    const installer = packageInstaller('deb', { tools, isRoot: false, hasScreen: false })
    expect(installer.hindrance()).toContain('Only an administrator')
    await expect(installer.install({ ...step, file: '/c c/x.deb' })).rejects.toMatchObject({
      errno: 'EACCES',
      message: expect.stringMatching(/sudo apt-get install -y -q --no-install-recommends '\/c c\/x\.deb'$/),
    })
    expect(ran).toEqual([])
  })

  it('that ends well with another version has failed; an rpm writes a hyphen as a tilde', async () => {
    const { tools } = fakeTools([], () => '1.1.0~rc.1')
    const rpm = packageInstaller('rpm', { tools, isRoot: true, hasScreen: false })
    await expect(rpm.install(step)).rejects.toMatchObject({ errno: 'EIO' })
    await rpm.install({ ...step, version: '1.1.0-rc.1' })
  })
})

describe('an AppImage', () => {
  it('is replaced in one step, keeps its mode, and its copy brings it back', async () => {
    const image = path.join(folder, 'blockscope.AppImage')
    const cache = path.join(folder, 'cache')
    mkdirSync(cache)
    writeFileSync(image, 'old')
    chmodSync(image, 0o750)
    writeFileSync(path.join(cache, 'new'), 'new version')
    const installer = appImageInstaller(image)
    const kept = await installer.keep(cache, '1.0.0')
    expect(kept).toMatchObject({ name: 'blockscope-1.0.0-kept.AppImage', bytes: 3 })
    const inode = statSync(image).ino
    await installer.install({ ...step, file: path.join(cache, 'new') })
    expect(readFileSync(image, 'utf8')).toBe('new version')
    expect(statSync(image).mode & 0o777).toBe(0o750)
    // Another file: whoever runs the old one still has it.
    expect(statSync(image).ino).not.toBe(inode)
    await installer.install({ ...step, file: path.join(cache, kept?.name ?? ''), isBack: true })
    expect(readFileSync(image, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['blockscope.AppImage', 'cache'])
  })

  it('that cannot be written is as it was', async () => {
    const image = path.join(folder, 'x.AppImage')
    writeFileSync(image, 'old')
    await expect(appImageInstaller(image).install({ ...step, file: path.join(folder, 'gone') })).rejects.toMatchObject({
      errno: 'ENOENT',
    })
    expect(readdirSync(folder)).toEqual(['x.AppImage'])
    expect(readFileSync(image, 'utf8')).toBe('old')
  })
})

it('on Windows the installer starts when the program ends, and asks nothing', async () => {
  const { tools, ran } = fakeTools([])
  const ends: (() => void)[] = []
  await windowsInstaller(tools, (fn) => void ends.push(fn)).install({ ...step, file: 'C:\\x-setup.exe' })
  expect(ran).toEqual([])
  for (const fn of ends) fn()
  expect(ran).toEqual(['left: C:\\x-setup.exe /S'])
})

describe('the kind that is installed', () => {
  const world = (over: Partial<ProgramWorld>): ProgramWorld => ({
    ...{ platform: 'linux', env: {}, execPath: '/usr/lib/blockscope/blockscope', isRoot: true },
    ...{ tools: fakeTools([]).tools, atEnd: () => undefined },
    ...over,
  })
  const kindIn = async (over: Partial<ProgramWorld>) => (await findInstaller(world(over)))?.kind ?? null

  it('is what owns the file of the program', async () => {
    const search = fakeTools(['dpkg-query', 'rpm'], () => 'blockscope: /usr/lib/blockscope/blockscope\n').tools
    expect(await kindIn({ tools: search })).toBe('deb')
    const rpm = fakeTools(['rpm'], () => 'blockscope').tools
    expect(await kindIn({ tools: rpm })).toBe('rpm')
    expect(await kindIn({ tools: fakeTools(['rpm', 'dpkg-query'], () => 'nodejs: /usr/bin/node').tools })).toBeNull()
    expect(await kindIn({ tools: fakeTools(['rpm'], () => fail('EIO', say`not owned`)).tools })).toBeNull()
    expect(await kindIn({})).toBeNull()
  })

  it('is an AppImage when the program runs from its mount, not when it was merely started by one', async () => {
    const image = path.join(folder, 'x.AppImage')
    writeFileSync(image, '')
    const env = { APPIMAGE: image, APPDIR: '/tmp/.mount_x' }
    expect(await kindIn({ env, execPath: '/tmp/.mount_x/usr/lib/blockscope/blockscope' })).toBe('AppImage')
    expect(await kindIn({ env })).toBeNull()
  })

  it('is that of the installer when its uninstaller is beside the program', async () => {
    const execPath = path.join(folder, 'Blockscope.exe')
    expect(await kindIn({ platform: 'win32', execPath })).toBeNull()
    writeFileSync(path.join(folder, 'Uninstall.exe'), '')
    expect(await kindIn({ platform: 'win32', execPath })).toBe('exe')
    expect(existsSync(execPath)).toBe(false)
  })
})

it('a program that fails is told with its reason, one that is not there with its name', async () => {
  await expect(
    systemTools.run('sh', ['-c', 'echo fine; echo "error: no space" >&2; echo more >&2; exit 3']),
  ).rejects.toMatchObject({
    errno: 'EIO',
    message: 'sh ended with 3: error: no space',
  })
  await expect(systemTools.run('no-such-program', [])).rejects.toThrow(/^no-such-program cannot be started/)
})
