// What of other people's work is in the program, and under which licences: exactly what the bundler put into the bundles,
// which it lists itself (`licences.json`), and what it cannot see.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './about.ts'

export interface Bundled {
  readonly name: string
  readonly version: string
  /** SPDX expression. */
  readonly license: string
  /** The licence's text; empty when the package has none. */
  readonly text: string
}

/** Fonts come through style sheets, and a piece of AssemblyScript's own library is in the compiled kernels. */
const unseen = ['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono', 'assemblyscript']

const lists = ['dist/main/licences.json', 'dist/preload/licences.json', 'dist/page/licences.json']

interface Entry {
  readonly name: string
  readonly version: string
  readonly identifier?: string
  readonly text?: string
}

function readInstalled(name: string): Bundled {
  const folder = path.join(root, 'node_modules', name)
  const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string
    license: string
  }
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim()
  return { name, version: about.version, license: about.license, text }
}

/** All of it, by name. The bundles must have been built. */
export function readBundled(): readonly Bundled[] {
  const found = new Map<string, Bundled>()
  for (const list of lists) {
    const file = path.join(root, list)
    if (!existsSync(file)) throw new Error(`There is no ${list}: run npm run build first.`)
    for (const { name, version, identifier, text } of JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[])
      found.set(`${name}@${version}`, { name, version, license: identifier ?? 'NOASSERTION', text: text ?? '' })
  }
  for (const name of unseen) {
    const one = readInstalled(name)
    found.set(`${one.name}@${one.version}`, one)
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

const rule = '-'.repeat(78)

/** Names, versions and licence texts, for people. */
export function noticesText(bundled: readonly Bundled[]): string {
  const entries = bundled.map(
    ({ name, version, license, text }) =>
      `${rule}\n${name} ${version} (${license})\n\n${text === '' ? 'The package itself has no text of its licence.' : text}\n`,
  )
  return `Blockscope contains these works of others. Electron and Chromium have lists of their own beside this one.\n\n${entries.join('\n')}`
}

/** Debian's machine-readable copyright file. */
export function copyrightText(electron: string): string {
  const mit = readFileSync(path.join(root, 'LICENSE'), 'utf8').trim()
  const indented = mit
    .split('\n')
    .map((line) => (line.trim() === '' ? ' .' : ` ${line}`))
    .join('\n')
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Blockscope
Comment: The program contains Electron ${electron} with Chromium, whose licences are in LICENSES.chromium.html.gz and
 LICENSE.electron.txt.gz, and the works listed in THIRD-PARTY.txt.gz, all beside this file.

Files: *
Copyright: 2026 The Blockscope developers
License: MIT
${indented}
`
}
