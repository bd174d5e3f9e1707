// Which drive a file is on, by its name alone: to ask the drive could take for ever.
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** proc(5): field 5 of each line is where it is mounted, with a space, a tab, a line break and `\` in octal. */
function mountPoints(): readonly string[] {
  try {
    const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
    return lines.flatMap((line) => {
      const place = line.split(' ')[4]
      return place === undefined
        ? []
        : [place.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))]
    })
  } catch {
    return []
  }
}

const isBelow = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)

/**
 * A name for the drive. Links are not followed: a link that leads to another drive counts as where it lies.
 * @param file absolute
 */
export function driveName(file: string, platform: NodeJS.Platform = process.platform, mounts = mountPoints): string {
  if (platform === 'linux')
    return mounts().reduce((best, one) => (isBelow(file, one) && one.length > best.length ? one : best), '/')
  if (platform === 'darwin') return /^\/Volumes\/[^/]+/.exec(file)?.[0] ?? '/'
  return path.parse(file).root
}
