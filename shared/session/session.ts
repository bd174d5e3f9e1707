// A session file: all settings of an instrument as a text that a person can read. Versioned; what an older version wrote is
// brought up to date, what a newer one wrote is refused with a sentence. Whether a setting exists, and takes its value, the
// instrument knows.
import * as v from 'valibot'
import type { Setting, SettingValue } from '../contract/topics/settings.ts'
import { fail, phrase, say } from '../errors.ts'
import type { Sentence } from '../sentence.ts'
import { type Migrations, migrations, type SessionSettings } from './migrations.ts'

/** Ending of a session file's name. */
export const sessionEnding = '.blockscope'
/** What the file says it is. */
const format = 'blockscope session'
/** More text than this is no session, characters. */
export const mostSessionCharacters = 1 << 20

/** Why a session is not taken where a signal is asked for. @param name of its file */
export const sessionInsteadOfSignal = (name: string): Sentence =>
  say`${name} is a session, and no signal; Ctrl + O applies it.`

/** What every version has: enough to say what is wrong with the rest. */
const envelope = v.looseObject({
  format: v.literal(format),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})
const body = v.strictObject({
  format: v.literal(format),
  version: v.number(),
  program: v.optional(v.string()),
  settings: v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), v.string(), v.boolean()])),
})

const presentVersion = (steps: Migrations): number => steps.length + 1

/** The text of a session file. @param program version of the program that writes it */
export function formatSession(values: ReadonlyMap<string, SettingValue>, program: string): string {
  const settings = Object.fromEntries([...values].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ format, version: presentVersion(migrations), program, settings }, null, 2)}\n`
}

/**
 * Whether a text says that it is a session file, whatever else is wrong with it. The order of its members means nothing, and a
 * program that saved it again may have begun it with a byte order mark.
 */
export function looksLikeSession(text: string): boolean {
  const bare = withoutMark(text)
  if (!bare.trimStart().startsWith('{')) return false
  try {
    return v.is(v.looseObject({ format: v.literal(format) }), JSON.parse(bare))
  } catch {
    // Broken, or cut off: the sentence that says so is about a session.
    return /"format"\s*:\s*"blockscope session"/.test(bare)
  }
}

const withoutMark = (text: string): string => text.replace(/^\ufeff/, '')

function parsed(text: string): unknown {
  if (text.length > mostSessionCharacters) fail('EINVAL', say`It is no session file: it is far too long for one.`)
  try {
    return JSON.parse(withoutMark(text))
  } catch {
    return fail(
      'EINVAL',
      text.trim() === '' ? say`The session file is empty.` : say`The session file is broken: it is no JSON.`,
    )
  }
}

/**
 * The settings in the text of a session file.
 * @throws EINVAL with one sentence: no session, broken, or of a newer version
 */
export function parseSession(text: string, steps: Migrations = migrations): readonly Setting[] {
  const file = parsed(text)
  if (!v.is(envelope, file))
    fail('EINVAL', say`It is no session file: it does not say "format": "${format}" and a version.`)
  const present = presentVersion(steps)
  if (file.version > present)
    fail(
      'EINVAL',
      say`The session file is of version ${file.version}, and this program reads versions up to ${present}: a newer Blockscope wrote it.`,
    )
  const read = v.safeParse(body, file)
  if (!read.success) {
    const [issue] = read.issues
    fail(
      'EINVAL',
      say`The session file is broken: ${v.getDotPath(issue) ?? phrase`it`} cannot be what it is (${issue.message}).`,
    )
  }
  let settings: SessionSettings = read.output.settings
  for (const step of steps.slice(file.version - 1)) settings = step(settings)
  return Object.entries(settings).map(([path, value]) => ({ path, value }))
}
