// How the files of a row are called: `x.raw` becomes `x-0001.raw`, `x-0002.raw` and so on, behind those that are there.
import path from 'node:path'
import { files } from '#main/runtime/drive/files.ts'
import { say } from '#shared/errors.ts'
import { fileError, shownName } from '../file-error.ts'

const digits = 4

/** The name of the file of this number. */
export function numbered(file: string, number: number): string {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}-${String(number).padStart(digits, '0')}${ext}`)
}

/**
 * The first number behind all that are there, of files and of their descriptions: a row goes on where one of an earlier run ended.
 * @throws ENOENT, EACCES the folder cannot be read
 */
export async function firstFreeNumber(file: string): Promise<number> {
  const { dir, name, ext } = path.parse(file)
  let found: readonly string[]
  try {
    found = await files.readdir(dir === '' ? '.' : dir)
  } catch (thrown) {
    throw fileError(thrown, dir, (why) => say`Cannot read the folder ${shownName(dir)}: ${why}`)
  }
  const numbers = found.map((one) => {
    const [, number = '', rest = ''] = one.startsWith(`${name}-`)
      ? (/^(\d{4,12})(\D.*)?$/.exec(one.slice(name.length + 1)) ?? [])
      : []
    return rest === ext || rest === `${ext}.json` || rest.startsWith('.sigmf-') ? Number(number) : 0
  })
  return Math.max(0, ...numbers) + 1
}
