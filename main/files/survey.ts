// What a file is, and how it will be read: by what it begins with, by the description beside it, by its name, and by
// whether it is text. Whatever is none of these is refused with what it is: nothing is ever played that is no signal.
import { fail, say, word } from '#shared/errors.ts'
import { checkOptionsOf } from '#shared/files/options.ts'
import { type FileFormat, offeredFormats } from '#shared/kinds/formats.ts'
import { type ByteFile, readPart } from './byte-file.ts'
import { TextFile } from './csv/encoding.ts'
import { readers } from './formats.ts'
import { rawFormOf } from './frames/raw.ts'
import type { FilePlan, FileRequest, Progress } from './plan.ts'
import { extensionOf, knownThing, namedThing, perhapsThing } from './signatures.ts'

const probeBytes = 1 << 16

/**
 * Decides how a file is read, and reads as much of it as that takes.
 * @throws EINVAL with what the file is when it cannot be played, or an option does not belong to it; ENOMEM for more
 *   samples than there is room for; EIO
 */
export function surveyFile(file: ByteFile, request: FileRequest, progress: Progress): FilePlan {
  progress('looking', 0, file.bytes)
  if (file.bytes === 0) fail('EINVAL', say`${file.path} holds no samples: it is empty.`)
  const format = request.options.format ?? formatOf(file)
  checkOptionsOf(format, request.options)
  return readers[format].plan(file, request, progress)
}

/** @throws EINVAL with what it is instead */
export function formatOf(file: ByteFile): FileFormat {
  const head = readPart(file, 0, probeBytes)
  const known = (Object.keys(readers) as readonly FileFormat[]).find((format) => readers[format].isOne?.(head, file))
  if (known !== undefined) return known
  const extension = extensionOf(file.path)
  const isText = TextFile.open(file) !== null
  const isRaw = rawFormOf(extension) !== null
  refuse(file.path, knownThing(file, head, isText))
  // Text may be called .dat, but no samples look like text.
  if (isRaw && !(isText && looksLikeNumbers(head))) return 'raw'
  const named = namedThing(extension)
  if (named !== null)
    fail(
      'EINVAL',
      say`${file.path} is called .${extension}, ${word(named)} that cannot be played. ${whatCanBePlayed} If its name is wrong, say what it is: ?format=csv or ?format=raw.`,
    )
  if (isText) return 'csv'
  refuse(file.path, perhapsThing(head))
  return fail(
    'EINVAL',
    say`${file.path} is neither WAV, AIFF nor text. If it holds raw samples, say so: ?format=raw, and their ?type= if they are not s16.`,
  )
}

const whatCanBePlayed = word(`${offeredFormats()} can be played.`)

function refuse(path: string, what: string | null): void {
  if (what !== null) fail('EINVAL', say`${path} is ${word(what)}, which cannot be played. ${whatCanBePlayed}.`)
}

/** Digits and what stands between them. */
function looksLikeNumbers(head: Uint8Array): boolean {
  const begin = head.subarray(0, 4096)
  const digits = begin.filter((byte) => byte >= 0x30 && byte <= 0x39).length
  return digits > begin.length / 4
}
