// The newest lines of all logs in a folder, whichever front wrote them.
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import path from 'node:path'

/** So much of the end of each file is read, bytes. */
const tailBytes = 64 * 1024

/** The end of a file as whole lines; none of one that cannot be read. */
function tailOf(file: string): readonly string[] {
  let descriptor: number | null = null
  try {
    descriptor = openSync(file, 'r')
    const { size } = fstatSync(descriptor)
    const from = Math.max(0, size - tailBytes)
    const piece = Buffer.alloc(size - from)
    readSync(descriptor, piece, 0, piece.length, from)
    const lines = piece
      .toString('utf8')
      .split('\n')
      .slice(from > 0 ? 1 : 0)
    return lines.filter((line) => line !== '')
  } catch {
    return []
  } finally {
    if (descriptor !== null) closeSync(descriptor)
  }
}

/**
 * At most `most` lines, oldest first. Never throws.
 * @param kept lines that are in memory, of which some may be in the files as well
 */
export function newestLines(folder: string | null, most: number, kept: readonly string[] = []): readonly string[] {
  let names: readonly string[] = []
  try {
    names = folder === null ? [] : readdirSync(folder).filter((name) => /\.log(\.1)?$/.test(name))
  } catch {
    // No log was ever written there.
  }
  // The file before comes first: lines of one moment stay in their order.
  const order = (name: string): number => (name.endsWith('.1') ? 0 : 1)
  names = [...names].sort((one, other) => order(one) - order(other))
  const lines = new Set([...names.flatMap((name) => tailOf(path.join(folder ?? '', name))), ...kept])
  // Each begins with its time, so the order of the text is that of time.
  const timed = [...lines].filter((line) => /^\d{4}-\d\d-\d\dT/.test(line))
  return timed.sort((one, other) => (one.slice(0, 24) < other.slice(0, 24) ? -1 : 1)).slice(-most)
}
