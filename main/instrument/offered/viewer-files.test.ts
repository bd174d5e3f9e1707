// Which files a viewer gets to see through a running instrument: those that are offered, whatever it writes.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectInstrument, serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { inWords } from '#shared/sentence.ts'
import { createInstrument, type InstrumentOptions } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { refusalSentence } from './offered-files.ts'

let root: string
let instrument: Instrument | null = null

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-viewer-'))
  for (const folder of ['recordings', 'offered', 'private']) mkdirSync(path.join(root, folder))
  writeFileSync(path.join(root, 'recordings', 'mine.csv'), '0.25\n0.5\n')
  writeFileSync(path.join(root, 'offered', 'wave.csv'), '0.1\n0.2\n')
  writeFileSync(path.join(root, 'private', 'secret.csv'), '0.75\n')
  symlinkSync(path.join(root, 'private', 'secret.csv'), path.join(root, 'offered', 'link.csv'))
})
afterEach(async () => {
  await instrument?.close()
  instrument = null
  rmSync(root, { recursive: true })
})

async function open(options: Partial<InstrumentOptions> = {}): Promise<Instrument> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: path.join(root, 'recordings'),
    historyBytes: 16 << 20,
    run: false,
    ...options,
  })
  return instrument
}

/** A viewer of it, over the contract. */
async function connect(role?: 'operator' | 'observer') {
  if (instrument === null) throw new Error('open it first')
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument, role)
  const client = await connectInstrument(near, { client: 'test' })
  const write = (value: string, at = 'voltage0/source') =>
    client.calls.writeAttribute({ device: client.state.device, path: at, value })
  return { client, write }
}

describe('a viewer of a running instrument', () => {
  it('plays the files of the folder of recordings, and no other, when no folder is named', async () => {
    await open()
    const { client, write } = await connect()
    expect((await client.calls.listFiles()).map(({ name }) => name)).toEqual(['mine.csv'])
    expect(await write('file:mine.csv')).toMatchObject({ value: 'file:mine.csv' })
    expect(client.state.channels[0]?.source).toBe('file:mine.csv')
    const secret = path.join(root, 'private', 'secret.csv')
    for (const tried of [
      secret,
      `${secret}.none`,
      '../private/secret.csv',
      '/etc/passwd',
      '/dev/zero',
      '/proc/self/mem',
    ])
      for (const value of [`file:${tried}`, ` file:${tried}`, `file:'${tried}'`, `file://${tried}`])
        await expect(write(value), value).rejects.toMatchObject({
          errno: expect.stringMatching(/^(EACCES|EINVAL)$/),
          message: expect.not.stringMatching(/no such|permission|directory|ENOENT/i),
        })
    // Whether there is such a file is not told.
    const [there, nowhere] = await Promise.all([write(`file:${secret}`), write('file:/nowhere')].map(errorOf))
    expect(there).toEqual({ errno: 'EACCES', message: inWords(refusalSentence) })
    expect(nowhere).toEqual(there)
    expect(client.state.channels[0]?.source).toBe('file:mine.csv')
  })

  it('plays the files of the folders that were named, by their links too where those stay inside', async () => {
    await open({ offeredFolders: [path.join(root, 'offered')] })
    const { client, write } = await connect()
    await write('file:wave.csv')
    await write(`file:${path.join(root, 'offered', 'wave.csv')}`)
    expect(client.state.channels[0]?.source).toBe('file:wave.csv')
    expect(await errorOf(write('file:link.csv'))).toMatchObject({ errno: 'EACCES' })
    expect(await errorOf(write('file:mine.csv'))).toMatchObject({ errno: 'EACCES' })
  })

  it('plays again what the command line named, and nothing beside it', async () => {
    const secret = path.join(root, 'private', 'secret.csv')
    writeFileSync(path.join(root, 'private', 'other.csv'), '0.5\n')
    await open({ set: [{ path: 'voltage0/source', value: `file:${secret}` }] })
    const { client, write } = await connect()
    expect(client.state.channels[0]?.source).toBe(`file:${secret}`)
    expect(client.state.broughtFiles).toEqual([secret])
    await write('sine')
    await write(`file:${secret}`)
    expect(await errorOf(write(`file:${path.join(root, 'private', 'other.csv')}`))).toMatchObject({ errno: 'EACCES' })
  })

  it('plays what it sent, or chose in the dialog, and tells the others', async () => {
    let chosen: string | null = path.join(root, 'private', 'secret.csv')
    const made = await open({ uploads: true, chooseFile: () => Promise.resolve(chosen) })
    const { client, write } = await connect()
    expect(client.hello.about.files).toEqual({ dialog: true, upload: true, folders: false })
    expect(await client.calls.chooseFile()).toEqual({ name: 'secret.csv' })
    await write('file:secret.csv')
    chosen = null
    expect(await client.calls.chooseFile()).toEqual({ name: null })
    async function* content() {
      yield Buffer.from('0.1\n0.9\n')
    }
    expect(await made.parts.files.take(content(), 'C:\\data\\sent.csv', 8)).toBe('sent.csv')
    await expect.poll(() => client.state.broughtFiles).toEqual(['secret.csv', 'sent.csv'])
    await write('file:sent.csv', 'voltage1/source')
    expect(client.state.channels[1]?.source).toBe('file:sent.csv')
  })

  it('that only looks brings and plays nothing', async () => {
    await open({ uploads: true, chooseFile: () => Promise.reject(new Error('nobody may ask')) })
    const { client, write } = await connect('observer')
    expect(client.hello.about).toMatchObject({
      role: 'observer',
      files: { dialog: false, upload: false, folders: false },
    })
    expect(await errorOf(write('file:mine.csv'))).toMatchObject({ errno: 'EACCES' })
    expect(await errorOf(client.calls.chooseFile())).toMatchObject({ errno: 'EACCES' })
    expect(client.state.channels[0]?.source).toBe('sine')
  })

  it.runIf(os.platform() === 'linux')('holds nothing up with a FIFO or a folder in an offered folder', async () => {
    execFileSync('mkfifo', [path.join(root, 'offered', 'pipe.csv')])
    mkdirSync(path.join(root, 'offered', 'folder.csv'))
    await open({ offeredFolders: [path.join(root, 'offered')] })
    const { write } = await connect()
    expect(await errorOf(write('file:pipe.csv'))).toMatchObject({ errno: 'EACCES' })
    expect(await errorOf(write('file:folder.csv'))).toMatchObject({ errno: 'EACCES' })
    await write('file:wave.csv')
  })
})

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    ({ errno, message }: { errno: string; message: string }) => ({ errno, message }),
  )
}
