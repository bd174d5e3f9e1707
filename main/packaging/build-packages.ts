// Builds packages one after the other from one tree of files, and tells what became of each.
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type About, readAbout } from './about.ts'
import { type PackInput, packDeb } from './deb.ts'
import { sourceEpoch } from './epoch.ts'
import { makeLinuxTree } from './linux-tree.ts'
import type { PackageTarget } from './package-targets.ts'
import { appBytes, makeProgramFolder } from './program-folder.ts'
import { packRpm, rpmVersion } from './rpm.ts'
import { isForTests, type RuntimeFolder } from './runtime-folder.ts'
import { packAppImage, packTarball } from './tarball.ts'
import { missingPacker } from './tools.ts'
import { packInstaller } from './windows.ts'

export interface BuildOptions {
  readonly targets: readonly PackageTarget[]
  readonly runtime: RuntimeFolder
  /** Where the packages go. */
  readonly output: string
  /** Another version than that of package.json. */
  readonly version?: string
  readonly say: (line: string) => void
  readonly env?: NodeJS.ProcessEnv
  /** See {@link PackInput}. */
  readonly compression?: 'xz' | 'none'
}

export interface BuiltPackage {
  readonly target: PackageTarget
  readonly file: string
  readonly bytes: number
}

/** Names as each kind of package has them. */
export function fileName(target: PackageTarget, { name, version }: About, isWhole = true): string {
  switch (target) {
    case 'deb':
      return `${name}_${version}_amd64.deb`
    case 'rpm':
      return `${name}-${rpmVersion(version)}-1.x86_64.rpm`
    case 'tar.gz':
      return `${name}-${version}-linux-x64.tar.gz`
    case 'AppImage':
      return `${name}-${version}-x86_64.AppImage`
    case 'nsis':
      return `${name}-${version}-setup${isWhole ? '' : '-without-electron'}.exe`
  }
}

/** Why a target is left out, as a sentence; null when it can be built. */
export function hindranceTo(target: PackageTarget, runtime: RuntimeFolder, env: NodeJS.ProcessEnv): string | null {
  if (target !== 'nsis' && runtime.platform !== 'linux') return `The runtime in ${runtime.folder} is for Windows.`
  if (target === 'AppImage') {
    const file = env.BLOCKSCOPE_APPIMAGE_RUNTIME ?? ''
    if (file === '') return 'There is no AppImage runtime: name its file in BLOCKSCOPE_APPIMAGE_RUNTIME.'
    if (!existsSync(file)) return `There is no file ${file}, which BLOCKSCOPE_APPIMAGE_RUNTIME names.`
  }
  return missingPacker(target)
}

/** `12.3 MB` */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Writes SHA256SUMS of all packages in a folder, in the form that `sha256sum -c` reads. */
export async function writeSums(output: string): Promise<void> {
  const packages = readdirSync(output).filter((name) => /\.(deb|rpm|tar\.gz|AppImage|exe)$/.test(name))
  const lines: string[] = []
  for (const name of packages.toSorted()) lines.push(`${await sha256(path.join(output, name))}  ${name}\n`)
  writeFileSync(path.join(output, 'SHA256SUMS'), lines.join(''))
}

/** Builds what can be built. A package appears in `output` whole or not at all. @throws when a packer fails */
export async function buildPackages(options: BuildOptions): Promise<readonly BuiltPackage[]> {
  const { targets, runtime, output, version, say, env = process.env, compression = 'xz' } = options
  const about = readAbout(version)
  const epoch = sourceEpoch(env)
  const possible = targets.filter((target) => {
    const hindrance = hindranceTo(target, runtime, env)
    if (hindrance !== null) say(`left out: ${target}. ${hindrance}`)
    return hindrance === null
  })
  if (possible.length === 0) return []
  mkdirSync(output, { recursive: true })
  const work = mkdtempSync(path.join(output, '.work-'))
  const built: BuiltPackage[] = []
  try {
    const program = await makeProgramFolder(runtime, about.version, path.join(work, 'program'))
    const tree = path.join(work, 'tree')
    if (runtime.platform === 'linux') makeLinuxTree(tree, { about, program, electron: runtime.version, epoch })
    say(`the application itself: ${megabytes(appBytes(program))}, packed; Electron ${runtime.version}`)
    if (isForTests(runtime))
      say('FOR TESTS ONLY: this Electron is too old to meet a network. Name a current one in BLOCKSCOPE_ELECTRON_DIST.')
    for (const target of possible) {
      const began = performance.now()
      const isWhole = target !== 'nsis' || runtime.platform === 'windows'
      const name = fileName(target, about, isWhole)
      const input: PackInput = { about, tree, work, epoch, compression, file: path.join(work, name) }
      await pack(target, input, program, isWhole ? program : null, env)
      const file = path.join(output, name)
      renameSync(input.file, file)
      const { size: bytes } = statSync(file)
      built.push({ target, file, bytes })
      say(`built: ${target}, ${megabytes(bytes)} in ${((performance.now() - began) / 1000).toFixed(0)} s: ${file}`)
      if (!isWhole) say('NOT A WORKING INSTALLER: there is no Electron for Windows in it, only a program that says so.')
    }
    await writeSums(output)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return built
}

async function pack(
  target: PackageTarget,
  input: PackInput,
  folder: string,
  program: string | null,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  if (target === 'deb') return packDeb(input)
  if (target === 'rpm') return packRpm(input)
  if (target === 'tar.gz') return packTarball(input)
  if (target === 'AppImage') return packAppImage(input, env.BLOCKSCOPE_APPIMAGE_RUNTIME ?? '')
  const { about, work, file, epoch } = input
  return packInstaller({ about, work, file, epoch, program, app: path.join(folder, 'resources', 'app.asar') })
}
