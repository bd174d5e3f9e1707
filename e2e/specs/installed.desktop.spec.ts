// The deb as a lab machine knows it: installed with apt, started by an ordinary user with the sandbox on, upgraded while it
// runs and records, removed, purged. Built once, and once more with a higher version.
import { execFile, execFileSync } from 'node:child_process'
import { createReadStream, existsSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { buildPackages } from '#main/packaging/build-packages.ts'
import { makeKeyPair, readPrivateKey, writeFeed } from '#main/packaging/feed/feed.ts'
import { debOnlyFiles, linuxFiles } from '#main/packaging/linux-files.ts'
import { chooseRuntime } from '#main/packaging/runtime-folder.ts'
import { helperProcesses, ordinaryHome, runInstalled, startInstalled } from '../fixtures/installed.ts'
import { expect, test } from '../fixtures/lane.ts'
import { scratchFolder } from '../fixtures/scratch.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { findElectron, hindranceOf } from '../setup/lanes.ts'
import { findProgram } from '../setup/programs.ts'

const run = promisify(execFile)
const higher = '99.0.0'
/** Largest deb and largest application, bytes. */
const mostDebBytes = 95e6
const mostAppBytes = 3e6
const files = [...linuxFiles, ...debOnlyFiles].map((name) => `/usr/${name}`)
const typesOfFiles = '/usr/share/applications/mimeinfo.cache'
const quiet = ['--set', 'sampling_frequency=1000000', '--set', 'blockCount=800']

const apt = (...words: string[]): Promise<unknown> =>
  run('apt-get', ['-y', '-q', '--no-install-recommends', ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

/** Installs a file. Lists of packages may be missing or old; they are fetched only when something in them is needed. */
async function install(file: string): Promise<void> {
  try {
    await apt('install', file)
  } catch {
    await apt('update')
    await apt('install', file)
  }
}

const installedVersion = (): string =>
  execFileSync('dpkg-query', ['-W', 'blockscope']).toString().trim().split('\t')[1] ?? ''

function hindrance(): string | null {
  if (process.platform !== 'linux') return 'a deb is for Linux'
  if (findProgram('apt-get') === null || findProgram('dpkg-deb') === null) return 'there is no apt'
  if (process.getuid?.() !== 0) return 'only root installs packages'
  if (existsSync('/usr/bin/blockscope')) return 'blockscope is installed here, and somebody may need it'
  return hindranceOf('desktop')
}

test.describe.configure({ mode: 'serial', retries: 0 })

let output: string
let home: string
let packages: readonly string[] = []

test.beforeAll(async () => {
  const reason = hindrance()
  if (reason !== null) process.stderr.write(`skipped: the installed program: ${reason}\n`)
  test.skip(reason !== null, `skipped: ${reason}`)
  test.setTimeout(240_000)
  // Apt reads packages as a user of its own, who must be able to come here.
  output = scratchFolder('debs')
  home = ordinaryHome()
  const options = { targets: ['deb'], runtime: chooseRuntime(findElectron()), output, say: () => undefined } as const
  const present = await buildPackages(options)
  const next = await buildPackages({ ...options, version: higher, compression: 'none' })
  packages = [...present, ...next].map(({ file }) => file)
})

test.afterAll(async () => {
  if (packages.length === 0) return
  await apt('purge', 'blockscope').catch(() => undefined)
  rmSync(output, { recursive: true, force: true })
  rmSync(home, { recursive: true, force: true })
})

const file = (which: 'present' | 'higher'): string => packages[which === 'present' ? 0 : 1] ?? ''

test('apt installs it, small enough, with its menu entry, its file types and the fuses of a release', async () => {
  test.setTimeout(120_000)
  await install(file('present'))
  expect(statSync(file('present')).size).toBeLessThan(mostDebBytes)
  expect(statSync('/usr/lib/blockscope/resources/app.asar').size).toBeLessThan(mostAppBytes)
  expect(files.filter((name) => !existsSync(name))).toEqual([])
  for (const command of [
    ['desktop-file-validate', '/usr/share/applications/blockscope.desktop'],
    ['appstreamcli', 'validate', '--no-net', '/usr/share/metainfo/org.blockscope.Blockscope.metainfo.xml'],
  ])
    await run(command[0] ?? '', command.slice(1))
  const wire = await getCurrentFuseWire('/usr/lib/blockscope/blockscope')
  const isOn = (fuse: FuseV1Options): boolean => wire[fuse]?.toString() === String('1'.charCodeAt(0))
  const on = Object.values(FuseV1Options).filter(
    (fuse): fuse is FuseV1Options => typeof fuse === 'number' && isOn(fuse),
  )
  expect(on.map((fuse) => FuseV1Options[fuse]).toSorted()).toEqual([
    'EnableCookieEncryption',
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
  ])
})

/** What lintian says of every Electron as its makers ship it; the package names them. */
const inherent = ['elevated-privileges', 'embedded-library', 'unstripped-binary-or-object']

test('lintian has nothing to say but what is inherent, which the package names', async () => {
  const missing = findProgram('lintian') === null
  if (missing) process.stderr.write('skipped: lintian: Debian has it in the package lintian\n')
  test.skip(missing, 'skipped: there is no lintian')
  test.setTimeout(240_000)
  const words = ['--allow-root', '--tag-display-limit', '0', '--show-overrides', '--fail-on', 'none', file('present')]
  const { stdout } = await run('lintian', words, { maxBuffer: 16 << 20 })
  const lines = stdout.split('\n').filter((line) => /^[A-Z]: /.test(line) && !line.startsWith('N: '))
  expect(lines.filter((line) => !line.startsWith('O: '))).toEqual([])
  const tags = new Set(lines.map((line) => line.split(' ')[2]))
  expect([...tags].toSorted()).toEqual(inherent)
})

test('without a screen it captures, with clean standard output and the exit codes of the command line', async () => {
  const good = await runInstalled(['--headless', '--for', '200ms', '--json'], home)
  expect(good).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(good.stdout)).toMatchObject({ deviceName: 'gigascope' })
  const refused = await runInstalled(['--headless', '--wrong'], home)
  expect(refused).toMatchObject({ code: 2, stdout: '' })
  expect(refused.stderr).toContain('--wrong')
  const short = await runInstalled(
    ['--headless', '--for', '50ms', '--samples', '1000000000', '--record', 'x.raw'],
    home,
  )
  expect(short.code).toBe(3)
  const samples = await runInstalled(['--headless', '--record', '-', '--samples', '1000', ...quiet], home)
  expect(samples.code, samples.stderr).toBe(0)
  expect(samples.stdout).toHaveLength(2 * 1000)
  const blind = await runInstalled([], home)
  expect(blind).toMatchObject({ code: 1, stdout: '' })
  expect(blind.stderr).toContain('There is no display')
})

/** The folder of packages as a server of the lab; resolves with its address. */
async function serveFeed(folder: string): Promise<{ readonly url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const file = path.join(folder, path.basename(request.url ?? ''))
    if (!existsSync(file)) return void response.writeHead(404).end()
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('an update from a server of the lab waits for the capture, keeps the settings, and can be taken back', async () => {
  test.setTimeout(180_000)
  const key = path.join(home, 'lab.key')
  makeKeyPair(key)
  await writeFeed(output, readPrivateKey(key))
  const server = await serveFeed(output)
  const env = { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: path.join(output, 'cache'), TMPDIR: home }
  const update = async (action: string): Promise<{ readonly code: number; readonly said: string }> => {
    const words = [action, '--update-from', server.url, '--update-key', `${key}.pub`]
    try {
      const { stdout } = await run('blockscope', words, { env })
      return { code: 0, said: stdout }
    } catch (thrown) {
      const { code, stderr } = thrown as { code: number; stderr: string }
      return { code, said: stderr }
    }
  }
  const before = installedVersion()
  try {
    const app = await startInstalled(quiet, home)
    const scope = new ScopePage(app.page)
    await scope.waitForFrames(3)
    await scope.enter('source_amplitude-voltage0', '250 mV')
    expect(await update('--check-update')).toMatchObject({
      code: 0,
      said: expect.stringContaining(`Version ${higher}`),
    })
    expect(await update('--install-update')).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /Nothing is installed now: Another Blockscope on this machine \(process \d+\) captures/,
      ),
    })
    expect(installedVersion()).toBe(before)
    expect(await app.end(), app.complaints()).toBe(0)

    const done = await update('--install-update')
    expect(done, done.said).toMatchObject({ code: 0, said: expect.stringContaining(`Version ${higher} is installed`) })
    expect(installedVersion()).toBe(higher)
    expect((await runInstalled(['--version'], home)).stdout.trim()).toBe(higher)
    const again = await startInstalled([], home)
    const scopeAgain = new ScopePage(again.page)
    await scopeAgain.waitForFrames(3)
    await expect(scopeAgain.get('source_amplitude-voltage0')).toHaveValue('250 mV')
    expect(await again.end(), again.complaints()).toBe(0)

    const back = await update('--rollback')
    expect(back, back.said).toMatchObject({ code: 0, said: expect.stringContaining(`Version ${before} is installed`) })
    expect(installedVersion()).toBe(before)
  } finally {
    server.close()
  }
})

test('an ordinary user sees the trace move and records, sandboxed, through an upgrade; removed, it leaves nothing', async () => {
  test.setTimeout(180_000)
  const recordings = path.join(home, 'recordings')
  const app = await startInstalled([...quiet, '--recordings', recordings], home)
  const scope = new ScopePage(app.page)
  await scope.waitForFrames(3)

  const renderers = helperProcesses().filter(({ type }) => type === 'renderer')
  expect(renderers.length).toBeGreaterThan(0)
  for (const renderer of renderers) {
    expect(renderer.words).not.toContain('--no-sandbox')
    expect(renderer.seccomp).toBe(2)
    expect(renderer.userNamespace).not.toBe(readlinkSync('/proc/self/ns/user'))
  }

  await scope.enter('source_amplitude-voltage0', '300 mV')
  await scope.get('record').click()
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
  await install(file('higher'))
  expect(installedVersion()).toBe(higher)
  // The program that runs is the old one until it ends; what it does goes on.
  await scope.waitForFrames(3)
  await expect(scope.get('record')).toHaveAttribute('aria-pressed', 'true')
  await scope.get('record').click()
  const told = scope.get('problems')
  await expect(told).toContainText('recorded')
  await expect(told).toContainText('0 lost')
  expect(await app.end(), app.complaints()).toBe(0)
  const [recording = ''] = execFileSync('ls', [recordings])
    .toString()
    .split('\n')
    .filter((name) => name.endsWith('.raw'))
  const described = JSON.parse(readFileSync(path.join(recordings, `${recording}.json`), 'utf8')) as { scans: number }
  expect(described).toMatchObject({ complete: true, gapFree: true })
  expect(statSync(path.join(recordings, recording)).size).toBe(described.scans * 2)

  // The new version starts with the settings of the old one.
  expect((await runInstalled(['--version'], home)).stdout.trim()).toBe(higher)
  const again = await startInstalled([], home)
  const scopeAgain = new ScopePage(again.page)
  await scopeAgain.waitForFrames(3)
  await expect(scopeAgain.get('source_amplitude-voltage0')).toHaveValue('300 mV')
  expect(await again.end(), again.complaints()).toBe(0)

  await apt('remove', 'blockscope')
  // Nothing of it is known any more, so it is dpkg that is asked: apt would look for it in its lists.
  await run('dpkg', ['--purge', 'blockscope'])
  expect(files.filter((name) => existsSync(name))).toEqual([])
  for (const folder of ['/usr/lib/blockscope', '/usr/share/doc/blockscope']) expect(existsSync(folder)).toBe(false)
  if (existsSync(typesOfFiles)) expect(readFileSync(typesOfFiles, 'utf8')).not.toContain('blockscope')
  await expect(run('dpkg-query', ['-W', 'blockscope'])).rejects.toThrow()
  // What the user wrote is the user's.
  expect(existsSync(path.join(recordings, recording))).toBe(true)
})
