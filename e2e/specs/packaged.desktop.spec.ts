// The packaged program, as electron-builder makes it, with the runtime of the tests. One fuse differs from a release:
// inspect arguments are on, because Playwright drives the main process through them.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { launchDesktop, root } from '../fixtures/desktop.ts'
import { expect, test } from '../fixtures/lane.ts'
import { ScopePage } from '../pages/scope-page.ts'
import { findElectron, hindranceOf } from '../setup/lanes.ts'

const run = promisify(execFile)
const output = path.join(root, 'release', 'e2e')
const unpacked = path.join(output, 'linux-unpacked')
/** A fuse in the program is one character, `1` or `0`. */
const fuseOn = String('1'.charCodeAt(0))
const program = path.join(unpacked, 'blockscope')

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  const hindrance = hindranceOf('desktop') ?? (process.platform === 'linux' ? null : 'it is built for Linux here')
  test.skip(hindrance !== null, `skipped: ${hindrance}`)
  test.setTimeout(180_000)
  const settings = {
    electronDist: findElectron(),
    'directories.output': output,
    'electronFuses.enableNodeCliInspectArguments': true,
  }
  const words = Object.entries(settings).map(([name, value]) => `-c.${name}=${value}`)
  const builder = path.join(root, 'node_modules', '.bin', 'electron-builder')
  await run(builder, ['--linux', 'dir', '--publish', 'never', ...words], { cwd: root })
})

test('only the listed files are packed', () => {
  const files = listPackage(path.join(unpacked, 'resources', 'app.asar'), { isPack: false })
  const unexpected = files.filter(
    (file) =>
      !/^\/(LICENSE|package\.json|dist|dist\/(main|page|preload)|dist\/main\/chunks)$/.test(file) &&
      !/^\/dist\/main\/([\w-]+\.js|kernels\.wasm|chunks\/[\w.-]+\.js)$/.test(file) &&
      !/^\/dist\/page\/(index\.html|assets|assets\/[\w.-]+\.(js|css|woff2))$/.test(file) &&
      file !== '/dist/preload/preload.cjs',
  )
  expect(unexpected).toEqual([])
  for (const file of ['/package.json', '/dist/main/electron.js', '/dist/main/kernels.wasm', '/dist/page/index.html'])
    expect(files).toContain(file)
})

test('every fuse is set as the packaging file says', async () => {
  const wire = await getCurrentFuseWire(program)
  const on = (fuse: FuseV1Options): boolean => wire[fuse]?.toString() === fuseOn
  expect({
    runAsNode: on(FuseV1Options.RunAsNode),
    cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
    nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
    onlyFromAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocol: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    asarIntegrity: true,
    onlyFromAsar: true,
    ownSnapshot: false,
    fileProtocol: false,
  })
})

test('the packaged program shows a trace and ends with its window', async () => {
  const app = await launchDesktop({ program, words: ['--seed', '7'] })
  const scope = new ScopePage(app.page)
  await scope.waitForFrames(3)
  await expect(scope.get('status-seed')).toHaveText('seed 7')
  expect(await app.electron?.evaluate(({ app: electronApp }) => electronApp.isPackaged)).toBe(true)
  await app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await app.exited).toBe(0)
  await app.close()
  expect(app.problems).toEqual([])
})
