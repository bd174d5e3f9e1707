import { execFileSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileAt, openFound } from './found-file.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-found-'))
  writeFileSync(path.join(folder, 'a'), 'a')
  writeFileSync(path.join(folder, 'b'), 'bb')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a file that was found', () => {
  it('is opened', async () => {
    const { handle, info } = await openFound(fileAt(path.join(folder, 'b')))
    expect([info.size, (await handle.readFile()).toString()]).toEqual([2, 'bb'])
    await handle.close()
  })

  it('is not opened when another one has taken its place', async () => {
    const at = path.join(folder, 'a')
    const { dev, ino } = statSync(at)
    renameSync(path.join(folder, 'b'), at)
    await expect(openFound({ name: 'a', path: at, identity: { dev, ino } })).rejects.toMatchObject({
      errno: 'EACCES',
      message: 'a was replaced while it was opened.',
    })
  })

  it.runIf(os.platform() === 'linux')(
    'is not waited for when it is a FIFO, a device, a socket or a folder',
    async () => {
      execFileSync('mkfifo', [path.join(folder, 'pipe')])
      for (const [at, kind] of [
        [path.join(folder, 'pipe'), 'a FIFO'],
        ['/dev/zero', 'a device'],
        [folder, 'a folder'],
      ] as const)
        await expect(openFound(fileAt(at))).rejects.toMatchObject({
          errno: 'EINVAL',
          message: `${at} is ${kind}; only files can be played.`,
        })
    },
  )
})
