// Diagnostics of a real instrument, what is noted of it, and what a dead program left, as viewers see it.
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Diary } from '#main/diagnostics/index.ts'
import { connectInstrument, type InstrumentClient, serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { createInstrument, type InstrumentOptions } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { diagnose } from './diagnose.ts'

let folder = ''
let instrument: Instrument
let client: InstrumentClient
let diary: Diary
const threads: Worker[] = []
const onWorker = (worker: Worker): void => void threads.push(worker)

beforeEach(() => {
  threads.length = 0
  process.on('worker', onWorker)
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-secret-'))
  diary = new Diary({ folder: path.join(folder, 'logs'), front: 'browser', version: '1' })
})
afterEach(async () => {
  process.off('worker', onWorker)
  await instrument.close()
  rmSync(folder, { recursive: true })
})

async function open(options: Partial<InstrumentOptions> = {}): Promise<void> {
  instrument = await createInstrument({
    front: 'browser',
    recordingsFolder: folder,
    historyBytes: 16 << 20,
    self: { diary, graphics: () => Promise.resolve(['webgl: enabled']) },
    set: [{ path: 'sampling_frequency', value: '1000000' }],
    ...options,
  })
  const [near, far] = linkedPorts()
  serveInstrument(far, instrument)
  client = await connectInstrument(near, { client: 'test' })
}

/** A recording of a program that died, as its files are. */
async function leaveUnfinished(name: string): Promise<string> {
  await open()
  const { file } = await client.calls.startRecording({ scans: 5000, name })
  await expect.poll(() => client.state.recording?.state).toBe('finished')
  await instrument.close()
  const told = JSON.parse(readFileSync(`${file}.json`, 'utf8'))
  const lost = { ...told, ended: false, complete: false, writtenBy: { host: 'elsewhere', pid: 1, startedUnixMs: 1 } }
  writeFileSync(`${file}.json`, JSON.stringify(lost, null, 2))
  utimesSync(`${file}.json`, 1000, 1000)
  return file
}

describe('diagnostics', () => {
  it('have versions, machine, devices, capture, recording, settings, graphics, the page’s own lines, and no path', async () => {
    await open()
    const { file } = await client.calls.startRecording({ scans: 5000 })
    await expect.poll(() => client.state.recording?.state).toBe('finished')
    writeFileSync(path.join(folder, 'x.csv'), '1\n2\n3\n')
    await instrument.writeAttribute('iio:device0', 'voltage0/source', `file:${path.join(folder, 'x.csv')}`)
    const { text } = await client.calls.diagnose({ page: ['WebGL: Mesa', `it is at ${file}`] })
    for (const line of [
      /^Blockscope \S+, browser; diagnostics of \d{4}-/,
      /\n {2}\d+ cores, /,
      /\nGraphics\n {2}webgl: enabled\n/,
      /\nPage\n {2}WebGL: Mesa\n {2}it is at <path>\n/,
      /\nWhat died\n {2}nothing\n/,
      /\nDevices\n {2}iio:device0 gigascope: ok, \d+ attributes\n/,
      /\n {2}running, device gigascope\n {2}1\.00 MS\/s, 1 of 2 channels\n/,
      /\nRecording\n {2}finished, 5\.00 kSa, /,
      /\n {2}trigger\.level = /,
      /\n {2}device\/gigascope\/voltage0\/source = <path>\n/,
      /\nLog\n(.*\n)* {2}\S+Z info capture: running\n/,
      /\n {2}\S+Z info recorded 5\.00 kSa, .*<path>\n/,
    ])
      expect(text).toMatch(line)
    expect(text).not.toContain('secret')
    expect(readFileSync(path.join(folder, 'logs', 'browser.log'), 'utf8')).not.toContain('secret')
  })

  it('name the thread that died', async () => {
    await open()
    await threads[0]!.terminate()
    await expect.poll(() => client.state.acquisition).toBe('fault')
    await client.calls.run()
    await expect.poll(() => client.state.acquisition).toBe('running')
    await threads[1]!.terminate()
    const text = async (): Promise<string> => (await client.calls.diagnose({ page: [] })).text
    await expect.poll(text).toMatch(/\nWhat died\n {2}\S+Z thread: hardware: .*\n {2}\S+Z thread: analysis: /)
  })

  it('are made without an instrument, and without anything noted', async () => {
    await open()
    const text = await diagnose('It cannot be set up: no memory.', 'headless', null)
    expect(text).toMatch(/\nInstrument\n {2}It cannot be set up: no memory\.\n/)
    expect(text).toMatch(/\nGraphics\n {2}this program has no window\n/)
  })
})

describe('recordings that a dead program left', () => {
  it('are offered, and closed when a viewer says so', async () => {
    const file = await leaveUnfinished('lost')
    writeFileSync(file, 'x', { flag: 'a' })
    const before = readFileSync(`${file}.json`, 'utf8')
    await open()
    await expect.poll(() => client.state.unfinished).toMatchObject([{ file, scans: 5000, bytes: 10_001 }])
    expect((await client.calls.diagnose({ page: [] })).text).toContain('1 unfinished recordings in its folder')
    expect([readFileSync(`${file}.json`, 'utf8'), statSync(file).size]).toEqual([before, 10_001])
    expect(await client.calls.closeUnfinished({ file })).toEqual({ scans: 5000 })
    await expect.poll(() => client.state.unfinished).toEqual([])
    expect(statSync(file).size).toBe(10_000)
    expect(JSON.parse(readFileSync(`${file}.json`, 'utf8'))).toMatchObject({
      ended: true,
      complete: false,
      scans: 5000,
    })
    await expect(client.calls.closeUnfinished({ file })).rejects.toMatchObject({ errno: 'ENOENT' })
  })

  it('are left as they are when a viewer says so, and never touched by a name that is not among them', async () => {
    const file = await leaveUnfinished('lost')
    const before = readFileSync(`${file}.json`, 'utf8')
    await open()
    await expect.poll(() => client.state.unfinished).toHaveLength(1)
    await expect(client.calls.closeUnfinished({ file: '/etc/passwd' })).rejects.toMatchObject({ errno: 'ENOENT' })
    await client.calls.leaveUnfinished({ file })
    await expect.poll(() => client.state.unfinished).toEqual([])
    // Not even when the folder is looked through again.
    await instrument.parts.unfinished.look(folder)
    expect(instrument.state().unfinished).toEqual([])
    expect(readFileSync(`${file}.json`, 'utf8')).toBe(before)
  })

  it('are none of a headless run, which cannot ask', async () => {
    await leaveUnfinished('lost')
    await open({ front: 'headless' })
    await instrument.parts.unfinished.settle()
    expect(instrument.state().unfinished).toEqual([])
  })
})
