// Viewers of other machines over a real TLS server: who is let in, as what, and who is not.
import { readFileSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { connectInstrument, type InstrumentClient } from '#shared/contract/rpc.ts'
import { errnoOf } from '#shared/errors.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { clientPort } from '../client-port.ts'
import { maxStrangers } from '../strangers.ts'
import { readCertificate } from './certificate.ts'
import { FailedTries, mostTries, triesWithinMs } from './failed-tries.ts'
import { type Lab, mostViewersOfToken, openLab } from './lab.ts'
import { hasOpenssl, type LabFolder, makeLabFolder } from './testing/certificate.ts'
import { TokenBook } from './token-book.ts'
import { tokensText } from './tokens.ts'

let given: LabFolder
let instrument: FakeInstrument
let lab: Lab
let uploads: string[]
const warnings: string[] = []

beforeEach(async () => {
  given = makeLabFolder()
  instrument = new FakeInstrument({ front: 'browser' })
  uploads = []
  lab = await openLab(instrument, {
    endpoint: { host: '127.0.0.1', port: 0 },
    certificate: readCertificate(given.cert, given.key, Date.now()),
    book: new TokenBook(given.tokens, { unixMs: () => Date.now() }, (line) => warnings.push(line)),
    root: given.folder,
    takeFile: async (content, name) => {
      for await (const _ of content) void _
      uploads.push(name)
      return name
    },
  })
})
afterEach(async () => {
  await lab.close()
  given.remove()
})

interface Answer {
  readonly status: number
  readonly body: string
  readonly headers: Record<string, unknown>
}

function ask(path: string, options: https.RequestOptions = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ca = readFileSync(given.cert)
    const request = https.request(
      { host: '127.0.0.1', port: lab.port, path, ca, agent: false, ...options },
      (response) => {
        let text = ''
        response.on('data', (piece: Buffer) => {
          text += piece.toString()
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }))
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

function openSocket(token: string, options: object = {}): Promise<WebSocket> {
  const socket = new WebSocket(`wss://127.0.0.1:${lab.port}/${token}/port`, {
    ca: readFileSync(given.cert),
    ...options,
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

const connect = async (token: string): Promise<InstrumentClient> =>
  connectInstrument(clientPort(await openSocket(token)), { client: 'test' })

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (thrown: Error) => `${errnoOf(thrown)} ${thrown.message}`,
  )

describe.skipIf(!hasOpenssl())('a viewer of another machine', () => {
  it('gets the page and the instrument with a token, over TLS', async () => {
    const { status, body, headers } = await ask(`/${given.ann}/`)
    expect([status, body]).toEqual([200, expect.stringContaining('<title>page')])
    expect(headers['content-security-policy']).toContain(`connect-src 'self' wss://127.0.0.1:${lab.port};`)
    expect((await ask(`/${given.ann}?kiosk`)).headers.location).toBe(`/${given.ann}/?kiosk=`)
    const ann = await connect(given.ann)
    expect(ann.hello.about).toMatchObject({ role: 'operator', files: { dialog: false, upload: true, folders: false } })
    expect(ann.state.control).toMatchObject({ isShared: true, holder: { id: 0 } })
    ann.dispose()
  })

  it('is told what is missing without a token, with one that is not known, and with a stale one', async () => {
    for (const [path, sentence] of [
      ['/', 'This address needs a token; who runs the instrument makes one.'],
      ['/index.html', 'This token is not known here; who runs the instrument makes one.'],
      [`/${'0'.repeat(32)}/`, 'This token is not known here; who runs the instrument makes one.'],
      [`/${given.old}/`, 'The token of old was good until'],
      [`/${given.old}/port`, 'The token of old was good until'],
    ] as const) {
      const { status, body } = await ask(path)
      expect([path, status, body]).toEqual([path, 403, expect.stringContaining(sentence)])
    }
    await expect(openSocket(given.old)).rejects.toThrow('403')
    await expect(openSocket('0'.repeat(32))).rejects.toThrow('403')
    expect(instrument.viewers).toEqual([])
  })

  it('is told to use TLS when it does not', async () => {
    const socket = net.connect(lab.port, '127.0.0.1')
    let said = ''
    socket.on('data', (piece) => {
      said += piece.toString()
    })
    socket.write(`GET /${given.ann}/ HTTP/1.1\r\nHost: 127.0.0.1:${lab.port}\r\n\r\n`)
    await new Promise((resolve) => socket.once('close', resolve))
    expect(said).toMatch(/^HTTP\/1\.1 400 .*This address is served with TLS only: it begins with https:\/\/\.\n$/s)
    const old = https.request({
      ...{ host: '127.0.0.1', port: lab.port, agent: false },
      ...{ maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    })
    await expect(
      new Promise((resolve, reject) => old.once('response', resolve).once('error', reject).end()),
    ).rejects.toThrow()
  })

  it('comes under no other origin, and with no host name that is none', async () => {
    const origin = 'https://elsewhere.example'
    expect((await ask(`/${given.ann}/`, { headers: { origin } })).status).toBe(403)
    await expect(openSocket(given.ann, { origin })).rejects.toThrow('403')
    const strange = { headers: { host: 'x; script-src *' }, checkServerIdentity: () => undefined }
    expect((await ask(`/${given.ann}/`, strange)).status).toBe(400)
    const own = `https://127.0.0.1:${lab.port}`
    expect((await ask(`/${given.ann}/`, { headers: { origin: own } })).status).toBe(200)
  })

  it('changes nothing with a token to look, and nothing while another one is in control', async () => {
    const [eve, ann, bob] = [await connect(given.eve), await connect(given.ann), await connect(given.bob)]
    expect(eve.hello.about).toMatchObject({ role: 'observer', party: null })
    for (const call of ['stop', 'askControl', 'takeControl'] as const)
      expect(await outcome(eve.calls[call]())).toBe(
        `EACCES ${call} is refused: this view is read-only. A token with the right to control changes things.`,
      )
    expect(await outcome(ann.calls.stop())).toBe(
      'EACCES stop is refused: the machine itself is in control. Take control first.',
    )
    // Nobody sits at the machine.
    expect(await ann.calls.askControl()).toBe(true)
    expect(await outcome(ann.calls.stop())).toBe('done')
    expect(await outcome(bob.calls.run())).toBe('EACCES run is refused: ann is in control. Take control first.')
    expect(await outcome(bob.calls.takeControl())).toMatch(/^EBUSY ann is in control/)
    expect(await outcome(ann.calls.chooseFile())).toMatch(/^EACCES .* on the machine of the instrument, not here\.$/)
    expect(instrument.calls.map(({ name }) => name)).toEqual(['stop'])
    for (const client of [eve, ann, bob]) client.dispose()
  })

  it('sends files while it is in control', async () => {
    const send = (token: string) => ask(`/${token}/files?name=x.wav`, { method: 'POST' }, 'samples')
    expect(await send(given.eve)).toMatchObject({ status: 403, body: expect.stringContaining('read-only') })
    expect(await send(given.ann)).toMatchObject({ status: 403, body: expect.stringContaining('is in control') })
    const ann = await connect(given.ann)
    await ann.calls.askControl()
    expect((await send(given.ann)).status).toBe(201)
    expect((await send(given.bob)).body).toContain('ann is in control')
    expect(uploads).toEqual(['x.wav'])
    ann.dispose()
  })

  it('is shown out when its token is taken out of the file, and let in when one is added', async () => {
    const ann = await connect(given.ann)
    const gone = new Promise<void>((resolve) => ann.onClose(resolve))
    const { tokens } = JSON.parse(readFileSync(given.tokens, 'utf8'))
    writeFileSync(given.tokens, tokensText(tokens.filter(({ name }: { name: string }) => name !== 'ann')))
    await gone
    expect((await ask(`/${given.ann}/`)).status).toBe(403)
    writeFileSync(given.tokens, tokensText(tokens))
    expect((await ask(`/${given.ann}/`)).status).toBe(200)
    writeFileSync(given.tokens, 'not a file of tokens')
    expect((await ask(`/${given.ann}/`)).status).toBe(403)
    expect(warnings.at(-1)).toMatch(/is no file of tokens .* Nobody is let in meanwhile\.$/)
    writeFileSync(given.tokens, tokensText(tokens))
    expect((await ask(`/${given.ann}/`)).status).toBe(200)
  })

  it('is one of few with the same token', async () => {
    const all = await Promise.all(Array.from({ length: mostViewersOfToken }, () => openSocket(given.ann)))
    await expect(openSocket(given.ann)).rejects.toThrow('503')
    const bob = await openSocket(given.bob)
    all[0]!.close()
    await eventually(async () => {
      const again = await openSocket(given.ann)
      again.terminate()
    })
    for (const socket of [...all, bob]) socket.terminate()
  })

  it('is let in while strangers hold as many connections as they can', async () => {
    const strangers = Array.from({ length: maxStrangers * 2 }, () => {
      const socket = net.connect(lab.port, '127.0.0.1')
      socket.on('error', () => undefined)
      return socket
    })
    await Promise.all(strangers.map((one) => new Promise((resolve) => one.once('connect', resolve))))
    await eventually(() => expect(strangers.filter((one) => one.closed).length).toBeGreaterThanOrEqual(maxStrangers))
    expect((await ask(`/${given.ann}/`)).status).toBe(200)
    for (const one of strangers) one.destroy()
  })

  it('closes with everybody who is there', async () => {
    const ann = await connect(given.ann)
    const idle = net.connect(lab.port, '127.0.0.1')
    idle.on('error', () => undefined)
    await new Promise((resolve) => idle.once('connect', resolve))
    const gone = new Promise<void>((resolve) => ann.onClose(resolve))
    await lab.close()
    await gone
    expect(instrument.desk.state.isShared).toBe(false)
    expect(instrument.viewers.every(({ disposed }) => disposed)).toBe(true)
  })
})

describe.skipIf(!hasOpenssl())('tries without a good token', () => {
  it('are so many for each address, and do not lock out who has a good one', async () => {
    for (let k = 0; k < mostTries; k++) expect((await ask(`/wrong${k}/`)).status).toBe(403)
    for (const path of ['/wrong/', '/', `/${given.old}/`]) {
      const { status, body } = await ask(path)
      expect([status, body]).toEqual([429, 'Too many tries without a good token; wait a minute.\n'])
    }
    expect((await ask(`/${given.ann}/`)).status).toBe(200)
  })

  it('are forgotten after a while', () => {
    let nowMs = 0
    const tries = new FailedTries({ nowMs: () => nowMs })
    for (let k = 0; k < mostTries; k++) expect(tries.note('10.0.0.2')).toBe(false)
    expect([tries.note('10.0.0.2'), tries.note('10.0.0.3')]).toEqual([true, false])
    nowMs += triesWithinMs
    expect(tries.note('10.0.0.2')).toBe(false)
    for (let k = 0; k < 5000; k++) tries.note(`10.1.${k >> 8}.${k & 255}`)
  })
})

describe.skipIf(!hasOpenssl())('two viewers who fight for control', () => {
  it('are in control one at a time a thousand times, and what is set is always one of theirs', async () => {
    const [ann, bob] = [await connect(given.ann), await connect(given.bob)]
    const level = { ann: 0.25, bob: -0.5 }
    const own = { ann: ann.hello.about.party, bob: bob.hello.about.party }
    await ann.calls.askControl()
    await ann.calls.setTrigger({ level: level.ann })
    let [passed, kept] = [0, 0]
    for (let fight = 0; fight < 1000; fight++) {
      const isAnns = ann.state.control.holder.id === own.ann
      const [has, wants] = isAnns ? [ann, bob] : [bob, ann]
      const [hasName, wantsName] = isAnns ? (['ann', 'bob'] as const) : (['bob', 'ann'] as const)
      // Both set their value, and both reach for control, at once.
      const [mine, theirs, asked] = await Promise.all([
        outcome(has.calls.setTrigger({ level: level[hasName] })),
        outcome(wants.calls.setTrigger({ level: level[wantsName] })),
        wants.calls.askControl(),
      ])
      expect([mine, asked]).toEqual(['done', false])
      expect(theirs).toBe(`EACCES setTrigger is refused: ${hasName} is in control. Take control first.`)
      expect(instrument.state().trigger).toMatchObject({ level: level[hasName] })
      if (fight % 4 === 3) {
        await has.calls.keepControl()
        kept++
      } else {
        await Promise.all([has.calls.giveControl({ to: own[wantsName] ?? -1 }), wants.calls.askControl()])
        passed++
      }
      const { holder } = instrument.state().control
      expect([own.ann, own.bob]).toContain(holder.id)
      await eventually(() => expect(ann.state.control).toEqual(bob.state.control))
      expect(ann.state.control.holder).toEqual(holder)
      expect(ann.state.control.asking).toEqual([])
    }
    expect([passed, kept]).toEqual([750, 250])
    for (const client of [ann, bob]) client.dispose()
  }, 120_000)
})
