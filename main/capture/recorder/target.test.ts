// What a recording may be written to, and what is left alone: real files, real pipes.
import { execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  constants,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { thisWriter } from './account.ts'
import { openTarget } from './open-target.ts'
import { format, RecordingRig, range, recorded, sidecar, targetOptions } from './testing/recorded.ts'

let folder = ''
let file = ''
let rig: RecordingRig

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-'))
  file = path.join(folder, 'record.raw')
  rig = new RecordingRig()
})
afterEach(() => rmSync(folder, { recursive: true }))

type Options = Parameters<typeof targetOptions>[1]

/** Records four scans into `where`. */
async function record(where: string, options: Options = {}) {
  const recorder = await rig.open(await openTarget(targetOptions(where, options)))
  recorder.onFormat(format)
  recorder.onBlocks([rig.block(4)])
  return recorder.finish()
}

const refused = (where: string, options: Options = {}) => expect(record(where, options)).rejects
const names = (): string[] => readdirSync(folder).toSorted()

describe('what is there', () => {
  it('is not overwritten: neither the file nor what has the name of its description', async () => {
    writeFileSync(file, 'precious')
    await refused(file).toMatchObject({
      errno: 'EEXIST',
      message: expect.stringMatching(/record.raw is there already\.$/),
    })
    expect(names()).toEqual(['record.raw'])
    rmSync(file)
    writeFileSync(`${file}.json`, '{ "name": "package" }')
    await refused(file).toMatchObject({ errno: 'EEXIST', message: expect.stringMatching(/record.raw.json is there/) })
    expect([names(), readFileSync(`${file}.json`, 'utf8')]).toEqual([['record.raw.json'], '{ "name": "package" }'])
  })

  it('is not overwritten through a link, nor is a link that leads nowhere', async () => {
    const other = path.join(folder, 'other')
    symlinkSync(other, file)
    await refused(file).toMatchObject({ errno: 'EEXIST' })
    await refused(file, { overwrite: true }).toMatchObject({
      errno: 'ENOENT',
      message: expect.stringMatching(/leads nowhere/),
    })
    writeFileSync(other, 'precious')
    await refused(file).toMatchObject({ errno: 'EEXIST' })
    expect([names(), readFileSync(other, 'utf8')]).toEqual([['other', 'record.raw'], 'precious'])
  })

  it('is replaced when that is asked for, together', async () => {
    writeFileSync(file, 'old and much longer than what follows it')
    writeFileSync(`${file}.json`, 'old')
    expect(await record(file, { overwrite: true })).toMatchObject({ state: 'finished', scans: 4 })
    expect(recorded(file)).toEqual(range(0, 4))
    expect(sidecar(file)).toMatchObject({ complete: true, scans: 4 })
    expect(names()).toEqual(['record.raw', 'record.raw.json'])
    // And where nothing is there, asking for it does no harm.
    const fresh = path.join(folder, 'fresh')
    expect(await record(fresh, { overwrite: true })).toMatchObject({ scans: 4 })
  })

  it('is replaced where a link leads, and the link stays', async () => {
    const other = path.join(folder, 'other')
    writeFileSync(other, 'old')
    symlinkSync(other, file)
    await record(file, { overwrite: true })
    expect(recorded(other)).toEqual(range(0, 4))
    expect(names()).toEqual(['other', 'record.raw', 'record.raw.json'])
  })

  it('stays until what takes its place could be made', async () => {
    writeFileSync(file, 'precious')
    mkdirSync(`${file}.json`)
    await refused(file, { overwrite: true }).toMatchObject({ errno: 'EISDIR' })
    expect([names(), readFileSync(file, 'utf8')]).toEqual([['record.raw', 'record.raw.json'], 'precious'])
  })

  it('is never overwritten while it is played, whatever name it is called by', async () => {
    const played = [statSync(writeAndName(path.join(folder, 'played.wav')))]
    const hard = path.join(folder, 'hard.wav')
    const soft = path.join(folder, 'soft.wav')
    linkSync(path.join(folder, 'played.wav'), hard)
    symlinkSync('played.wav', soft)
    for (const one of ['played.wav', 'hard.wav', 'soft.wav'])
      await refused(path.join(folder, one), { overwrite: true, played }).toMatchObject({
        errno: 'EBUSY',
        message: expect.stringMatching(/is being played/),
      })
    // The description would take its place.
    linkSync(hard, `${file}.json`)
    await refused(file, { overwrite: true, played }).toMatchObject({ errno: 'EBUSY' })
    expect(readFileSync(hard, 'utf8')).toBe('precious')
    expect(names()).toEqual(['hard.wav', 'played.wav', 'record.raw.json', 'soft.wav'])
  })

  it('is never overwritten while another program writes it; one that was killed keeps nobody out', async () => {
    const first = await rig.open(file)
    first.onFormat(format)
    await refused(file).toMatchObject({ errno: 'EEXIST' })
    await refused(file, { overwrite: true }).toMatchObject({
      errno: 'EBUSY',
      message: expect.stringContaining(`another Blockscope (process ${process.pid}`),
    })
    await first.finish()
    await record(file, { overwrite: true })

    const unfinished = (writtenBy: object): void =>
      writeFileSync(`${file}.json`, JSON.stringify({ format: 'blockscope-raw', ended: false, writtenBy }))
    const dead = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => dead.once('exit', resolve))
    unfinished({ ...thisWriter, pid: dead.pid })
    await record(file, { overwrite: true })
    // Another program has the number now.
    unfinished({ ...thisWriter, start: undefined, startedUnixMs: thisWriter.startedUnixMs - 60_000 })
    await record(file, { overwrite: true })
    unfinished({ ...thisWriter, start: '1 after boot x' })
    await record(file, { overwrite: true })
    // It runs, and the wall clock was set by hours since it began.
    unfinished({ ...thisWriter, startedUnixMs: thisWriter.startedUnixMs - 7_200_000 })
    await refused(file, { overwrite: true }).toMatchObject({ errno: 'EBUSY' })
    unfinished({ ...thisWriter, host: 'elsewhere' })
    await refused(file, { overwrite: true }).toMatchObject({
      errno: 'EBUSY',
      message: expect.stringMatching(/elsewhere/),
    })
    utimesSync(`${file}.json`, 0, 0)
    await record(file, { overwrite: true })
  })
})

describe('a recording that cannot begin', () => {
  it('leaves nothing behind', async () => {
    await refused(path.join(folder, 'none', 'x')).toMatchObject({
      errno: 'ENOENT',
      message: expect.stringMatching(/folder does not exist\.$/),
    })
    await refused(folder).toMatchObject({ errno: 'EISDIR', message: expect.stringMatching(/It is a folder\.$/) })
    writeFileSync(path.join(folder, 'file'), '')
    await refused(path.join(folder, 'file', 'x')).toMatchObject({ errno: 'ENOTDIR' })
    // The longest name there can be, to which .json cannot be added.
    await refused(path.join(folder, 'n'.repeat(255))).toMatchObject({ errno: 'ENAMETOOLONG' })
    await refused(path.join(folder, 'n'.repeat(253)), { overwrite: true }).toMatchObject({ errno: 'ENAMETOOLONG' })
    expect(names()).toEqual(['file'])
    // One that just fits.
    expect(await record(path.join(folder, 'n'.repeat(250)))).toMatchObject({ scans: 4 })
  })

  it('is refused when it would not fit on the disk', async () => {
    await refused(file, { bytes: 1e18 }).toMatchObject({
      errno: 'ENOSPC',
      message: expect.stringMatching(/No space is left for .*record.raw: .* are free, and .* are kept/),
    })
    expect(names()).toEqual([])
  })

  it('says a name with a line break in one line', async () => {
    await refused(path.join(folder, 'a\nb', 'c')).toMatchObject({ message: expect.not.stringContaining('\n') })
  })

  it('cleans up what a killed program has left in the folder, and nothing else', async () => {
    const leftover = path.join(folder, `.blockscope-${'0'.repeat(16)}.tmp`)
    const fresh = path.join(folder, `.blockscope-${'1'.repeat(16)}.tmp`)
    const other = path.join(folder, '.blockscope-notes.tmp')
    for (const one of [leftover, fresh, other]) writeFileSync(one, '')
    for (const one of [leftover, other]) utimesSync(one, 1, 1)
    await record(file)
    expect(names()).toEqual([path.basename(fresh), path.basename(other), 'record.raw', 'record.raw.json'])
  })
})

describe('a stream', () => {
  const fifo = (): string => {
    execFileSync('mkfifo', [file])
    return file
  }

  it('through a FIFO is nothing but samples, and waits for its reader', async () => {
    const reader = openSync(fifo(), constants.O_RDONLY | constants.O_NONBLOCK)
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    // More than a pipe holds: the blocks wait in memory until it is read.
    const scans = 100_000
    recorder.onBlocks([rig.block(scans), rig.block(scans, 7)])
    const finished = recorder.finish()
    expect(recorder.state).toMatchObject({ state: 'writing', scans: 2 * scans })
    const got: Buffer[] = []
    for (let left = 8 * scans; left > 0; ) {
      const piece = Buffer.alloc(1 << 16)
      const count = tryRead(reader, piece)
      got.push(piece.subarray(0, count))
      left -= count
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await finished).toMatchObject({ state: 'finished', scans: 2 * scans, gapFree: false, lostSamples: 7 })
    closeSync(reader)
    const words = new Uint32Array(new Uint8Array(Buffer.concat(got)).buffer)
    expect([words.length, words[scans - 1], words[scans]]).toEqual([2 * scans, scans - 1, scans + 7])
    expect(names()).toEqual(['record.raw'])
    expect(rig.held).toBe(0)
  })

  it('through a FIFO that nobody reads is waited for, until the wait is ended', async () => {
    const ending = new AbortController()
    let waits = 0
    const options = { signal: ending.signal, onWait: () => void waits++ }
    const opening = openTarget(targetOptions(fifo(), options))
    const failing = expect(opening).rejects.toMatchObject({
      errno: 'ECANCELED',
      message: expect.stringMatching(/Nobody reads/),
    })
    while (waits === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    ending.abort()
    await failing
    const again = openTarget(targetOptions(file, { onWait: () => void waits++ }))
    while (waits === 1) await new Promise((resolve) => setTimeout(resolve, 1))
    const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    const target = await again
    expect(target.sidecar).toBe(null)
    await target.discard()
    closeSync(reader)
  })

  it('ends when its reader goes away, and says so', async () => {
    const reader = openSync(fifo(), constants.O_RDONLY | constants.O_NONBLOCK)
    const recorder = await rig.open(file)
    recorder.onFormat(format)
    const ended = new Promise((resolve) => recorder.onEnd.on(resolve))
    recorder.onBlocks([rig.block(100_000)])
    closeSync(reader)
    expect(await ended).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/Nobody reads it any more.*EPIPE/),
    })
    expect(rig.held).toBe(0)
  })

  it('to a device has no description; a full one is told as a full disk is', async () => {
    expect(await record('/dev/null')).toMatchObject({ state: 'finished', scans: 4, bytes: 16 })
    expect(await record('/dev/full')).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/No space.*ENOSPC/),
    })
    expect(readdirSync('/dev').filter((name) => name.endsWith('.json'))).toEqual([])
  })

  it('does not go where words go, to a terminal, a socket or over a disk', async () => {
    for (const name of ['/dev/stderr', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/2'])
      await refused(name).toMatchObject({ errno: 'EINVAL', message: expect.stringMatching(/use -/) })
    await refused('/dev/fd/999').toMatchObject({ errno: 'EBADF' })
    const { default: net } = await import('node:net')
    const server = net.createServer()
    await new Promise<void>((resolve) => server.listen(file, resolve))
    await refused(file).toMatchObject({ errno: 'EINVAL', message: expect.stringMatching(/is a socket/) })
    server.close()
  })

  it('goes to a file that is open already, behind what is there', async () => {
    writeFileSync(file, 'abcd')
    const descriptor = openSync(file, 'a')
    expect(await record(`/dev/fd/${descriptor}`)).toMatchObject({ state: 'finished', scans: 4 })
    expect(statSync(file).size).toBe(20)
    expect(names()).toEqual(['record.raw'])
  })
})

function writeAndName(name: string): string {
  writeFileSync(name, 'precious')
  return name
}

function tryRead(descriptor: number, into: Buffer): number {
  try {
    return readSync(descriptor, into)
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'EAGAIN') return 0
    throw thrown
  }
}
