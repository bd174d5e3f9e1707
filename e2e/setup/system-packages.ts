// Chromium, a display without a screen, iiod, and what packs and checks packages, from Debian. Chromium's dependencies cover Electron's.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, findProgram, findXvfb } from './programs.ts'

/** systemd runs this machine. */
const hasServices = existsSync('/run/systemd/system')

/** Package -> whether what we need of it is here. No versions: security updates move them. */
const packages: Readonly<Record<string, () => boolean>> = {
  chromium: () => findChromium() !== null,
  xvfb: () => findXvfb() !== null,
  xauth: () => findProgram('xauth') !== null,
  rpm: () => findProgram('rpmbuild') !== null,
  nsis: () => findProgram('makensis') !== null,
  'desktop-file-utils': () => findProgram('desktop-file-validate') !== null,
  appstream: () => findProgram('appstreamcli') !== null,
  // Where services run, the packages would start one that all networks reach.
  iproute2: () => hasServices || findProgram('ip') !== null,
  iiod: () => hasServices || findProgram('iiod') !== null,
}

function runApt(words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const child = spawn('apt-get', ['-qq', ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let trouble = ''
    child.stderr.on('data', (piece: Buffer) => {
      trouble += piece.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`apt-get ${words[0]} ended with ${code}: ${trouble.trim().split('\n').at(-1)}`))
    })
  })
}

/**
 * Installs what is missing.
 * @throws with what the user can do, when packages are missing and this process cannot install them.
 */
export async function installSystemPackages(say: (line: string) => void): Promise<void> {
  const missing = Object.keys(packages).filter((name) => packages[name]?.() === false)
  if (missing.length === 0) return
  if (findProgram('apt-get') === null) throw new Error(`please install ${missing.join(', ')}; there is no apt-get here`)
  if (process.getuid?.() !== 0)
    throw new Error(`please run: sudo apt-get install --no-install-recommends ${missing.join(' ')}`)
  say(`installing ${missing.join(', ')} with apt ...`)
  await runApt(['update'])
  await runApt(['install', '-y', '--no-install-recommends', ...missing])
}
