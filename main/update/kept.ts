// The versions whose packages are kept: the one that was installed last, and the one before, to go back to. The names in the file
// become paths, and its packages are installed by root: what is kept of a feed is believed again for its signature.
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { valid } from 'semver'
import * as v from 'valibot'
import { fileError } from '#main/capture/index.ts'
import type { SignedMetadata } from './feed/feed.ts'
import type { FeedFile } from './feed/metadata.ts'

export interface KeptRelease {
  readonly version: string
  readonly file: FeedFile
  /** The metadata that names the file; null: it is a copy of what ran here. */
  readonly signed: SignedMetadata | null
}

export interface Kept {
  readonly current: KeptRelease | null
  readonly before: KeptRelease | null
}

const nothingKept: Kept = { current: null, before: null }
const fileName = 'kept.json'

const text = v.pipe(v.string(), v.maxLength(400_000))
const release = v.nullable(
  v.object({
    version: v.pipe(
      v.string(),
      v.check((one) => valid(one) === one),
    ),
    file: v.object({
      name: v.pipe(v.string(), v.regex(/^blockscope[-_][\w.+~-]+$/)),
      bytes: v.pipe(v.number(), v.safeInteger()),
      sha512: v.string(),
    }),
    signed: v.nullable(v.object({ name: text, content: text, signature: text })),
  }),
)
const schema = v.object({ format: v.literal(1), current: release, before: release })

/** What is kept in a folder. A file that cannot be read keeps nothing. */
export async function readKept(folder: string): Promise<Kept> {
  try {
    const { current, before } = v.parse(schema, JSON.parse(await readFile(path.join(folder, fileName), 'utf8')))
    return { current, before }
  } catch {
    return nothingKept
  }
}

/** Writes it whole or not at all; where nothing is kept there is no file. @throws codes of the file system */
export async function writeKept(folder: string, kept: Kept): Promise<void> {
  const file = path.join(folder, fileName)
  const coming = `${file}.${process.pid}.part`
  try {
    if (kept.current === null && kept.before === null) return await rm(file, { force: true })
    await writeFile(coming, `${JSON.stringify({ format: 1, ...kept }, null, 2)}\n`)
    await rename(coming, file)
  } catch (thrown) {
    await rm(coming, { force: true })
    throw fileError(thrown, file)
  }
}

/** Removes what no kept version needs: older packages, and what came of an installation that was refused. */
export async function prune(folder: string, kept: Kept): Promise<void> {
  const named = [kept.current?.file.name, kept.before?.file.name, fileName]
  for (const name of await readdir(folder).catch(() => []))
    if (name.startsWith('blockscope') && !named.includes(name)) await rm(path.join(folder, name), { force: true })
}
