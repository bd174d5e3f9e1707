// The name a person gives a recording, as the name of a file in the folder of recordings. It leads nowhere else, and the
// file can be carried to any other system.
import { fail } from '../errors.ts'
import { isOfferedName } from './offered-name.ts'

/** Endings of raw samples, as the dialog that plays them knows them. */
const rawEnding = /\.(raw|bin|dat)$/i
/** Signs that a name has on no system, or not on all of them. */
const forbiddenSigns = /[\\/:*?"<>|]/
/** Windows takes these for devices, whatever ending follows. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
/** Most bytes of a name: 255 on every usual file system, less what the description's name has more (`.json`). */
const mostBytes = 250

/** Bytes of a text without unpaired surrogates, in UTF-8. */
const utf8Bytes = (text: string): number => encodeURIComponent(text).replace(/%../g, '.').length

/**
 * The file a typed name stands for: `.raw` follows, unless it ends like raw samples already. Null for nothing typed: the
 * recording is then named by its date.
 * @throws EINVAL with what a name may have, for one that is none
 */
export function recordingFileName(typed: string): string | null {
  const name = typed.trim().normalize('NFC')
  if (name === '') return null
  if (forbiddenSigns.test(name)) fail('EINVAL', 'The name of a recording has none of the signs / \\ : * ? " < > |')
  if (name.startsWith('.')) fail('EINVAL', 'The name of a recording begins with no dot.')
  const file = rawEnding.test(name) ? name : `${name}.raw`
  // Before its bytes are counted: it has no unpaired surrogates then.
  if (!isOfferedName(file)) fail('EINVAL', 'The name of a recording has only signs that can be seen.')
  if (deviceName.test(file)) fail('EINVAL', `${name} is the name of a device on some systems; choose another.`)
  if (utf8Bytes(file) > mostBytes) fail('EINVAL', `The name is too long: at most ${mostBytes} bytes, .raw included.`)
  return file
}
