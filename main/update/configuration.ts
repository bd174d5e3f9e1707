// Where updates come from, and whose signature counts: the command line, else a file of whoever looks after the machine. Neither:
// updates are off.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { fileError } from '#main/capture/index.ts'
import { homeFolder } from '#main/runtime/drive/home.ts'
import { fail, say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'

export interface UpdateSource {
  /** Folder or address of the feed. */
  readonly from: string
  /** File of the public key. */
  readonly key: string
}

/** What a command line may say of it. */
export interface UpdateWish {
  readonly from: string | null
  readonly key: string | null
}

export interface ConfigurationWorld {
  readonly platform: NodeJS.Platform
  readonly env: NodeJS.ProcessEnv
  readonly execPath: string
}

/** Names another file than the usual one. */
const variable = 'BLOCKSCOPE_UPDATES'

const schema = v.strictObject({
  from: v.pipe(v.string(), v.minLength(1)),
  key: v.pipe(v.string(), v.minLength(1)),
})

/** The file that switches updates on: of the machine on Linux, beside the program on Windows. */
export function configurationFile({ platform, env, execPath }: ConfigurationWorld): string {
  const named = env[variable] ?? ''
  if (named !== '') return named
  return platform === 'win32'
    ? path.win32.join(path.win32.dirname(execPath), 'updates.json')
    : '/etc/blockscope/updates.json'
}

export const howToSwitchOn = inWords(
  say`Updates are off. Start it with --update-from FOLDER|URL and --update-key FILE, or name both in ${configurationFile(process)}.`,
)

/**
 * @returns null: updates are off
 * @throws EINVAL half of it is said, or the file is wrong; the code of the file system when it is there and cannot be read
 */
export function readUpdateSource(wish: UpdateWish, world: ConfigurationWorld = process): UpdateSource | null {
  const { from, key } = wish
  if (from !== null && key !== null) return { from, key }
  const file = configurationFile(world)
  const told = readFile(file)
  if (told === null) {
    if (from !== null) fail('EINVAL', say`--update-from needs --update-key FILE, the public key of who signs the feed.`)
    if (key !== null) fail('EINVAL', say`--update-key needs --update-from FOLDER|URL.`)
    return null
  }
  return { from: from ?? told.from, key: key ?? told.key }
}

/** Null: there is no such file. Relative paths in it are below its folder. */
function readFile(file: string): UpdateSource | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw fileError(thrown, file, (why) => say`${file} cannot be read: ${why}`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    fail('EINVAL', say`${file} is no JSON.`)
  }
  const read = v.safeParse(schema, value)
  if (!read.success)
    fail('EINVAL', say`${file} takes {"from": "FOLDER|URL", "key": "FILE"}: ${read.issues[0].message}.`)
  const { from, key } = read.output
  const below = (name: string): string => path.resolve(path.dirname(file), name)
  return { from: /^[a-z][a-z0-9+.-]+:\/\//i.test(from) ? from : below(from), key: below(key) }
}

/** Where packages are kept: a folder for what can be had again. */
export function cacheFolder({ platform, env }: ConfigurationWorld = process): string {
  const own = platform === 'win32' ? (env.LOCALAPPDATA ?? '') : (env.XDG_CACHE_HOME ?? '')
  const folder = own === '' ? path.join(homeFolder(), platform === 'win32' ? 'AppData/Local' : '.cache') : own
  return path.join(folder, 'blockscope', 'updates')
}
