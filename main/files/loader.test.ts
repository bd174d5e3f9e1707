// Files read by a thread, on a real disk: what is no file, what changes while it is read, and the end of a reading.
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import { fileAt } from '#main/runtime/found-file.ts'
import { ErrnoError } from '#shared/errors.ts'
import type { FileOptions } from '#shared/files/options.ts'
import type { FileLoad } from '#shared/files/played-file.ts'
import { memoryFile } from './byte-file.ts'
import { loadFile } from './load.ts'
import { type FileJob, FileLoader } from './loader.ts'
import { signalA, voltsOf } from './testing/signal.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'blockscope-loader-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const heap = new CoherentHeap({ bytes: 64 << 20 })
const loader = new FileLoader(heap)
afterAll(() => loader.stop())
afterEach(() => expect(heap.liveAllocations).toBe(0))

const at = (name: string): string => path.join(folder, name)

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(at(name), content)
  return at(name)
}

function load(where: string, options: FileOptions = {}, channel = 0): FileJob {
  return loader.load({ file: fileAt(where), channel, options })
}

/** The errno and the sentence of a refusal; nothing of the file is kept then. */
async function refusal(job: FileJob): Promise<string> {
  try {
    const { address } = await job.loaded
    heap.free(address)
    return 'loaded'
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    expect(thrown.message).toMatch(/^[^\n]*\.$/)
    await whileBusy()
    return `${thrown.errno}: ${thrown.message}`
  }
}

/** Resolves when no memory is held for a file any more. */
async function whileBusy(): Promise<void> {
  while (heap.liveAllocations > 0) await new Promise((resolve) => setTimeout(resolve, 2))
}

/** A CSV of so many bytes, each row 24. */
function largeCsv(bytes: number): string {
  const block = Buffer.from(signalA.map((a, i) => `${(i * 1e-3).toFixed(9)},${voltsOf(a).toFixed(9)}\n`).join(''))
  return file('large.csv', Buffer.concat(Array.from({ length: Math.ceil(bytes / block.length) }, () => block)))
}

describe('the loader', () => {
  it('reads a file into the heap, and tells what it is', async () => {
    const {
      address,
      samples,
      file: played,
    } = await load(file('a.csv', signalA.map((a) => voltsOf(a)).join('\n'))).loaded
    expect(samples % 200).toBe(0)
    expect(samples).toBeGreaterThanOrEqual(32768)
    expect([...heap.i16(address, 200)]).toEqual(signalA)
    expect(played).toMatchObject({ format: 'csv', samples: 200, path: at('a.csv') })
    expect(heap.allocatedAtEndBytes).toBeGreaterThan(0)
    heap.free(address)
    expect(heap.allocatedAtEndBytes).toBe(0)
  })

  it('refuses at once what is no file', async () => {
    mkdirSync(at('folder'), { recursive: true })
    execFileSync('mkfifo', [at('fifo.wav')])
    symlinkSync(at('fifo.wav'), at('link.csv'))
    symlinkSync(at('round'), at('round'))
    const server = createServer().listen(at('socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    const wrong: Record<string, [string, RegExp]> = {
      missing: [at('missing.wav'), /^ENOENT: There is no file .*missing\.wav\.$/],
      'a part that is no folder': [path.join(file('plain', 'x'), 'x.wav'), /^ENOENT: .*not a folder/],
      folder: [at('folder'), /^EINVAL: .* is a folder; only files/],
      FIFO: [at('fifo.wav'), /^EINVAL: .* is a FIFO/],
      'link to a FIFO': [at('link.csv'), /^EINVAL: .* is a FIFO/],
      socket: [at('socket'), /^EINVAL: .* is a socket/],
      device: ['/dev/zero', /^EINVAL: .* is a device/],
      'a circle of links': [at('round'), /^ENOENT: .*circle/],
      'a long name': [at('x'.repeat(400)), /^ENOENT: .*so long a name/],
      empty: [file('empty.csv', ''), /^EINVAL: .*it is empty/],
      'a file of the system': ['/proc/self/status', /^EINVAL: .*it is empty/],
    }
    for (const [name, [where, sentence]] of Object.entries(wrong))
      expect([name, await refusal(load(where))]).toEqual([name, expect.stringMatching(sentence)])
    server.close()
  })

  it('says how much memory there is for a file that does not fit', async () => {
    expect(await refusal(load(file('large.raw', Buffer.alloc(70 << 20))))).toMatch(
      /^ENOMEM: .* 36700160 samples \(70 MiB\); there is memory for \d+ \(--memory gives more\)\.$/,
    )
    rmSync(at('large.raw'))
  })

  it('refuses hostile files in bounded time and memory', async () => {
    const before = process.memoryUsage().rss
    expect(await refusal(load(file('line.csv', Buffer.alloc(250 << 20, '1'))))).toMatch(/EINVAL|ENOMEM/)
    const chunks = Buffer.alloc(64 << 20)
    for (let k = 0; k < chunks.length; k += 8) chunks.write('JUNK', k, 'latin1')
    chunks.write('RIFF\0\0\0\0WAVE', 0, 'latin1')
    expect(await refusal(load(file('chunks.wav', chunks)))).toMatch(/EINVAL: .*chunks/)
    expect(await refusal(load(file('rows.csv', Buffer.alloc(200 << 20, '1\n'))))).toMatch(
      /ENOMEM: .* holds about \d+ samples/,
    )
    for (const name of ['line.csv', 'chunks.wav', 'rows.csv']) rmSync(at(name))
    // The files themselves were made here; their text never was.
    expect(process.memoryUsage().rss - before).toBeLessThan(1500 << 20)
  })

  it('ends a reading at once when it is cancelled, and gives its memory back', async () => {
    const where = largeCsv(60 << 20)
    const seen: FileLoad[] = []
    const reading = new Promise<void>((resolve) => {
      const job = loader.load({ file: fileAt(where), channel: 0, options: {} }, () => {
        seen.push(job.progress)
        if (job.progress.phase !== 'reading' || job.progress.doneBytes === 0) return
        job.cancel('it was cancelled')
        resolve()
      })
      void job.loaded.catch(() => undefined)
    })
    await reading
    await whileBusy()
    expect(seen.map((load) => load.phase)).toEqual(expect.arrayContaining(['looking', 'counting', 'reading']))
    const last = seen.at(-1)!
    expect(last.doneBytes).toBeLessThan(last.totalBytes)
    const job = load(where)
    job.cancel('another source was chosen')
    expect(await refusal(job)).toMatch(/^ECANCELED: .*large\.csv was not read to its end: another source was chosen\.$/)
  })

  it('reads one file at a time; the others wait, and can be cancelled while they wait', async () => {
    const jobs = [load(largeCsv(20 << 20)), load(at('a.csv')), load(at('a.csv'))]
    expect(jobs[1]!.progress.phase).toBe('waiting')
    jobs[1]!.cancel('it was cancelled')
    await expect(jobs[1]!.loaded).rejects.toMatchObject({ errno: 'ECANCELED' })
    const order: string[] = []
    const loaded = jobs.map(async (job, k) => {
      const { address } = await job.loaded
      order.push(String(k))
      heap.free(address)
    })
    await Promise.allSettled(loaded)
    expect(order).toEqual(['0', '2'])
  })

  it('plays or refuses a file that becomes shorter or longer while it is read', async () => {
    for (let round = 0; round < 6; round++) {
      const where = largeCsv(30 << 20)
      const job = loader.load({ file: fileAt(where), channel: 0, options: {} }, () => {
        if (job.progress.phase === 'looking') return
        if (round % 2 === 0) truncateSync(where, 10 << 20)
        else appendFileSync(where, '0.5,0.5\n'.repeat(1000))
      })
      const said = await refusal(job)
      expect(said).toMatch(round % 2 === 0 ? /^(EIO: .*became shorter while it was read\.|loaded)$/ : /^loaded$/)
    }
  })

  it('ends with its threads', async () => {
    const own = new FileLoader(heap)
    const jobs = [0, 1].map((channel) => own.load({ file: fileAt(largeCsv(40 << 20)), channel, options: {} }))
    const ends = jobs.map((job) => refusal(job))
    await own.stop()
    expect(heap.liveAllocations).toBe(0)
    for (const end of await Promise.all(ends)) expect(end).toMatch(/^ECANCELED: .*the program is ending/i)
  })
})

describe('a file that changes while it is read', () => {
  const bytes = Buffer.from(Int16Array.from(signalA).buffer)
  const order = { file: fileAt('x.raw'), request: { channel: 0, options: {}, roomSamples: 1e6 } }
  const take = async (samples: number): Promise<Int16Array> => new Int16Array(samples)

  it('is told', async () => {
    const open = () => ({ ...memoryFile('x.raw', bytes), hasChanged: () => true })
    const { file: played } = await loadFile(order, take, () => undefined, open)
    expect(played.notes).toEqual(['The file changed while it was read.'])
  })

  it('is refused when a part of it is gone', async () => {
    for (const [name, content] of [
      ['x.raw', bytes],
      ['x.csv', Buffer.from('0.25\n'.repeat(100_000))],
    ] as const) {
      const whole = memoryFile(name, content)
      let isHalf = false
      const open = () => ({
        ...whole,
        read: (offset: number, target: Uint8Array) =>
          (isHalf ? memoryFile(name, content.subarray(0, content.length / 2)) : whole).read(offset, target),
      })
      const takeLate = (samples: number): Promise<Int16Array> => {
        isHalf = true
        return take(samples)
      }
      await expect(loadFile({ ...order, file: fileAt(name) }, takeLate, () => undefined, open)).rejects.toMatchObject({
        errno: 'EIO',
      })
    }
  })
})
