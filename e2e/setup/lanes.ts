// The two lanes of the end-to-end tests and whether this machine can run them.
import path from 'node:path'
import { findDesktop } from '#main/cli/find-electron.ts'
import { findTestRuntime } from './electron-runtime.ts'
import { findChromium, findXvfb } from './programs.ts'

export type LaneName = 'desktop' | 'browser'

/** null: ready. Otherwise why it cannot run. */
export type Hindrance = string | null

/**
 * Folder of an Electron program: a real one that is installed, else the test runtime. Asks the file system only; asking
 * the `electron` package would start a download.
 */
export function findElectron(): string | null {
  const desktop = findDesktop({ platform: process.platform, env: { ...process.env, DISPLAY: ':0' } })
  return 'program' in desktop ? path.dirname(desktop.program) : findTestRuntime()
}

const hasScreen = (): boolean =>
  process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined

export function hindranceOf(lane: LaneName): Hindrance {
  if (lane === 'browser') return findChromium() === null ? 'there is no Chromium' : null
  if (findElectron() === null) return 'there is no Electron program'
  return hasScreen() || findXvfb() !== null ? null : 'there is neither a display nor Xvfb'
}
