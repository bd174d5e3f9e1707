// What must be true of a recording, whatever ended it.
import { readFileSync, statSync } from 'node:fs'
import type { Trial } from './faults.ts'
import { firstFalseScan } from './known-signal.ts'

/** As main/capture/recorder/sidecar.ts writes it; read here as anybody would. */
export interface Description {
  readonly samplingFrequencyHz: number
  readonly bytesPerScan: number
  readonly channels: readonly { readonly id: string; readonly scanType: string }[]
  readonly startUnixMs: number | null
  readonly scans: number
  readonly ended: boolean
  readonly complete: boolean
  readonly problem: string | null
  readonly gapFree: boolean | null
  readonly lostSamples: number
  readonly slippedMs: number
  readonly segments: readonly { readonly atScan: number; readonly firstSample: number }[]
  readonly gaps: readonly { readonly atScan: number; readonly lostSamples: number }[]
}

/** @throws when it is not there, or not whole */
export function describedIn(file: string): Description {
  return JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Description
}

/** By so much the file is behind the time, ms; what stood still is told in the description. */
export function behindMs(file: string, nowUnixMs: number): number {
  const { startUnixMs, lostSamples, slippedMs, bytesPerScan, samplingFrequencyHz } = describedIn(file)
  if (startUnixMs === null) return Number.POSITIVE_INFINITY
  const scans = statSync(file).size / bytesPerScan + lostSamples
  return nowUnixMs - startUnixMs - (scans / samplingFrequencyHz) * 1e3 - slippedMs
}

/**
 * Everything that is false or missing, in words; empty when there is nothing.
 * @param bytesBefore in the file just before it happened
 */
export function complaintsAbout(file: string, trial: Trial, bytesBefore: number): string[] {
  const told = describedIn(file)
  const { size } = statSync(file)
  const wrong: string[] = []
  const must = (isTrue: boolean, sentence: string): void => void (isTrue || wrong.push(sentence))
  const { fault, samplingFrequencyHz } = trial
  must(told.samplingFrequencyHz === samplingFrequencyHz, `the rate is said to be ${told.samplingFrequencyHz}`)
  must(told.bytesPerScan === 2, `a scan is said to have ${told.bytesPerScan} bytes`)
  const channels = told.channels.map(({ id, scanType }) => `${id} ${scanType}`).join()
  must(channels === 'voltage0 le:s16/16>>0', `the channels are said to be ${channels}`)
  must(size >= bytesBefore, `the file has ${size} bytes, and had ${bytesBefore} before`)
  must(told.scans * 2 <= size, `${told.scans} scans are said to be in ${size} bytes`)
  must(!told.ended || told.scans * 2 === size, `it ended with ${told.scans} scans in ${size} bytes`)
  const isWhole = told.gaps.length === 0 && told.segments.length === 1 && told.slippedMs === 0
  must(told.gapFree !== true || (told.ended && isWhole), `it is said to be gap-free: ${JSON.stringify(told)}`)
  const lost = told.gaps.reduce((sum, gap) => sum + gap.lostSamples, 0)
  must(told.lostSamples === lost, `${told.lostSamples} samples are said to be lost, and the gaps have ${lost}`)
  const isKilled = fault === 'kill'
  must(told.ended === !isKilled, `ended is ${told.ended}`)
  const isCut = isKilled || fault === 'disk' || fault === 'thread'
  // Whether all that was asked for is there when nobody listens any more is a matter of opinion.
  must(fault === 'pipe' || told.complete === !isCut, `complete is ${told.complete}`)
  if (fault === 'disk') must(/space|disk|full|large/i.test(told.problem ?? ''), `the problem is ${told.problem}`)
  if (fault === 'thread') must(/hardware failed/i.test(told.problem ?? ''), `the problem is ${told.problem}`)
  // It stood still for longer than anything that is caught up.
  if (fault === 'stop') must(told.gapFree === false && lost > 0, `gapFree is ${told.gapFree}, ${lost} samples are lost`)
  const falseScan = firstFalseScan(file, told)
  if (falseScan !== null) wrong.push(falseScan)
  return wrong
}
