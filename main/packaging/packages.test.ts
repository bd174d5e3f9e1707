// Every kind of package, of a program that is a few small files: what is in it, and that two builds are the same.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTargets } from '#main/build/build.ts'
import { allTargets } from '#main/build/targets.ts'
import { readAbout } from './about.ts'
import { fileName, hindranceTo } from './build-packages.ts'
import { type PackInput, packDeb } from './deb.ts'
import { filesBelow } from './epoch.ts'
import { debOnlyFiles, linuxFiles } from './linux-files.ts'
import { makeLinuxTree } from './linux-tree.ts'
import { type PackageTarget, packageTargets } from './package-targets.ts'
import { packRpm } from './rpm.ts'
import { packTarball } from './tarball.ts'
import { missingPacker } from './tools.ts'
import { packInstaller } from './windows.ts'

const about = readAbout()
const epoch = 1_767_300_000
let folder: string

/** A runtime of the same names as Electron's with almost nothing in them, written at some time by somebody. */
function makeProgram(at: string, names: readonly string[], seconds: number): void {
  for (const name of names) {
    const file = path.join(at, name)
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, `this is ${name}\n`)
    chmodSync(file, /^(blockscope|chrome-sandbox|chrome_crashpad_handler|lib.*\.so.*)$/.test(name) ? 0o775 : 0o600)
    utimesSync(file, seconds, seconds)
  }
}

const programFiles = [
  ...linuxFiles
    .filter((name) => name.startsWith('lib/blockscope/'))
    .map((name) => name.slice('lib/blockscope/'.length)),
  'LICENSES.chromium.html',
  'LICENSE.electron.txt',
]

/** The input of the packers, from a program that was written forwards or backwards. */
function prepare(name: string, names: readonly string[], seconds: number): PackInput {
  const work = path.join(folder, name)
  const program = path.join(work, 'program')
  const tree = path.join(work, 'tree')
  makeProgram(program, names, seconds)
  makeLinuxTree(tree, { about, program, electron: '33.2.1', epoch })
  return { about, tree, work, epoch, file: '' }
}

const packers: Readonly<Record<Exclude<PackageTarget, 'AppImage'>, (input: PackInput) => Promise<void>>> = {
  deb: packDeb,
  rpm: packRpm,
  'tar.gz': packTarball,
  nsis: ({ work, file }) =>
    packInstaller({ about, work, file, epoch, program: null, app: path.join(work, 'program/resources/app.asar') }),
}

let first: PackInput
let second: PackInput

beforeAll(async () => {
  await buildTargets(allTargets, { ifStale: true })
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-packages-'))
  first = prepare('one', programFiles, 1_000_000_000)
  second = prepare('two', programFiles.toReversed(), 1_700_000_000)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const can = (target: PackageTarget): boolean => missingPacker(target) === null
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Packs and returns the file. */
async function pack(target: keyof typeof packers, input: PackInput): Promise<string> {
  const file = path.join(input.work, fileName(target, about))
  await packers[target]({ ...input, file })
  return file
}

describe('what lies below /usr', () => {
  it('is the list, and nothing else', () => {
    expect(filesBelow(first.tree)).toEqual(linuxFiles.toSorted())
  })

  it('names every work that was bundled, with its licence', () => {
    const parts = JSON.parse(readFileSync(path.join(first.tree, 'share/doc/blockscope/sbom.cdx.json'), 'utf8')) as {
      components: { name: string; version: string; licenses: object[] }[]
    }
    const names = parts.components.map(({ name }) => name)
    for (const name of ['electron', 'vue', 'uplot', 'valibot', 'ws', '@fontsource-variable/inter', 'assemblyscript'])
      expect(
        names.some((one) => one === name || one.startsWith(`@${name}/`)),
        name,
      ).toBe(true)
    expect(names).not.toContain('vitest')
    expect(parts.components.filter(({ licenses }) => JSON.stringify(licenses).includes('NOASSERTION'))).toEqual([])
  })
})

describe.each(Object.keys(packers) as (keyof typeof packers)[])('%s', (target) => {
  it.runIf(can(target))('is the same to the byte whenever and wherever it is built', async () => {
    expect(sha256(await pack(target, first))).toBe(sha256(await pack(target, second)))
  })
})

describe('what the packages hold', () => {
  it.runIf(can('deb'))(
    'a deb: the tree, owned by root, with the mode that the sandbox needs, and no scripts',
    async () => {
      const file = await pack('deb', first)
      const lines = execFileSync('dpkg-deb', ['-c', file], { encoding: 'utf8' }).trim().split('\n')
      const rows = lines.map((line) => line.split(/\s+/)).filter(([mode]) => mode?.startsWith('-'))
      expect(rows.map((row) => row.at(-1)).toSorted()).toEqual(
        [...linuxFiles, ...debOnlyFiles].map((name) => `./usr/${name}`).toSorted(),
      )
      expect(new Set(rows.map((row) => row[1]))).toEqual(new Set(['root/root']))
      const programs = rows.filter(([mode]) => mode !== '-rw-r--r--').map(([mode, , , , , name]) => `${mode} ${name}`)
      expect(programs).toEqual([
        '-rwxr-xr-x ./usr/bin/blockscope',
        '-rwxr-xr-x ./usr/lib/blockscope/blockscope',
        '-rwsr-xr-x ./usr/lib/blockscope/chrome-sandbox',
        '-rwxr-xr-x ./usr/lib/blockscope/chrome_crashpad_handler',
      ])
      expect(execFileSync('dpkg-deb', ['--ctrl-tarfile', file]).includes('postinst')).toBe(false)
      expect(execFileSync('dpkg-deb', ['-f', file, 'Version'], { encoding: 'utf8' }).trim()).toBe(about.version)
    },
  )

  it.runIf(can('rpm'))('an rpm: the same files', async () => {
    const file = await pack('rpm', first)
    const names = execFileSync('rpm', ['-qpl', file], { encoding: 'utf8' }).trim().split('\n')
    const folders = ['lib/blockscope', 'lib/blockscope/locales', 'lib/blockscope/resources', 'share/doc/blockscope']
    expect(names).toEqual([...linuxFiles, ...folders].map((name) => `/usr/${name}`).toSorted())
    const modes = execFileSync('rpm', ['-qp', '--qf', '[%{FILEMODES:perms} %{FILENAMES}\\n]', file], {
      encoding: 'utf8',
    })
    expect(modes).toContain('-rwsr-xr-x /usr/lib/blockscope/chrome-sandbox')
    expect(execFileSync('rpm', ['-qp', '--qf', '%{ARCH}', file], { encoding: 'utf8' })).toBe('x86_64')
  })

  it.runIf(can('tar.gz'))('an archive: the same files below one folder', async () => {
    const file = await pack('tar.gz', first)
    const names = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n')
    const top = path.basename(file, '.tar.gz')
    expect(names.filter((name) => !name.endsWith('/')).toSorted()).toEqual(
      linuxFiles.map((name) => `${top}/${name}`).toSorted(),
    )
  })
})

/** Both are big, or want root: whoever has them runs these tests. */
const wine = ['/usr/lib/wine/wine64', '/usr/bin/wine64'].find((file) => existsSync(file)) ?? null
const missingForWine = can('nsis') ? (wine === null ? 'there is no wine64' : null) : 'there is no makensis'
if (missingForWine !== null) console.warn(`skipped: the installer for Windows, because ${missingForWine}`)
const missingForRpm = can('rpm') ? (process.getuid?.() === 0 ? null : 'only root installs') : 'there is no rpm'
if (missingForRpm !== null) console.warn(`skipped: the rpm in a root of its own, because ${missingForRpm}`)

describe('an rpm, in a root of its own', () => {
  it.skipIf(missingForRpm !== null)('puts down its files, and removed it leaves nothing', async () => {
    const file = await pack('rpm', first)
    const root = path.join(folder, 'rpm-root')
    const rpm = (...words: string[]) => execFileSync('rpm', ['--root', root, '--nodeps', ...words], { stdio: 'pipe' })
    mkdirSync(root)
    rpm('-i', '--ignorearch', file)
    const installed = filesBelow(path.join(root, 'usr')).filter((name) => linuxFiles.includes(name))
    expect(installed.toSorted()).toEqual(linuxFiles.toSorted())
    rpm('-e', 'blockscope')
    expect(linuxFiles.filter((name) => existsSync(path.join(root, 'usr', name)))).toEqual([])
  })
})

describe('the installer for Windows', () => {
  it.skipIf(missingForWine !== null).each([
    ['for one user', [], 'users/tester/AppData/Local/Programs/Blockscope'],
    ['for all users', ['/ALLUSERS'], 'Program Files/Blockscope'],
  ] as const)(
    '%s installs silently, and takes away what it put down alone',
    async (_, words, place) => {
      const file = await pack('nsis', first)
      const prefix = path.join(folder, `wine-${words.length}`)
      const env = {
        ...process.env,
        WINEPREFIX: prefix,
        WINEDEBUG: '-all',
        DISPLAY: '',
        USER: 'tester',
        LOGNAME: 'tester',
      }
      const run = (...program: string[]) => execFileSync(wine!, program, { env, stdio: 'ignore', timeout: 110_000 })
      const at = path.join(prefix, 'drive_c', place)
      run(file, '/S', ...words)
      expect(filesBelow(at)).toContain('Blockscope.exe')
      writeFileSync(path.join(at, 'mine.txt'), 'of the user')
      // It goes on as a copy of itself, which can take it away, too.
      run(path.join(at, 'Uninstall.exe'), '/S')
      await expect.poll(() => filesBelow(at), { timeout: 60_000 }).toEqual(['mine.txt'])
    },
    240_000,
  )
})

describe('a target that cannot be built', () => {
  const linux = { folder: '/x', platform: 'linux', version: '45.0.0' } as const

  it('is left out with the reason', () => {
    expect(hindranceTo('AppImage', linux, {})).toContain('BLOCKSCOPE_APPIMAGE_RUNTIME')
    expect(hindranceTo('AppImage', linux, { BLOCKSCOPE_APPIMAGE_RUNTIME: '/no/such' })).toContain('no file /no/such')
    expect(hindranceTo('deb', { ...linux, platform: 'windows' }, {})).toContain('for Windows')
  })

  it.each(packageTargets)('%s says which program is missing, and where it is to be had', (target) => {
    const before = process.env.PATH
    try {
      process.env.PATH = ''
      expect(missingPacker(target)).toMatch(/^There is no \S+; Debian has it in the package \S+\.$/)
    } finally {
      process.env.PATH = before
    }
  })
})
