import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrnoError } from '#shared/errors.ts'
import { type FoundFile, fileAt, openFound } from './found-file.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-found-'))
  writeFileSync(path.join(folder, 'a'), 'a')
  writeFileSync(path.join(folder, 'b'), 'bb')
})
afterAll(() => rmSync(folder, { recursive: true }))

function refusal(file: FoundFile): string {
  try {
    closeSync(openFound(file).descriptor)
    return 'opened'
  } catch (thrown) {
    if (!(thrown instanceof ErrnoError)) throw thrown
    return `${thrown.errno}: ${thrown.message}`
  }
}

describe('a file that was found', () => {
  it('is opened', () => {
    const { descriptor, info } = openFound(fileAt(path.join(folder, 'b')))
    expect([info.size, readFileSync(descriptor, 'utf8')]).toEqual([2, 'bb'])
    closeSync(descriptor)
  })

  it('is not opened when another one has taken its place', () => {
    const at = path.join(folder, 'a')
    const { dev, ino } = statSync(at)
    renameSync(path.join(folder, 'b'), at)
    expect(refusal({ name: 'a', path: at, identity: { dev, ino } })).toBe('EACCES: a was replaced while it was opened.')
  })

  it.runIf(os.platform() === 'linux')('is not waited for when it is a FIFO, a device, a socket or a folder', () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe')])
    for (const [at, kind] of [
      [path.join(folder, 'pipe'), 'a FIFO'],
      ['/dev/zero', 'a device'],
      [folder, 'a folder'],
    ] as const)
      expect(refusal(fileAt(at))).toBe(`EINVAL: ${at} is ${kind}; only files can be played.`)
  })
})
