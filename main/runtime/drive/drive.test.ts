import { execFileSync } from 'node:child_process'
import { constants, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { monotonicMs } from '../clock.ts'
import { Drive } from './drive.ts'
import { isDriveWaitedFor } from './drives.ts'
import { files } from './files.ts'
import { driveName } from './mounts.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-drive-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a drive', () => {
  it('does what it is asked for, and says what the file system says', async () => {
    const file = path.join(folder, 'x')
    await files.writeNew(file, [Buffer.from('one '), Buffer.from('two')])
    expect(await files.readText(file)).toBe('one two')
    await expect(files.writeNew(file, [])).rejects.toMatchObject({ code: 'EEXIST' })
    const found = await files.stat(file)
    expect([found.isFile(), found.isDirectory(), found.size]).toEqual([true, false, 7])
    await files.cut(file, constants.O_RDWR, 3)
    expect(readFileSync(file, 'utf8')).toBe('one')
    await files.rename(file, `${file}2`)
    await files.remove(`${file}2`)
    await files.remove(`${file}2`)
    expect(existsSync(`${file}2`)).toBe(false)
    await expect(files.stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('writes from shared memory where the bytes lie', async () => {
    const drive = new Drive(monotonicMs)
    const file = path.join(folder, 'x')
    const shared = new Uint8Array(new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }).buffer)
    shared.set([1, 2, 3, 4, 5])
    const descriptor = await drive.ask('open', file, 'wx')
    const piece = { memory: shared.buffer as SharedArrayBuffer, at: 1, length: 3 }
    expect(await drive.ask('writev', descriptor, [piece, new Uint8Array([9])])).toBe(4)
    await drive.ask('close', descriptor)
    expect([...readFileSync(file)]).toEqual([2, 3, 4, 9])
  })

  it('that hangs holds up nobody but itself: neither another drive, nor the pool of the program', async () => {
    const pipes = Array.from({ length: 6 }, (_, k) => path.join(folder, `pipe${k}`))
    execFileSync('mkfifo', pipes)
    const dead = new Drive(monotonicMs)
    const hanging = pipes.map((pipe) => dead.ask('readText', pipe))
    await expect.poll(() => dead.oldest?.name).toBe('readText')
    const alive = new Drive(monotonicMs)
    expect(await alive.ask('exists', folder)).toBe(true)
    expect(alive.oldest).toBe(null)
    expect((await import('node:fs/promises')).stat(folder)).toBeDefined()
    // It answers after all: also those calls that its threads had not come to.
    for (const [k, pipe] of pipes.entries()) {
      let writer = -1
      await expect
        .poll(() => {
          try {
            writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK)
            return true
          } catch {
            return false
          }
        })
        .toBe(true)
      writeSync(writer, `pipe ${k}`)
      ;(await import('node:fs')).closeSync(writer)
    }
    expect(await Promise.all(hanging)).toEqual(pipes.map((_, k) => `pipe ${k}`))
    expect(dead.oldest).toBe(null)
    expect(isDriveWaitedFor()).toBe(false)
  })

  it('goes on with another thread when one of its threads ended', async () => {
    let made = 0
    const drive = new Drive(monotonicMs, () => {
      const isGone = made++ === 0
      return {
        isGone,
        ask: () => (isGone ? Promise.reject(new Error('gone')) : Promise.resolve(true)),
      }
    })
    await expect(drive.ask('exists', 'x')).rejects.toThrow('gone')
    expect(await drive.ask('exists', 'x')).toBe(true)
    expect(made).toBe(2)
  })
})

describe('the name of a drive', () => {
  const mounts = (): readonly string[] => ['/', '/home', '/home/lab', '/mnt/a b']

  it.each([
    ['/home/lab/x.raw', '/home/lab'],
    ['/home/laboratory/x.raw', '/home'],
    ['/home/lab', '/home/lab'],
    ['/mnt/a b/c', '/mnt/a b'],
    ['/tmp/x', '/'],
  ])('of %s is %s', (file, name) => expect(driveName(file, 'linux', mounts)).toBe(name))

  it('is that of the volume on macOS', () => {
    expect(driveName('/Volumes/Lab disk/x', 'darwin')).toBe('/Volumes/Lab disk')
    expect(driveName('/Users/x', 'darwin')).toBe('/')
  })
})
