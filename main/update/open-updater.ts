// The updater of this process.

import { say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'
import { type ForeignCapture, foreignCaptures, type UnderWay } from './captures.ts'
import { cacheFolder, readUpdateSource, type UpdateWish } from './configuration.ts'
import { findInstaller, programWorld } from './installers/find-installer.ts'
import { Updater } from './updater.ts'

const ownWords = {
  capture: say`A capture is under way; stop it first.`,
  recording: say`A recording is under way; stop it first.`,
} as const

function foreignWords({ pid, what }: ForeignCapture): string {
  return inWords(
    what === 'recording'
      ? say`Another Blockscope on this machine (process ${pid}) records; end that first.`
      : say`Another Blockscope on this machine (process ${pid}) captures; stop that first.`,
  )
}

/** What forbids an installation. @param own what this process has under way */
export function underWayWords(own: UnderWay | null, foreign: readonly ForeignCapture[]): string | null {
  if (own !== null) return inWords(ownWords[own])
  const [first] = foreign
  return first === undefined ? null : foreignWords(first)
}

/**
 * @param running version of this program
 * @param own what this process has under way
 * @throws as {@link readUpdateSource}
 */
export function openUpdater(running: string, wish: UpdateWish, own: () => UnderWay | null): Updater {
  return new Updater({
    running,
    source: readUpdateSource(wish),
    platform: process.platform,
    installer: () => findInstaller(programWorld()),
    cache: cacheFolder(),
    underWay: () => underWayWords(own(), foreignCaptures()),
  })
}
