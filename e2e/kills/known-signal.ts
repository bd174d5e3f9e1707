// A signal of which every sample is known: what is in a recording of it can be held against what is said of it.
import { closeSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A prime, so that no gap of a whole number of blocks hides in it. */
const period = 65_521
const bytesPerScan = 2

/** Writes the file that the converter plays in a loop; sample k of the stream is k modulo {@link period}, as a code. */
export function writeKnownSignal(folder: string): string {
  const file = path.join(folder, 'known.raw')
  writeFileSync(
    file,
    Int16Array.from({ length: period }, (_, k) => k - 32_768),
  )
  return file
}

interface Described {
  readonly segments: readonly { readonly atScan: number; readonly firstSample: number }[]
  readonly gaps: readonly { readonly atScan: number; readonly lostSamples: number }[]
}

/** The first scan of the file that is not the sample its description says it is, in words; null: each is what it should be. */
export function firstFalseScan(file: string, { segments, gaps }: Described): string | null {
  const breaks = new Map<number, (expected: number) => number>()
  for (const { atScan, firstSample } of segments) breaks.set(atScan, () => firstSample % period)
  for (const { atScan, lostSamples } of gaps) {
    const before = breaks.get(atScan)
    // What the first sample of a segment is says the segment.
    if (before === undefined) breaks.set(atScan, (expected) => (expected + lostSamples) % period)
  }
  const places = [...breaks.keys()].sort((one, other) => one - other)
  const scans = Math.floor(statSync(file).size / bytesPerScan)
  const piece = new Int16Array(1 << 20)
  const descriptor = openSync(file, 'r')
  try {
    let expected = -1
    let nextPlace = 0
    for (let at = 0; at < scans; ) {
      const read = readSync(descriptor, new Uint8Array(piece.buffer), 0, piece.byteLength, at * bytesPerScan)
      const got = Math.floor(read / bytesPerScan)
      for (let k = 0; k < got; k++) {
        if (at + k === places[nextPlace]) expected = breaks.get(places[nextPlace++]!)!(expected)
        if (piece[k] !== expected - 32_768)
          return `scan ${at + k} of ${scans} is sample ${piece[k]! + 32_768} of the signal, not ${expected}`
        expected = expected + 1 === period ? 0 : expected + 1
      }
      at += got
    }
    return null
  } finally {
    closeSync(descriptor)
  }
}
