// The name a person gives a recording, as the name of a file in the folder of recordings. It leads nowhere else, and the
// file can be carried to any other system.
import { fail, say } from '../errors.ts'
import { isOfferedName } from './offered-name.ts'

/** Endings of raw samples, as the dialog that plays them knows them. */
const rawEnding = /\.(raw|bin|dat)$/i
/** Signs that a name has on no system, or not on all of them. */
const forbiddenSigns = /[\\/:*?"<>|]/
/** Windows takes these for devices, whatever ending follows. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Most bytes of a name: 255 on every usual file system, less what the description's name has more (`.json`). */
const mostBytes = 250

/** Bytes of a text in UTF-8. */
function utf8Bytes(text: string): number {
  const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4)
  return [...text].reduce((sum, sign) => sum + bytesOf(sign.codePointAt(0) ?? 0), 0)
}

/**
 * The file a typed name stands for: the ending of its format follows, unless it has one of that already. Null for nothing typed: the
 * recording is then named by its date.
 * @param ending of the format, without the dot
 * @throws EINVAL with what a name may have, for one that is none
 */
export function recordingFileName(typed: string, ending = 'raw'): string | null {
  const name = typed.trim().normalize('NFC')
  if (name === '') return null
  if (forbiddenSigns.test(name))
    fail('EINVAL', say`The name of a recording has none of the signs / \\ : * ? " < > and |.`)
  if (name.startsWith('.')) fail('EINVAL', say`The name of a recording begins with no dot.`)
  const isEnded = ending === 'raw' ? rawEnding.test(name) : name.toLowerCase().endsWith(`.${ending}`)
  const file = isEnded ? name : `${name}.${ending}`
  if (utf8Bytes(file) > mostBytes)
    fail('EINVAL', say`The name is too long: at most ${mostBytes} bytes, .${ending} included.`)
  if (!isOfferedName(file))
    fail(
      'EINVAL',
      say`The name of a recording has no hidden signs, and none that only looks like a slash or a dot (⁄ … ．).`,
    )
  if (deviceName.test(file)) fail('EINVAL', say`${name} is the name of a device on some systems; choose another.`)
  return file
}
