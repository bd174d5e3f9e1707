import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readDamaged } from '#main/testing/damage/damaged-files.ts'
import { formatContents, type Migrations, noContents, parseContents } from './contents.ts'
import { SettingsFile, type SettingsFileOptions } from './settings-file.ts'

let root: string
let folder: string
const warnings: string[] = []
const open = (options: Partial<SettingsFileOptions> = {}): SettingsFile =>
  new SettingsFile({ folder, warn: (line) => warnings.push(line), ...options })
const session = { format: 'blockscope session', version: 1, settings: { 'trigger.level': 0.25 } }
const full = {
  session,
  profiles: [{ name: 'bench 3', session }],
  profile: 'bench 3',
  preferences: { theme: 'light', blockUnit: 'time', frameRate: 30 },
  recordings: '/media/disk',
  windows: [
    { screens: '1920x1080+0+0', place: { bounds: { x: 1, y: 2, width: 1300, height: 900 }, isMaximized: false } },
  ],
} as const

beforeEach(() => {
  warnings.length = 0
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-config-'))
  folder = path.join(root, 'blockscope')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** What the file system answers to a write. */
const answering = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

describe('the settings file', () => {
  it('reads as what was written, for this program and the next one', async () => {
    const file = open()
    expect(file.contents).toEqual(noContents)
    expect(existsSync(folder)).toBe(false)
    await file.update(() => full)
    expect(file.contents).toEqual(full)
    expect(open().contents).toEqual(full)
    expect(readdirSync(folder)).toEqual(['settings.json'])
    expect(warnings).toEqual([])
  })

  it('on a disk that does not answer is not touched: the settings of the beginning are in force', async () => {
    await open().update(() => full)
    const before = readFileSync(path.join(folder, 'settings.json'), 'utf8')
    const silent = open({ silence: 'The disk is silent.' })
    expect(silent.contents).toEqual(noContents)
    await silent.keep((contents) => ({ ...contents, profile: 'other' }))
    await silent.keep((contents) => ({ ...contents, profile: 'another' }))
    await expect(silent.reset()).rejects.toMatchObject({ errno: 'ETIMEDOUT', message: 'The disk is silent.' })
    expect(warnings).toEqual(['The disk is silent.', 'Settings are not kept: The disk is silent.'])
    expect(readFileSync(path.join(folder, 'settings.json'), 'utf8')).toBe(before)
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('keeps what another program of the person wrote meanwhile', async () => {
    const one = open()
    const other = open()
    expect([one.contents, other.contents]).toEqual([noContents, noContents])
    await one.update((before) => ({ ...before, recordings: '/a' }))
    await other.update((before) => ({ ...before, preferences: { theme: 'light' } }))
    await one.update((before) => ({ ...before, profile: 'p' }))
    expect(open().contents).toMatchObject({ recordings: '/a', preferences: { theme: 'light' }, profile: 'p' })
  })

  it('takes changes that come at once one after the other', async () => {
    const file = open()
    const names = Array.from({ length: 30 }, (_, k) => `p${String(k).padStart(2, '0')}`)
    await Promise.all(
      names.map((name) => file.update((before) => ({ ...before, profiles: [...before.profiles, { name, session }] }))),
    )
    expect(open().contents.profiles.map(({ name }) => name)).toEqual(names)
  })

  it.each<[string, string, string]>([
    ['empty', '', 'It is empty.'],
    ['cut off', '{"format":"blockscope settings","ver', 'It is no JSON.'],
    ['another file', '[]', 'It is no settings file: it does not say "format": "blockscope settings" and a version.'],
    [
      'of a newer program',
      '{"format":"blockscope settings","version":9,"more":1}',
      'It is of version 9, and this program reads versions up to 1: a newer Blockscope wrote it.',
    ],
  ])('that is %s is explained in a sentence, put aside, and changes nothing', async (_, text, why) => {
    mkdirSync(folder)
    writeFileSync(path.join(folder, 'settings.json'), text)
    const file = open({ now: () => new Date(0) })
    expect(file.contents).toEqual(noContents)
    const aside = path.join(folder, 'settings refused 1970-01-01 00.00.00.000.json')
    expect(warnings).toEqual([`The settings in ${file.file} cannot be used: ${why} They are in ${aside}.`])
    expect(readFileSync(aside, 'utf8')).toBe(text)
    await file.update((before) => ({ ...before, profile: 'p' }))
    expect(open().contents.profile).toBe('p')
    expect(readFileSync(aside, 'utf8')).toBe(text)
  })

  it('damaged in any way is read, or put aside as it was: never a failure, never lost', () => {
    const good = formatContents(full, '1.2.3')
    const damaged = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .tuple(fc.nat(good.length), fc.nat(40), fc.string({ maxLength: 20 }))
        .map(([at, gone, added]) => good.slice(0, at) + added + good.slice(at + gone)),
      fc
        .dictionary(fc.constantFrom(...Object.keys(full), 'version', 'other'), fc.jsonValue())
        .map((parts) => JSON.stringify({ ...JSON.parse(good), ...parts })),
    )
    fc.assert(
      fc.property(damaged, (text) => {
        rmSync(folder, { recursive: true, force: true })
        mkdirSync(folder)
        writeFileSync(path.join(folder, 'settings.json'), text)
        warnings.length = 0
        const { contents } = open()
        const [name] = readdirSync(folder)
        expect(readFileSync(path.join(folder, name!))).toEqual(Buffer.from(text))
        if (name === 'settings.json') expect(warnings).toEqual([])
        else {
          expect(contents).toEqual(noContents)
          expect(warnings).toEqual([
            expect.stringMatching(/^The settings in .* cannot be used: .*\. They are in .*\.$/s),
          ])
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('of an older version is brought up to date, step by step', () => {
    const steps: Migrations = [
      ({ folder: recordings, ...rest }) => ({ ...rest, recordings }),
      ({ dark, ...rest }) => ({ ...rest, preferences: { theme: dark === true ? 'dark' : 'light' } }),
    ]
    const { recordings: _recordings, preferences: _preferences, ...rest } = full
    const of = (version: number, parts: object): string =>
      JSON.stringify({ format: 'blockscope settings', version, ...rest, ...parts })
    const now = { ...full, recordings: '/a', preferences: { theme: 'dark' } }
    expect(parseContents(of(1, { folder: '/a', dark: true }), steps)).toEqual(now)
    expect(parseContents(of(2, { recordings: '/a', dark: true }), steps)).toEqual(now)
    expect(parseContents(of(3, { recordings: '/a', preferences: { theme: 'dark' } }), steps)).toEqual(now)
    expect(() => parseContents(of(4, {}), steps)).toThrow('versions up to 3')
  })

  it('of an earlier version is taken whole or not at all, of 2,000 damaged ones', async () => {
    mkdirSync(folder)
    const last = path.join(folder, 'last-session.blockscope')
    let [taken, left] = [0, 0]
    await readDamaged(last, JSON.stringify(session), () => {
      const { session: found, ...rest } = open().contents
      expect({ ...rest, session: null }).toEqual(noContents)
      if (found === null) left++
      else taken++
    })
    expect(readdirSync(folder)).toEqual(['last-session.blockscope'])
    expect(warnings).toEqual([])
    expect(Math.min(taken, left)).toBeGreaterThan(50)
  })

  it('takes over what earlier versions kept, once, and leaves their files as they are', async () => {
    mkdirSync(folder)
    const earlier = {
      'last-session.blockscope': JSON.stringify(session),
      'window-state.json': JSON.stringify({ version: 1, ...full.windows[0].place }),
      'recording-folder.json': '{"version":1,"folder":"/media/disk"}',
    }
    for (const [name, text] of Object.entries(earlier)) writeFileSync(path.join(folder, name), text)
    const taken = {
      ...noContents,
      session,
      recordings: '/media/disk',
      windows: [{ screens: '', place: full.windows[0].place }],
    }
    const file = open()
    expect(file.contents).toEqual(taken)
    await file.update((before) => ({ ...before, recordings: null }))
    expect(open().contents).toEqual({ ...taken, recordings: null })
    await file.reset()
    expect(open().contents).toEqual(noContents)
    for (const [name, text] of Object.entries(earlier)) expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text)
  })

  it.each(['', '{', 'null', '{"version":2}', '{"version":1,"folder":"relative","bounds":{"x":1},"isMaximized":false}'])(
    'takes nothing from earlier files that are damaged: %j',
    (text) => {
      mkdirSync(folder)
      for (const name of ['last-session.blockscope', 'window-state.json', 'recording-folder.json'])
        writeFileSync(path.join(folder, name), text)
      expect(open().contents).toEqual(noContents)
      expect(warnings).toEqual([])
    },
  )

  it('is put back by a reset that keeps the old one under another name, each time', async () => {
    const file = open({ now: () => new Date(0) })
    expect(await file.reset()).toBeNull()
    await file.update(() => full)
    const first = await file.reset()
    expect(first).toBe(path.join(folder, 'settings before-reset 1970-01-01 00.00.00.000.json'))
    expect(parseContents(readFileSync(first!, 'utf8'))).toEqual(full)
    expect(file.contents).toEqual(noContents)
    const second = await file.reset()
    expect(second).toBe(path.join(folder, 'settings before-reset 1970-01-01 00.00.00.000 2.json'))
    expect(open().contents).toEqual(noContents)
  })
})

describe('a home that does not keep anything', () => {
  it.each<[string, string, string]>([
    ['full', 'ENOSPC', 'No space is left on the device.'],
    ['read-only', 'EROFS', 'The file system is read-only.'],
    ['somebody else’s', 'EACCES', 'Permission was denied.'],
    ['over its quota', 'EDQUOT', 'The disk quota is used up.'],
  ])(
    'because it is %s is told once, until it keeps again, and what is asked for is refused with the reason',
    async (_, code, why) => {
      let isBad = true
      const write = async (file: string, text: string): Promise<void> => {
        if (isBad) await answering(code)()
        mkdirSync(folder, { recursive: true })
        writeFileSync(file, text)
      }
      const file = open({ write })
      for (let times = 0; times < 3; times++) await file.keep((before) => ({ ...before, recordings: `/a${times}` }))
      expect(warnings).toEqual([`Settings are not kept: Cannot write ${file.file}: ${why}`])
      expect(file.contents).toEqual(noContents)
      await expect(file.update(() => full)).rejects.toThrow(why)
      isBad = false
      await file.keep((before) => ({ ...before, recordings: '/b' }))
      isBad = true
      await file.keep((before) => ({ ...before, recordings: '/c' }))
      expect(warnings).toHaveLength(2)
      expect(open().contents.recordings).toBe('/b')
    },
  )

  it('because it is missing, or a file, is no failure', async () => {
    writeFileSync(path.join(root, 'home'), 'a file')
    for (const place of [path.join(root, 'home', 'blockscope'), '/dev/null/blockscope']) {
      warnings.length = 0
      const file = open({ folder: place })
      expect(file.contents).toEqual(noContents)
      await file.keep(() => full)
      expect(warnings).toEqual([expect.stringMatching(/^Settings are not kept: Cannot write .*settings\.json: .*\.$/)])
    }
  })

  it('is really read-only for who may not write there', async ({ skip }) => {
    mkdirSync(folder)
    chmodSync(folder, 0o500)
    if (process.getuid?.() === 0) skip('root may write anywhere')
    await open().keep(() => full)
    expect(warnings).toEqual([expect.stringContaining('Permission was denied.')])
  })

  it('because what is there cannot be read is told, and that is never written over', async () => {
    mkdirSync(path.join(folder, 'settings.json'), { recursive: true })
    const file = open()
    expect(file.contents).toEqual(noContents)
    expect(warnings).toEqual([
      expect.stringMatching(/^The settings in .* cannot be read, and are left as they are: It is a folder\.$/),
    ])
    await expect(file.update(() => full)).rejects.toThrow('are left as they are')
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })
})
