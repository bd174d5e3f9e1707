// What a feed says of a version: the form of electron-builder's "generic" feeds (`latest-linux.yml`, `latest.yml`), and beside it
// the versions before, to go back to. The names of the files are bounded, because they become paths.
import { JSON_SCHEMA, load } from 'js-yaml'
import { valid } from 'semver'
import * as v from 'valibot'
import { fail, say } from '#shared/errors.ts'

/** Longest metadata, bytes. */
export const mostMetadataBytes = 262_144
/** Largest package, bytes. */
const mostPackageBytes = 2 ** 31
const mostFiles = 32

/** A kind of package, by the end of its name. */
export type PackageKind = 'deb' | 'rpm' | 'AppImage' | 'exe'

export interface FeedFile {
  readonly name: string
  readonly bytes: number
  /** SHA-512 in base64. */
  readonly sha512: string
}

export interface Release {
  readonly version: string
  readonly files: readonly FeedFile[]
}

export interface FeedMetadata extends Release {
  /** Versions before it that can still be had, the newest first. */
  readonly previous: readonly Release[]
}

/** The file of a feed for a system, as electron-builder names it. */
export function metadataName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'latest.yml'
  return platform === 'darwin' ? 'latest-mac.yml' : 'latest-linux.yml'
}

const version = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check((text) => valid(text) === text, 'expected a version such as 1.2.3'),
)
const file = v.pipe(
  v.object({
    url: v.pipe(v.string(), v.maxLength(128), v.regex(/^blockscope[-_][\w.+~-]+\.(deb|rpm|AppImage|exe)$/)),
    sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
    size: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(mostPackageBytes)),
  }),
  v.transform(({ url, sha512, size }): FeedFile => ({ name: url, sha512, bytes: size })),
)
const release = { version, files: v.pipe(v.array(file), v.minLength(1), v.maxLength(mostFiles)) }
const schema = v.object({
  ...release,
  previous: v.optional(v.pipe(v.array(v.object(release)), v.maxLength(mostFiles)), []),
})

/**
 * Reads metadata that is signed.
 * @param name of its file, for the sentence
 * @throws EBADMSG it is no metadata of Blockscope
 */
export function parseMetadata(content: Buffer, name: string): FeedMetadata {
  let value: unknown
  try {
    value = load(content.toString('utf8'), { schema: JSON_SCHEMA })
  } catch (thrown) {
    fail('EBADMSG', say`${name} is no YAML: ${thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : ''}`)
  }
  const read = v.safeParse(schema, value)
  if (read.success) return read.output
  const [issue] = read.issues
  fail('EBADMSG', say`${name} is no metadata of Blockscope: ${v.getDotPath(issue) ?? 'all of it'}: ${issue.message}`)
}

/** The file of a kind in a release; undefined when there is none. */
export function fileOfKind({ files }: Release, kind: PackageKind): FeedFile | undefined {
  return files.find(({ name }) => name.endsWith(`.${kind}`))
}
