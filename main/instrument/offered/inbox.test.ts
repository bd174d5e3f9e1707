import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Inbox, mostUploads } from './inbox.ts'

let parent: string
let inbox: Inbox
beforeEach(() => {
  parent = mkdtempSync(path.join(os.tmpdir(), 'blockscope-inbox-'))
  inbox = new Inbox({ parent, mostBytes: 1000 })
})
afterEach(async () => {
  await inbox.close()
  rmSync(parent, { recursive: true })
})

async function* pieces(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

async function* breaksOff() {
  yield Buffer.from('the first half')
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
}

/** Files anywhere below the folder. */
const files = (): string[] =>
  readdirSync(parent, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))

describe('the inbox', () => {
  it('keeps what was sent, whole, where only this user can read it, with the ending of its name', async () => {
    const file = await inbox.take(pieces('1\n', '2\n', '3\n'), '.csv', 6)
    expect(readFileSync(file, 'utf8')).toBe('1\n2\n3\n')
    expect(path.extname(file)).toBe('.csv')
    if (process.platform !== 'win32') {
      expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
      expect((statSync(path.dirname(file)).mode & 0o777).toString(8)).toBe('700')
    }
    const other = await inbox.take(pieces('x'), '', null)
    expect(other).not.toBe(file)
  })

  it.each([
    ['announced as too long', pieces('x'), 1001, 'EFBIG'],
    ['longer than announced and than allowed', pieces('x'.repeat(600), 'x'.repeat(600)), null, 'EFBIG'],
    ['shorter than announced', pieces('x'), 2, 'EIO'],
    ['broken off', breaksOff(), 100, 'EIO'],
  ] as const)('keeps nothing of a file that is %s', async (_, content, bytes, errno) => {
    await expect(inbox.take(content, '.raw', bytes)).rejects.toMatchObject({
      errno,
      message: expect.stringMatching(/^.{20,}$/),
    })
    expect(files()).toEqual([])
  })

  it('refuses a file for which the disk has no room', async () => {
    const large = new Inbox({ parent, mostBytes: 2 ** 60 })
    await expect(large.take(pieces('x'), '.raw', 2 ** 59)).rejects.toMatchObject({ errno: 'ENOSPC' })
    expect(files()).toEqual([])
    await large.close()
  })

  it('takes a few at a time', async () => {
    const release: (() => void)[] = []
    async function* slow() {
      await new Promise<void>((resolve) => release.push(resolve))
      yield Buffer.from('x')
    }
    const arriving = Array.from({ length: 4 }, () => inbox.take(slow(), '', null))
    await expect(inbox.take(pieces('x'), '', null)).rejects.toMatchObject({ errno: 'EBUSY' })
    await expect.poll(() => release.length).toBe(4)
    for (const one of release) one()
    expect(await Promise.all(arriving)).toHaveLength(4)
    await inbox.take(pieces('x'), '', null)
  })

  it('lets the oldest make room, by number and by length', async () => {
    const dropped: string[] = []
    inbox.onDropped = (file) => dropped.push(file)
    const kept: string[] = []
    for (let k = 0; k < mostUploads + 2; k++) kept.push(await inbox.take(pieces('x'), '', null))
    expect(dropped).toEqual(kept.slice(0, 2))
    expect(files()).toHaveLength(mostUploads)
    for (let k = 0; k < 3; k++) await inbox.take(pieces('x'.repeat(900)), '', null)
    expect(files()).toHaveLength(2)
  })

  it('removes everything at the end, also what is still arriving', async () => {
    await inbox.take(pieces('x'), '', null)
    let release: () => void = () => undefined
    async function* slow() {
      yield Buffer.from('x')
      await new Promise<void>((resolve) => {
        release = resolve
      })
      yield Buffer.from('y')
    }
    const arriving = inbox.take(slow(), '', null)
    await expect.poll(() => files().length).toBe(2)
    const closed = inbox.close()
    release()
    await expect(arriving).rejects.toMatchObject({ errno: 'ECANCELED' })
    await closed
    await expect.poll(files).toEqual([])
    expect(readdirSync(parent)).toEqual([])
    await expect(inbox.take(pieces('x'), '', null)).rejects.toMatchObject({ errno: 'ECANCELED' })
  })

  it('removes what a program left that was killed, and nothing of one that runs', async () => {
    // No process has a number beyond the largest there can be.
    const dead = path.join(parent, 'blockscope-files-4194305-abc')
    const alive = path.join(parent, `blockscope-files-${process.ppid}-abc`)
    for (const folder of [dead, alive, path.join(parent, 'else')]) {
      mkdirSync(folder)
      writeFileSync(path.join(folder, '1.csv'), '')
    }
    await inbox.take(pieces('x'), '', null)
    expect(
      readdirSync(parent)
        .filter((name) => !name.includes(`-${process.pid}-`))
        .sort(),
    ).toEqual([path.basename(alive), 'else'].sort())
  })
})
