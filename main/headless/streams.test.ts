// Samples of other programs, through pipes and sockets: what they give is what is recorded, bit for bit, whatever they do.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createInstrument } from '#main/instrument/index.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import type { Report } from './report.ts'
import { headless, report } from './testing/headless.ts'

const codes = (count: number, seed = 1): Buffer =>
  Buffer.from(Int16Array.from({ length: count }, (_, k) => Math.imul(k + seed, 2654435761) >>> 8).buffer)

describe('a stream as a source', () => {
  let folder = ''
  let raw = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'blockscope-'))
    raw = path.join(folder, 'out.raw')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const source = (text: string, channel = 0): string[] => ['--set', `voltage${channel}/source=${text}`]
  const fifo = (): string => {
    const at = path.join(folder, 'fifo')
    execFileSync('mkfifo', [at])
    return at
  }

  it('is recorded bit for bit, and ends with the file', async () => {
    const samples = codes(1_234_567)
    writeFileSync(path.join(folder, 'in'), samples)
    const seen = await report(...source(`pipe:${path.join(folder, 'in')}`), '--record', raw)
    expect(seen).toMatchObject({ gapFree: true, lostSamples: 0, samples: 1_234_567 })
    expect(seen.streams).toMatchObject([{ phase: 'ended', scans: 1_234_567, writers: 1, isDrained: true }])
    expect(readFileSync(raw).equals(samples)).toBe(true)
  })

  it('has its channels together, in each channel of the converter the one of its place', async () => {
    const samples = codes(2 * 300_001)
    const file = path.join(folder, 'in')
    writeFileSync(file, Buffer.concat([samples, Buffer.of(1, 2, 3)]))
    const both = `pipe:${file}?channels=2`
    const seen = await report(...source(both), ...source(both, 1), '--set', 'voltage1/en=1', '--record', raw)
    expect(seen.streams).toMatchObject([{ scans: 300_001, leftOverBytes: 3 }])
    expect(readFileSync(raw).equals(samples)).toBe(true)
  })

  it('comes through standard input of the program, as npm hands it on', async () => {
    const samples = codes(700_001)
    const start = builtFile('headless.js').pathname
    const child = spawn(
      process.execPath,
      [start, '--headless', '--json', ...source('pipe:-'), '--record', raw, '--set', 'sampling_frequency=100000000'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    // A writer that stops in the middle of a sample, and goes on when the capture has begun to wait.
    child.stdin.write(samples.subarray(0, 70_001))
    await new Promise((resolve) => setTimeout(resolve, 400))
    child.stdin.end(samples.subarray(70_001))
    const lines: Buffer[] = []
    child.stdout.on('data', (line: Buffer) => lines.push(line))
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
    const seen = JSON.parse(Buffer.concat(lines).toString()) as Report
    expect(seen).toMatchObject({ lostSamples: 0, gapFree: true })
    expect(seen.streamsAwaitedMs).toBeGreaterThan(0)
    expect(readFileSync(raw).equals(samples)).toBe(true)
  })

  it('ends on a signal though the writer gives nothing, and has what came before', async () => {
    const samples = codes(5001)
    const child = spawn(
      process.execPath,
      [builtFile('headless.js').pathname, '--headless', ...source('pipe:-'), '--record', raw],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    )
    const lines: string[] = []
    const stalled = new Promise<void>((resolve) =>
      child.stdout.on('data', (text: Buffer) => {
        lines.push(String(text))
        if (lines.join('').includes('gives nothing')) resolve()
      }),
    )
    child.stdin.write(samples)
    await stalled
    child.kill('SIGINT')
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(readFileSync(raw).equals(samples)).toBe(true)
  })

  it('goes on with the next writer of a FIFO', async () => {
    const at = fifo()
    const [first, second] = [codes(1001), codes(2002, 77)]
    const running = report(...source(`pipe:${at}`), '--record', raw, '--samples', '3003')
    const give = async (bytes: Buffer): Promise<void> => {
      // Opening waits for the reader.
      const writer = spawn('sh', ['-c', `cat > '${at}'`], { stdio: ['pipe', 'ignore', 'inherit'] })
      writer.stdin.end(bytes)
      await once(writer, 'close')
    }
    await give(first)
    await give(second)
    const seen = await running
    // One that comes at once is the same one to the system.
    expect(seen.streams[0]).toMatchObject({ scans: 3003, leftOverBytes: 0 })
    expect(readFileSync(raw).equals(Buffer.concat([first, second]))).toBe(true)
  })

  it('is not hurried: a writer that is faster waits', async () => {
    const at = fifo()
    // Both ends, so that opening does not wait.
    const descriptor = openSync(at, 'r+')
    const running = report(
      ...source(`pipe:${at}`),
      ...['--set', 'sampling_frequency=100000', '--record', raw, '--samples', '30000'],
    )
    writeSync(descriptor, codes(30_000))
    const seen = await running
    closeSync(descriptor)
    expect(seen.seconds).toBeGreaterThan(0.29)
    expect(readFileSync(raw).equals(codes(30_000))).toBe(true)
  })

  it('lets its writer go when another source is chosen', async () => {
    const at = fifo()
    const writer = spawn('sh', ['-c', `yes > '${at}'`], { stdio: 'ignore' })
    const ended = once(writer, 'close')
    await report(...source(`pipe:${at}`), '--at', '200ms:voltage0/source=sine', '--for', '1500ms')
    // It would wait for ever for a reader of this process, which lives on.
    expect(await ended).toBeDefined()
  })

  it('is connected to, again after it broke off', async () => {
    const [first, second] = [codes(4000), codes(5000, 3)]
    const given = [first, second]
    const server = createServer((socket: Socket) => void socket.end(given.shift() ?? ''))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const seen = await report(...source(`tcp:127.0.0.1:${port}`), '--record', raw, '--samples', '9000')
    server.close()
    expect(seen.streams[0]).toMatchObject({ writers: 2, scans: 9000 })
    expect(readFileSync(raw).equals(Buffer.concat([first, second]))).toBe(true)
  })

  it('is listened for', async () => {
    const samples = codes(50_000)
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as { port: number }
    await new Promise((resolve) => probe.close(resolve))
    const running = report(...source(`tcp:listen:${port}`), '--record', raw, '--samples', '50000')
    for (let isSent = false; !isSent; ) {
      const socket = connect(port, '127.0.0.1')
      isSent = await new Promise((resolve) => {
        socket.once('error', () => resolve(false))
        socket.once('connect', () => socket.end(samples, () => resolve(true)))
      })
    }
    await running
    expect(readFileSync(raw).equals(samples)).toBe(true)
  })

  it('replays a recording to the bit, both channels, from its begin to its end', async () => {
    const scans = 400_000
    const first = path.join(folder, 'first.raw')
    await report(...['--set', 'voltage1/en=1', '--record', first, '--samples', String(scans), '--seed', '7'])
    const seen = await report(
      ...[...source(`replay:${first}`), ...source(`replay:${first}`, 1), '--set', 'voltage1/en=1', '--record', raw],
    )
    expect(seen.streams).toMatchObject([{ phase: 'ended', scans, rateHz: 1e9, isDrained: true }])
    expect(readFileSync(raw).equals(readFileSync(first))).toBe(true)
    expect(JSON.parse(readFileSync(`${raw}.json`, 'utf8'))).toMatchObject({ complete: true, scans, gaps: [] })
  })

  it('replays what was exported, and an analog session of sigrok', async () => {
    const scans = 60_000
    const names = { sigmf: 'x.sigmf-data', npy: 'x.npy', sr: 'x.sr', wav: 'x.wav', csv: 'x.csv' }
    const wishes = Object.entries(names).flatMap(([as, name]) => ['--export', `${as}:${path.join(folder, name)}`])
    await report(...['--record', path.join(folder, 'first.raw'), '--samples', String(scans), ...wishes])
    for (const name of Object.values(names)) {
      const file = path.join(folder, name)
      const seen = await report(...source(`replay:${file}`), '--record', raw, '--overwrite')
      expect(seen.streams).toMatchObject([{ scans, phase: 'ended' }])
      expect(readFileSync(raw).equals(readFileSync(path.join(folder, 'first.raw')))).toBe(true)
    }
  })

  it('replays a file in a loop, bit for bit over its rounds', async () => {
    const [scans, rounds] = [100_003, 3]
    const file = path.join(folder, 'in.s16')
    writeFileSync(file, codes(2 * scans))
    const both = `loop:${file}?channels=2`
    const instrument = await createInstrument({
      ...{ front: 'headless', run: false, analysis: false, heapBytes: 256 << 20 },
      set: [
        ...[0, 1].map((channel) => ({ path: `voltage${channel}/source`, value: both })),
        { path: 'voltage1/en', value: '1' },
        { path: 'sampling_frequency', value: '10000000' },
      ],
    })
    const { recordings } = instrument.parts
    try {
      const ended = new Promise((resolve) => recordings.onEnd.on(resolve))
      await recordings.start({ file: raw, scans: rounds * scans })
      await instrument.handlers.run()
      await ended
      await instrument.handlers.stop()
      expect(instrument.parts.stack.streams.states).toMatchObject([{ cause: null, leftOverBytes: 0 }])
    } finally {
      await instrument.close()
    }
    expect(readFileSync(raw).equals(Buffer.concat(Array.from({ length: rounds }, () => codes(2 * scans))))).toBe(true)
    expect(JSON.parse(readFileSync(`${raw}.json`, 'utf8'))).toMatchObject({ scans: rounds * scans, gaps: [] })
  })

  it('replays a file that is larger than what it keeps in memory', async () => {
    const file = path.join(folder, 'large.s16')
    const peakMiB = async (scheme: string, bytes: number, ...more: string[]): Promise<number> => {
      // A file with a hole: as long to read, and nothing on the disk.
      closeSync(openSync(file, 'w'))
      truncateSync(file, bytes)
      // Little memory for blocks: however far each run has filled it, the rest of a difference is the file's.
      const words = ['--headless', '--json', '--memory', '256MiB', ...source(`${scheme}:${file}`)]
      words.push('--set', 'sampling_frequency=400000000', ...more)
      const child = spawn(process.execPath, [builtFile('headless.js').pathname, ...words], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const lines: Buffer[] = []
      child.stdout.on('data', (line: Buffer) => lines.push(line))
      await once(child, 'close')
      const seen = JSON.parse(Buffer.concat(lines).toString()) as Report
      expect(seen).toMatchObject({ lostSamples: 0, gapFree: true })
      if (scheme === 'replay') expect(seen.samples).toBe(bytes / 2)
      return seen.peakRssMiB
    }
    const small = await peakMiB('replay', 320 << 20)
    expect((await peakMiB('replay', 1280 << 20)) - small).toBeLessThan(300)
    expect((await peakMiB('loop', 512 << 20, '--for', '4s')) - small).toBeLessThan(300)
  }, 120_000)

  it.each([
    ['pipe:/nowhere/at/all', 'There is no FIFO or file'],
    ['pipe:/tmp', 'neither a FIFO nor a file'],
    ['pipe:/dev/zero', 'neither a FIFO nor a file'],
    ['tcp:nonsense', 'tcp:HOST:PORT'],
    ['replay:/nowhere/at/all.wav', 'There is no file'],
    [`replay:${import.meta.filename}`, 'cannot be played'],
    ['pipe:-?type=s13', 'takes'],
  ])('%s is refused with a line, and nothing begins', async (text, why) => {
    const { code, complaints } = await headless(...source(text), '--record', raw)
    expect(code).toBe(2)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toContain(why)
  })

  it('says that two channels want one stream as different samples', async () => {
    const at = fifo()
    const { code, complaints } = await headless(...source(`pipe:${at}?type=u8`), ...source(`pipe:${at}?type=s16`, 1))
    expect(code).toBe(2)
    expect(complaints[0]).toContain('is read as u8 already')
  })
})
