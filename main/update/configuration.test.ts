// Where updates come from, by the command line and by the file of the machine; and what other processes have under way.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readDamaged } from '#main/testing/damage/damaged-files.ts'
import { CaptureMark, foreignCaptures } from './captures.ts'
import { cacheFolder, configurationFile, readUpdateSource } from './configuration.ts'
import { runUpdate } from './run-update.ts'
import { Lab } from './testing/lab.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-configuration-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the source of updates', () => {
  const nothing = { from: null, key: null }
  const read = (text: string | null, wish: { from: string | null; key: string | null } = nothing) => {
    const file = path.join(folder, 'updates.json')
    if (text !== null) writeFileSync(file, text)
    return readUpdateSource(wish, { platform: 'linux', env: { BLOCKSCOPE_UPDATES: file }, execPath: '/x' })
  }

  it('is none unless somebody names it', () => {
    expect(read(null)).toBeNull()
    expect(read(null, { from: '/feed', key: '/key' })).toEqual({ from: '/feed', key: '/key' })
  })

  it('is what the file says, from its own folder, and the command line before it', () => {
    const text = '{"from":"feed","key":"lab.pub"}'
    expect(read(text)).toEqual({ from: path.join(folder, 'feed'), key: path.join(folder, 'lab.pub') })
    expect(read('{"from":"http://x/","key":"/k"}')).toEqual({ from: 'http://x/', key: '/k' })
    expect(read(text, { from: '/other', key: null })).toEqual({ from: '/other', key: path.join(folder, 'lab.pub') })
  })

  it.each([
    ['{', /is no JSON\.$/],
    ['{"from":"x"}', /takes \{"from"/],
    ['{"from":"x","key":"y","more":1}', /takes \{"from"/],
    ['[]', /takes \{"from"/],
  ])('that says %s is refused', (text, words) => {
    expect(() => read(text)).toThrow(words)
  })

  it('of 2,000 damaged files is read whole, or refused', async () => {
    const file = path.join(folder, 'updates.json')
    const { taken, refused } = await readDamaged(file, '{"from":"http://updates.lab/feed","key":"lab.pub"}', () => {
      const source = read(null)
      expect([typeof source?.from, typeof source?.key]).toEqual(['string', 'string'])
    })
    expect(Math.min(taken, refused)).toBeGreaterThan(50)
  })

  it('is not said by half', () => {
    expect(() => read(null, { from: '/feed', key: null })).toThrow(/needs --update-key/)
    expect(() => read(null, { from: null, key: '/key' })).toThrow(/needs --update-from/)
  })

  it('and the packages lie where the system has such files', () => {
    expect(configurationFile({ platform: 'linux', env: {}, execPath: '/x/y' })).toBe('/etc/blockscope/updates.json')
    const windows = { platform: 'win32', env: { LOCALAPPDATA: '/l' }, execPath: 'C:\\B\\Blockscope.exe' } as const
    expect(configurationFile(windows)).toBe('C:\\B\\updates.json')
    expect(cacheFolder({ ...windows, platform: 'linux', env: { XDG_CACHE_HOME: '/c' } })).toBe('/c/blockscope/updates')
  })
})

describe('what other processes have under way', () => {
  const marks = (): string => path.join(folder, 'marks')

  it('is known while they live, and as long as they say so', async () => {
    const other = spawn('sleep', ['60'])
    try {
      const mark = new CaptureMark(marks())
      mark.set('capture')
      mark.set('recording')
      const [own = ''] = readdirSync(marks())
      // Its own is not another's.
      expect(foreignCaptures(marks())).toEqual([])
      const begin = (await import('node:fs'))
        .readFileSync(`/proc/${other.pid}/stat`, 'latin1')
        .split(') ')[1]
        ?.split(' ')[19]
      writeFileSync(path.join(marks(), `${other.pid}-${begin}`), 'recording')
      expect(foreignCaptures(marks())).toEqual([{ pid: other.pid, what: 'recording' }])
      mark.dispose()
      expect(readdirSync(marks())).not.toContain(own)
    } finally {
      other.kill('SIGKILL')
      await once(other, 'exit')
    }
    expect(foreignCaptures(marks())).toEqual([])
    expect(readdirSync(marks())).toEqual([])
  })

  it('is not believed of a number that another process has by now', () => {
    new CaptureMark(marks()).set('capture')
    writeFileSync(path.join(marks(), '1-999999999999'), 'capture')
    expect(foreignCaptures(marks())).toEqual([])
  })

  it('costs nothing where it cannot be written, and follows no link', () => {
    expect(foreignCaptures(path.join(folder, 'none'))).toEqual([])
    symlinkSync(folder, marks())
    new CaptureMark(marks()).set('capture')
    expect(readdirSync(folder)).toEqual(['marks'])
    writeFileSync(path.join(folder, 'file'), '')
    expect(() => new CaptureMark(path.join(folder, 'file')).set('capture')).not.toThrow()
  })
})

describe('on the command line', () => {
  const terminal = () => {
    const lines = { printed: [] as string[], complained: [] as string[] }
    const print = (line: string): void => void lines.printed.push(line)
    return { ...lines, print, complain: (line: string): void => void lines.complained.push(line) }
  }

  it('off, refused and found are told in lines, and by what is returned', async () => {
    const lab = new Lab()
    const output = terminal()
    const wish = { from: null, key: null }
    expect(await runUpdate('check', wish, '1.0.0', output, lab.updater('1.0.0', { source: null }))).toBe(false)
    expect(output.complained).toEqual([expect.stringMatching(/^Updates are off\. Start it with --update-from/)])
    lab.pack('1.1.0')
    await lab.sign()
    expect(await runUpdate('check', wish, '1.0.0', output, lab.updater('1.0.0'))).toBe(true)
    expect(await runUpdate('check', wish, '1.1.0', output, lab.updater('1.1.0'))).toBe(true)
    expect(output.printed).toEqual([
      expect.stringMatching(/^Version 1\.1\.0 \(.+\) is in .+; this is 1\.0\.0\.$/),
      expect.stringMatching(/^1\.1\.0 is the newest version: /),
    ])
    expect(await runUpdate('install', wish, '1.1.0', output, lab.updater('1.1.0'))).toBe(false)
    expect(output.complained.at(-1)).toBe('There is nothing newer than 1.1.0: the feed has 1.1.0. (ENODATA)')
    expect(existsSync(lab.cache)).toBe(false)
    await lab.close()
  })
})
