// `npm run sign-feed -- KEYFILE [FOLDER]`: writes the feed of the packages in a folder (release/) and signs it.
// `npm run sign-feed -- --make-key KEYFILE`: makes a pair of keys, KEYFILE and KEYFILE.pub.
import path from 'node:path'
import { root } from '../about.ts'
import { makeKeyPair, readPrivateKey, writeFeed } from './feed.ts'

const usage = 'sign-feed: npm run sign-feed -- KEYFILE [FOLDER], or npm run sign-feed -- --make-key KEYFILE\n'
const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(words: readonly string[]): Promise<number> {
  const [first, second, ...more] = words
  const isKey = first === '--make-key'
  if (first === undefined || more.length > 0 || (isKey ? second === undefined : first.startsWith('-'))) {
    process.stderr.write(usage)
    return 2
  }
  try {
    if (isKey && second !== undefined) {
      makeKeyPair(second)
      say(`${second}: the private key, which signs; keep it off the machines that are updated`)
      say(`${second}.pub: the public key, for --update-key and updates.json`)
      return 0
    }
    const folder = second ?? path.join(root, 'release')
    for (const name of await writeFeed(folder, readPrivateKey(first))) say(`${path.join(folder, name)}, signed`)
    return 0
  } catch (thrown) {
    process.stderr.write(`sign-feed: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
