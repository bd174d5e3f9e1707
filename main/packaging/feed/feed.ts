// The feed that installed programs look into: what the packages of a folder are, in the form of electron-builder's generic feeds, and a
// signature of the lab beside it. A folder with packages of several versions offers the newest, and those before to go back to.
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { dump } from 'js-yaml'
import { rcompare, valid } from 'semver'

/** The versions in names of packages, as `fileName` of build-packages.ts makes them, by the feed that names them. */
const names = {
  'latest-linux.yml': [
    /^blockscope_(.+)_amd64\.deb$/,
    /^blockscope-(.+)-1\.x86_64\.rpm$/,
    /^blockscope-(.+)-x86_64\.AppImage$/,
  ],
  'latest.yml': [/^blockscope-(.+)-setup\.exe$/],
} as const
type FeedName = keyof typeof names
const feedNames = Object.keys(names) as FeedName[]

interface Entry {
  readonly url: string
  readonly sha512: string
  readonly size: number
}

async function entryOf(folder: string, name: string): Promise<Entry> {
  const hash = createHash('sha512')
  const file = path.join(folder, name)
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece)
  return { url: name, sha512: hash.digest('base64'), size: statSync(file).size }
}

/** Version -> names of its packages, the newest first. */
function versionsIn(folder: string, feed: FeedName): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, string[]>()
  for (const name of readdirSync(folder).toSorted())
    for (const pattern of names[feed]) {
      // A hyphen of a version is a tilde in an rpm.
      const version = valid(pattern.exec(name)?.[1]?.replaceAll('~', '-') ?? '')
      if (version !== null) found.set(version, [...(found.get(version) ?? []), name])
    }
  return [...found].toSorted(([a], [b]) => rcompare(a, b))
}

/** Text of a feed; null when the folder has nothing for it. */
export async function feedText(folder: string, feed: FeedName): Promise<string | null> {
  const releases: { version: string; files: Entry[] }[] = []
  for (const [version, packages] of versionsIn(folder, feed)) {
    const files: Entry[] = []
    for (const name of packages) files.push(await entryOf(folder, name))
    releases.push({ version, files })
  }
  const [newest, ...previous] = releases
  if (newest === undefined) return null
  // `path` and `sha512` are what older readers of such feeds look for.
  const [first] = newest.files
  return dump({ ...newest, path: first?.url, sha512: first?.sha512, previous }, { lineWidth: -1 })
}

/** A private key of Ed25519. @throws when the file has none */
export function readPrivateKey(file: string): KeyObject {
  const key = createPrivateKey(readFileSync(file))
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${file} is no private key of Ed25519.`)
  return key
}

/** Writes the feeds of a folder with their signatures; returns their names. @throws when there is no package */
export async function writeFeed(folder: string, key: KeyObject): Promise<readonly string[]> {
  const written: string[] = []
  for (const feed of feedNames) {
    const text = await feedText(folder, feed)
    if (text === null) continue
    writeFileSync(path.join(folder, feed), text)
    writeFileSync(path.join(folder, `${feed}.sig`), `${sign(null, Buffer.from(text), key).toString('base64')}\n`)
    written.push(feed)
  }
  if (written.length === 0) throw new Error(`There is no package in ${folder}.`)
  return written
}

/** Makes a pair: the private key in `file`, for its owner alone, the public one beside it, `.pub`. Replaces nothing. */
export function makeKeyPair(file: string): void {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  writeFileSync(`${file}.pub`, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' })
}
