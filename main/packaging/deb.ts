// A package for Debian and its like. It has no scripts of its own: menus, icons and file types are what the system's own
// triggers see to, and the sandbox's helper has its mode in the package.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type About, description, maintainer, resources, synopsis } from './about.ts'
import { folderBytes, level } from './epoch.ts'
import { debOnlyFiles } from './linux-files.ts'
import { runTool } from './tools.ts'

/** What the runtime is linked with, and what it loads when it is there. */
const depends = [
  'libc6 (>= 2.31)',
  'libasound2 | libasound2t64',
  'libatk-bridge2.0-0 | libatk-bridge2.0-0t64',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libcups2 | libcups2t64',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libx11-6',
  'libxcomposite1',
  'libxdamage1',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
]
/** Opens a recording's folder. */
const recommends = ['xdg-utils']

/** The control file. @param bytes size of what is installed */
export function controlText({ name, version, homepage }: About, bytes: number): string {
  const lines = [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: amd64',
    'Section: science',
    'Priority: optional',
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    `Depends: ${depends.join(', ')}`,
    `Recommends: ${recommends.join(', ')}`,
    ...(homepage === null ? [] : [`Homepage: ${homepage}`]),
    `Description: ${synopsis}`,
    ...description.map((line) => ` ${line}`),
  ]
  return `${lines.join('\n')}\n`
}

export interface PackInput {
  readonly about: About
  /** The tree below /usr. */
  readonly tree: string
  /** A folder for what is needed meanwhile; it is the caller's to remove. */
  readonly work: string
  readonly file: string
  readonly epoch: number
  /** How it is compressed; for tests there is one that takes no time. */
  readonly compression?: 'xz' | 'none'
}

/** Packs `tree` into `file`. */
export async function packDeb({ about, tree, work, file, epoch, compression = 'xz' }: PackInput): Promise<void> {
  const stage = path.join(work, 'deb')
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(path.join(stage, 'DEBIAN'), { recursive: true })
  cpSync(tree, path.join(stage, 'usr'), { recursive: true })
  for (const name of debOnlyFiles) {
    const file = path.join(stage, 'usr', name)
    mkdirSync(path.dirname(file), { recursive: true })
    cpSync(path.join(resources, `${about.name}.lintian-overrides`), file)
  }
  writeFileSync(path.join(stage, 'DEBIAN', 'control'), controlText(about, folderBytes(tree)))
  level(stage, epoch, ['chrome-sandbox'])
  // A quick level: the tenth that a better one saves takes minutes.
  const quick = compression === 'xz' ? ['-z1'] : []
  await runTool('dpkg-deb', ['--root-owner-group', `-Z${compression}`, ...quick, '--build', stage, file], {
    env: { SOURCE_DATE_EPOCH: String(epoch) },
  })
}
