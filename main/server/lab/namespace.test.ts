// From another network namespace, which is another machine as far as TCP knows: who is let in, as what, and who is not.
import { execFile, execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { protocolVersion } from '#shared/rpc/messages.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { type PageServer, startPageServer } from '../http-server.ts'
import { readCertificate } from './certificate.ts'
import { type Lab, openLab } from './lab.ts'
import { hasOpenssl, type LabFolder, makeLabFolder } from './testing/certificate.ts'
import { TokenBook } from './token-book.ts'

const script = fileURLToPath(new URL('./testing/from-elsewhere.mjs', import.meta.url))
/** Of this process, so that two runs of the test do not meet. */
const id = process.pid % 60_000
const space = `bs${id}`
const [near, far] = [`bsa${id}`, `bsb${id}`]
const network = `10.${200 + (id >> 14)}.${(id >> 6) & 255}`
const base = (id & 63) * 4
const [nearAddress, farAddress] = [`${network}.${base + 1}`, `${network}.${base + 2}`]

const ip = (...words: string[]): Buffer => execFileSync('ip', words, { stdio: 'pipe' })

/** Why there can be no other namespace here; null: there can. */
function hindrance(): string | null {
  if (!hasOpenssl()) return 'openssl is missing'
  if (process.getuid?.() !== 0) return 'only root makes a network namespace'
  try {
    ip('netns', 'add', `${space}x`)
    ip('netns', 'del', `${space}x`)
    return null
  } catch (thrown) {
    return `ip netns does not work here (${(thrown as Error).message.split('\n')[0]})`
  }
}

const missing = hindrance()
if (missing !== null) console.warn(`skipped: viewers from another network namespace, because ${missing}`)

let given: LabFolder
let lab: Lab
let page: PageServer
let instrument: FakeInstrument

describe.skipIf(missing !== null)('from another network namespace', () => {
  beforeEach(async () => {
    ip('netns', 'add', space)
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', space)
    ip('addr', 'add', `${nearAddress}/30`, 'dev', near)
    ip('link', 'set', near, 'up')
    ip('-n', space, 'addr', 'add', `${farAddress}/30`, 'dev', far)
    ip('-n', space, 'link', 'set', far, 'up')
    given = makeLabFolder([nearAddress])
    instrument = new FakeInstrument({ front: 'browser' })
    lab = await openLab(instrument, {
      endpoint: { host: null, port: 0 },
      certificate: readCertificate(given.cert, given.key, Date.now()),
      book: new TokenBook(given.tokens, { unixMs: () => Date.now() }, () => undefined),
      root: given.folder,
    })
    page = await startPageServer({ root: given.folder, port: 0, onPort: (port) => port.close() })
  })
  afterEach(async () => {
    await Promise.all([lab.close(), page.close()])
    given.remove()
    ip('netns', 'del', space)
  })

  it('a viewer without TLS, without a token, with a stale one, with one to look: each is refused or bounded', async () => {
    const tokens = [given.ann, given.eve, given.old]
    const numbers = [new URL(page.url).port, String(protocolVersion)]
    const words = [nearAddress, String(lab.port), given.cert, ...tokens, ...numbers]
    const { stdout } = await promisify(execFile)('ip', ['netns', 'exec', space, process.execPath, script, ...words])
    const readOnly = 'this view is read-only. A token with the right to control changes things.'
    expect(JSON.parse(stdout)).toEqual({
      page: '200 <!doctype html><title>page</title>',
      withoutToken: '403 This address needs a token; who runs the instrument makes one.',
      unknownToken: '403 This token is not known here; who runs the instrument makes one.',
      staleToken: expect.stringMatching(/^403 The token of old was good until .*; ask for a new one\.$/),
      withoutTls: '400 This address is served with TLS only: it begins with https://.',
      view: ['observer', 'done', `stop is refused: ${readOnly}`, `askControl is refused: ${readOnly}`],
      stale: ['Unexpected server response: 403'],
      control: [
        'operator',
        'stop is refused: the machine itself is in control. Take control first.',
        'done',
        'done',
        'done',
        'stop is refused: the machine itself is in control. Take control first.',
      ],
      // The page of the machine itself stays on the machine.
      pageOfTheMachine: 'ECONNREFUSED',
    })
    expect(instrument.calls.map(({ name }) => name)).toEqual(['listDevices', 'stop'])
  }, 60_000)
})
