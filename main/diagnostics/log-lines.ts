// The newest lines of all logs in a folder, whichever front wrote them.
import path from 'node:path'
import { files } from '#main/runtime/drive/files.ts'

/** So much of the end of each file is read, bytes. */
const tailBytes = 64 * 1024

/** The end of a file as whole lines; none of one that cannot be read. */
async function tailOf(file: string): Promise<readonly string[]> {
  try {
    const { size } = await files.stat(file)
    const from = Math.max(0, size - tailBytes)
    const text = Buffer.from(await files.readPart(file, from, size - from)).toString('utf8')
    const lines = text.split('\n').slice(from > 0 ? 1 : 0)
    return lines.filter((line) => line !== '')
  } catch {
    return []
  }
}

/**
 * At most `most` lines, oldest first. Never throws.
 * @param folder null: the lines are in memory alone
 * @param kept lines that are in memory, of which some may be in the files as well
 */
export async function newestLines(
  folder: string | null,
  most: number,
  kept: readonly string[] = [],
): Promise<readonly string[]> {
  // No log may ever have been written there.
  const found = folder === null ? [] : await files.readdir(folder).catch(() => [])
  // The file before comes first: lines of one moment stay in their order.
  const order = (name: string): number => (name.endsWith('.1') ? 0 : 1)
  const names = found.filter((name) => /\.log(\.1)?$/.test(name)).sort((one, other) => order(one) - order(other))
  const tails = await Promise.all(names.map((name) => tailOf(path.join(folder ?? '', name))))
  const lines = new Set([...tails.flat(), ...kept])
  // Each begins with its time, so the order of the text is that of time.
  const timed = [...lines].filter((line) => /^\d{4}-\d\d-\d\dT/.test(line))
  return timed.sort((one, other) => (one.slice(0, 24) < other.slice(0, 24) ? -1 : 1)).slice(-most)
}
