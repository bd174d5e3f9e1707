// Recordings as a viewer asks for them: where they go, what they are called, how long they are, and what is refused.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectInstrument, type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import type { RecordingWish } from '#shared/contract/topics/recording.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { createInstrument, type InstrumentOptions } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import type { RecordingDesk } from './handlers.ts'

let root: string
let instrument: Instrument | null = null
const folder = (): string => path.join(root, 'recordings')

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-viewer-'))
})
afterEach(async () => {
  await instrument?.close()
  instrument = null
  rmSync(root, { recursive: true })
})

async function open(options: Partial<InstrumentOptions> = {}): Promise<InstrumentClient> {
  instrument = await createInstrument({
    front: 'headless',
    recordingsFolder: folder(),
    historyBytes: 16 << 20,
    set: [{ path: 'sampling_frequency', value: '1000000' }],
    ...options,
  })
  return connect()
}

async function connect(role?: 'operator' | 'observer'): Promise<InstrumentClient> {
  if (instrument === null) throw new Error('open it first')
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument, role)
  return connectInstrument(near, { client: 'test' })
}

/** A recording to its end: of 100 scans, unless more is wished. Resolves with the names in its folder. */
async function record(client: InstrumentClient, wish: Partial<RecordingWish> = {}): Promise<string[]> {
  const { file } = await client.calls.startRecording({ scans: 100, ...wish })
  await expect.poll(() => client.state.recording).toMatchObject({ file, state: 'finished' })
  return readdirSync(path.dirname(file)).sort()
}

/** A desktop where a person chooses these folders, one after the other; null: none. */
function deskOf(...choices: (string | null)[]) {
  const log: string[] = []
  const desk: RecordingDesk = {
    chooseFolder: (current) => {
      log.push(`choose from ${current}`)
      return Promise.resolve(choices.shift() ?? null)
    },
    rememberFolder: (chosen) => void log.push(`remember ${chosen}`),
    show: (file) => void log.push(`show ${file}`),
  }
  return { desk, log }
}

describe('a recording of a viewer', () => {
  it('has the name it was given, in the folder that is shown', async () => {
    const client = await open()
    expect(client.state.recordingFolder).toBe(folder())
    expect(await record(client, { name: ' bench 3 ' })).toEqual(['bench 3.raw', 'bench 3.raw.json'])
    expect(JSON.parse(readFileSync(path.join(folder(), 'bench 3.raw.json'), 'utf8'))).toMatchObject({
      file: 'bench 3.raw',
      scans: 100,
      complete: true,
    })
    for (const name of [null, '', '  ']) await record(client, { name })
    expect(readdirSync(folder()).filter((one) => /^blockscope-\d{4}-.*\.raw$/.test(one))).toHaveLength(3)
  })

  it('is as long as was asked for, in scans or in seconds of signal', async () => {
    const client = await open()
    await record(client, { scans: 12_345, name: 'scans' })
    await record(client, { scans: null, seconds: 0.05, name: 'seconds' })
    const size = (name: string): number => readFileSync(path.join(folder(), name)).length
    expect([size('scans.raw'), size('seconds.raw')]).toEqual([12_345 * 2, 50_000 * 2])
    await expect(client.calls.startRecording({ scans: 10, seconds: 1 })).rejects.toMatchObject({ errno: 'EINVAL' })
    await expect(client.calls.startRecording({ scans: null, seconds: 0 })).rejects.toMatchObject({ errno: 'EINVAL' })
  })

  it('replaces a file only when that is said', async () => {
    const client = await open()
    mkdirSync(folder())
    writeFileSync(path.join(folder(), 'x.raw'), 'mine')
    writeFileSync(path.join(folder(), 'y.raw.json'), '{"mine": true}')
    for (const name of ['x', 'y'])
      await expect(client.calls.startRecording({ scans: 10, name })).rejects.toMatchObject({
        errno: 'EEXIST',
        // No word of a command line.
        message: expect.stringMatching(/[xy]\.raw(\.json)? is there already\.$/),
      })
    expect(readdirSync(folder()).sort()).toEqual(['x.raw', 'y.raw.json'])
    expect(readFileSync(path.join(folder(), 'x.raw'), 'utf8')).toBe('mine')
    expect(await record(client, { name: 'x', overwrite: true })).toEqual(['x.raw', 'x.raw.json', 'y.raw.json'])
    expect(readFileSync(path.join(folder(), 'x.raw'))).toHaveLength(200)
    expect(await record(client, { name: 'x', overwrite: true, scans: 50 })).toHaveLength(3)
    expect(readFileSync(path.join(folder(), 'x.raw'))).toHaveLength(100)
  })

  it('never replaces what is being played, whatever is said', async () => {
    const client = await open()
    await record(client, { name: 'played' })
    const { device } = client.state
    await client.calls.writeAttribute({ device, path: 'voltage0/source', value: 'file:played.raw' })
    await expect(client.calls.startRecording({ scans: 10, name: 'played', overwrite: true })).rejects.toMatchObject({
      errno: 'EBUSY',
    })
  })

  it('leads to no other place, by its name or by what lies in the folder', async () => {
    const client = await open()
    mkdirSync(folder())
    const secret = path.join(root, 'secret.raw')
    writeFileSync(secret, 'secret')
    symlinkSync(secret, path.join(folder(), 'link.raw'))
    symlinkSync(path.join(root, 'new.raw'), path.join(folder(), 'dangling.raw'))
    symlinkSync(secret, path.join(folder(), 'described.raw.json'))
    execFileSync('mkfifo', [path.join(folder(), 'fifo.raw')])
    mkdirSync(path.join(folder(), 'folder.raw'))
    for (const name of [
      ...['../secret', secret, '..', 'a/../../secret', '~/secret', '/dev/stdout', '.hidden'],
      ...['link', 'dangling', 'fifo', 'folder'],
    ])
      for (const overwrite of [false, true]) {
        await expect(client.calls.startRecording({ scans: 10, name, overwrite }), name).rejects.toMatchObject({
          errno: 'EINVAL',
        })
      }
    await record(client, { name: 'described', overwrite: true })
    // Not standard output: a name like any other.
    await record(client, { name: '-' })
    expect(existsSync(path.join(folder(), '-.raw'))).toBe(true)
    expect(readFileSync(secret, 'utf8')).toBe('secret')
    expect(readdirSync(root).sort()).toEqual(['recordings', 'secret.raw'])
    // No path is part of the contract at all.
    const wish = { scans: 10, file: secret, folder: root } as RecordingWish
    await expect(client.calls.startRecording(wish)).rejects.toMatchObject({ errno: 'EINVAL' })
  })
})

describe('the folder of recordings', () => {
  it('is chosen in the dialog of the desktop, remembered, told to all, and its recordings can be played', async () => {
    const chosen = path.join(root, 'chosen')
    mkdirSync(chosen)
    const { desk, log } = deskOf(null, chosen)
    const client = await open({ recordingDesk: desk })
    const other = await connect('observer')
    expect([client.hello.about.files.folders, other.hello.about.files.folders]).toEqual([true, false])
    await client.calls.chooseRecordingFolder()
    expect(client.state.recordingFolder).toBe(folder())
    expect(log).toEqual([`choose from ${folder()}`])
    await client.calls.chooseRecordingFolder()
    expect(client.state.recordingFolder).toBe(chosen)
    expect(log.at(-1)).toBe(`remember ${chosen}`)
    await expect.poll(() => other.state.recordingFolder).toBe(chosen)
    expect(await record(client, { name: 'here' })).toEqual(['here.raw', 'here.raw.json'])
    expect(existsSync(folder())).toBe(false)
    expect((await client.calls.listFiles()).map(({ name }) => name)).toContain('here.raw')
  })

  it('stays when what was chosen is none, and is not made anew when it has gone', async () => {
    const chosen = path.join(root, 'disk')
    const file = path.join(root, 'file')
    writeFileSync(file, '')
    mkdirSync(chosen)
    const { desk, log } = deskOf(path.join(root, 'nothing'), file, chosen)
    const client = await open({ recordingDesk: desk })
    await expect(client.calls.chooseRecordingFolder()).rejects.toMatchObject({ errno: 'ENOENT' })
    await expect(client.calls.chooseRecordingFolder()).rejects.toMatchObject({ errno: 'ENOTDIR' })
    expect(client.state.recordingFolder).toBe(folder())
    expect(log.filter((line) => line.startsWith('remember'))).toEqual([])
    await client.calls.chooseRecordingFolder()
    rmSync(chosen, { recursive: true })
    await expect(client.calls.startRecording({ scans: 10 })).rejects.toMatchObject({
      errno: 'ENOENT',
      message: expect.stringContaining('is not there; choose another'),
    })
    expect(readdirSync(root)).toEqual(['file'])
  })

  it('is not made anew either when it was chosen in an earlier run', async () => {
    mkdirSync(folder())
    const client = await open({ isFolderChosen: true })
    rmSync(folder(), { recursive: true })
    await expect(client.calls.startRecording({ scans: 10 })).rejects.toMatchObject({ errno: 'ENOENT' })
    expect(readdirSync(root)).toEqual([])
  })

  it('is chosen by nobody without a desktop', async () => {
    const client = await open()
    expect(client.hello.about.files.folders).toBe(false)
    await expect(client.calls.chooseRecordingFolder()).rejects.toMatchObject({ errno: 'ENOSYS' })
    await record(client, { name: 'x' })
    await expect(client.calls.showRecording({ file: path.join(folder(), 'x.raw') })).rejects.toMatchObject({
      errno: 'ENOSYS',
    })
  })
})

describe('a recording that has ended', () => {
  it('has ended for whoever ended it, and the next one can begin at once', async () => {
    const client = await open()
    for (let k = 0; k < 3; k++) {
      const { file } = await client.calls.startRecording({ scans: null, name: 'again', overwrite: true })
      expect(client.state.recording).toMatchObject({ file, state: 'recording' })
      await client.calls.stopRecording()
      expect(client.state.recording).toMatchObject({ file, state: 'finished' })
    }
  })

  it('is told with its file, which the desktop shows; no other file is shown', async () => {
    const { desk, log } = deskOf()
    const client = await open({ recordingDesk: desk })
    const told: unknown[] = []
    client.on('problem', (problem) => told.push(problem.recording))
    await record(client, { name: 'x' })
    const file = path.join(folder(), 'x.raw')
    await expect.poll(() => told).toEqual([file])
    expect(await client.calls.showRecording({ file })).toBeNull()
    expect(log).toEqual([`show ${file}`])
    for (const other of ['/etc/passwd', `${file}.json`, `${folder()}/../recordings/x.raw`, folder()])
      await expect(client.calls.showRecording({ file: other }), other).rejects.toMatchObject({ errno: 'EACCES' })
    rmSync(file)
    await expect(client.calls.showRecording({ file })).rejects.toMatchObject({ errno: 'ENOENT' })
    expect(log).toHaveLength(1)
  })
})
