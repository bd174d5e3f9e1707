// What is in the person's settings file, and its text. Versioned: what an older version wrote is brought up to date, what a newer one
// wrote is refused with a sentence. Sessions in it are checked by who applies them.
import * as v from 'valibot'
import { type Preferences, preferenceShapes } from '#shared/contract/topics/kept/preferences.ts'
import { longestProfileName, mostProfiles } from '#shared/contract/topics/kept/profiles.ts'
import { fail, say } from '#shared/errors.ts'

/** What both files say they are. */
export const settingsFormat = 'blockscope settings'
/** More text than this is no settings file, characters. */
export const mostCharacters = 1 << 24

/** Where a window was. */
export interface WindowPlace {
  /** Device-independent pixels; null: the system chose. */
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null
  readonly isMaximized: boolean
}

/** A session file, as an object. */
export type Session = Readonly<Record<string, unknown>>

export interface Contents {
  /** The settings of the last time. */
  readonly session: Session | null
  /** By name, in their order. */
  readonly profiles: readonly { readonly name: string; readonly session: Session }[]
  /** The profile that was chosen or saved last. */
  readonly profile: string | null
  readonly preferences: Preferences
  /** The folder of recordings that was chosen. */
  readonly recordings: string | null
  /** Places of the window, the one used last first: `screens` says which screens there were. */
  readonly windows: readonly { readonly screens: string; readonly place: WindowPlace }[]
}

export const noContents: Contents = {
  session: null,
  profiles: [],
  profile: null,
  preferences: {},
  recordings: null,
  windows: [],
}

/** So many sets of screens are remembered. */
export const mostWindows = 20

/** What every version has: enough to say what is wrong with the rest. */
export const envelope = v.looseObject({
  format: v.literal(settingsFormat),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const bounds = v.strictObject({ x: whole, y: whole, width: whole, height: whole })
const session = v.looseObject({ format: v.string() })
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(longestProfileName))
const body = v.strictObject({
  format: v.literal(settingsFormat),
  version: v.number(),
  program: v.optional(v.string()),
  session: v.nullable(session),
  profiles: v.pipe(
    v.array(v.strictObject({ name, session })),
    v.maxLength(mostProfiles),
    v.check((all) => new Set(all.map((one) => one.name)).size === all.length, 'a name comes twice'),
  ),
  profile: v.nullable(name),
  preferences: v.strictObject({
    theme: v.exactOptional(preferenceShapes.theme),
    blockUnit: v.exactOptional(preferenceShapes.blockUnit),
    frameRate: v.exactOptional(preferenceShapes.frameRate),
  }),
  recordings: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))),
  windows: v.pipe(
    v.array(
      v.strictObject({
        screens: v.pipe(v.string(), v.maxLength(1024)),
        place: v.strictObject({ bounds: v.nullable(bounds), isMaximized: v.boolean() }),
      }),
    ),
    v.maxLength(mostWindows),
  ),
})

/** `migrations[k]` leads from version k + 1 to version k + 2. */
export type Migrations = readonly ((file: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>)[]

const migrations: Migrations = []

/**
 * The object in the text of a settings file.
 * @throws EINVAL with one sentence: no settings file, broken, or of a version above `present`
 */
export function readEnvelope(text: string, present: number): v.InferOutput<typeof envelope> {
  let file: unknown
  if (text.length > mostCharacters) fail('EINVAL', say`It is far too long for a settings file.`)
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    fail('EINVAL', text.trim() === '' ? say`It is empty.` : say`It is no JSON.`)
  }
  if (!v.is(envelope, file))
    fail('EINVAL', say`It is no settings file: it does not say "format": "${settingsFormat}" and a version.`)
  if (file.version > present)
    fail(
      'EINVAL',
      say`It is of version ${file.version}, and this program reads versions up to ${present}: a newer Blockscope wrote it.`,
    )
  return file
}

/** What reading a file of either shape ends with. @throws EINVAL with one sentence that names the part that is wrong */
export function checked<T>(shape: v.GenericSchema<unknown, T>, file: unknown): T {
  const read = v.safeParse(shape, file)
  if (read.success) return read.output
  const [issue] = read.issues
  const part = v.getDotPath(issue)
  return part === null
    ? fail('EINVAL', say`It cannot be what it is (${issue.message}).`)
    : fail('EINVAL', say`${part} cannot be what it is (${issue.message}).`)
}

/** @throws EINVAL as {@link readEnvelope} and {@link checked} */
export function parseContents(text: string, steps: Migrations = migrations): Contents {
  const present = steps.length + 1
  const read = readEnvelope(text, present)
  let file: Readonly<Record<string, unknown>> = read
  for (const step of steps.slice(read.version - 1)) file = step(file)
  const { session: last, profiles, profile, preferences, recordings, windows } = checked(body, file)
  return { session: last, profiles, profile, preferences, recordings, windows }
}

/** @param program version of the program that writes it */
export function formatContents(contents: Contents, program: string): string {
  const version = migrations.length + 1
  return `${JSON.stringify({ format: settingsFormat, version, program, ...contents }, null, 2)}\n`
}
