// Updates of a machine on which dpkg of a root of its own installs: what is refused changes nothing and says why, what is right ends in
// the new version, and there is a way back.
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrnoName } from '#shared/errors.ts'
import { underWayWords } from './open-updater.ts'
import { Lab } from './testing/lab.ts'

const canInstall = existsSync('/usr/bin/dpkg') && process.getuid?.() === 0
if (!canInstall) process.stderr.write('skipped: updates through dpkg: there is no dpkg, or this is not root\n')

describe.runIf(canInstall)('an update', () => {
  let lab: Lab
  beforeEach(async () => {
    lab = new Lab()
    await lab.install(lab.pack('1.0.0'))
    lab.pack('1.1.0')
    await lab.sign()
  })
  afterEach(() => lab.close())

  const newest = (): string => path.join(lab.feed, 'blockscope_1.1.0_amd64.deb')
  const cached = (): readonly string[] => (existsSync(lab.cache) ? readdirSync(lab.cache).toSorted() : [])

  /** The refusal's sentence; the version that was there is there, and nothing else. */
  async function refusal(errno: ErrnoName, updater = lab.updater('1.0.0')): Promise<string> {
    const before = cached()
    const thrown = await updater.install().then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(thrown).toMatchObject({ errno })
    expect(lab.installed()).toBe('1.0.0')
    expect(readFileSync(path.join(lab.root, 'usr/lib/blockscope/version'), 'utf8')).toBe('1.0.0')
    expect(cached()).toEqual(before)
    return (thrown as Error).message
  }

  it('with the signature of another key changes nothing and says why', async () => {
    await lab.sign(generateKeyPairSync('ed25519').privateKey)
    expect(await refusal('EACCES')).toMatch(/^latest-linux\.yml is not signed with the key of this lab/)
  })

  it.each(['', 'AAAA', '!'.repeat(88)])('with the signature %j changes nothing', async (text) => {
    writeFileSync(path.join(lab.feed, 'latest-linux.yml.sig'), text)
    await refusal('EACCES')
  })

  it('whose metadata were changed after they were signed changes nothing', async () => {
    appendFileSync(path.join(lab.feed, 'latest-linux.yml'), '\n')
    await refusal('EACCES')
  })

  it.each(['folder', 'server'])('whose file was cut, from a %s, changes nothing and says why', async (where) => {
    const { size } = statSync(newest())
    truncateSync(newest(), size - 1)
    const from = where === 'folder' ? lab.feed : await lab.serve()
    const updater = lab.updater('1.0.0', { source: { from, key: lab.keyFile } })
    expect(await refusal('EBADMSG', updater)).toBe(
      `blockscope_1.1.0_amd64.deb was cut: ${size - 1} of ${size} bytes came; it was not used.`,
    )
  })

  it('whose file is longer, or another one, changes nothing and says why', async () => {
    const content = readFileSync(newest())
    appendFileSync(newest(), 'x')
    expect(await refusal('EBADMSG')).toContain('is longer than')
    content[content.length - 1]! ^= 1
    writeFileSync(newest(), content)
    expect(await refusal('EBADMSG')).toContain('its SHA-512 is another one')
  })

  it('onto a full disk changes nothing and says why', async () => {
    mkdirSync(lab.cache)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', lab.cache])
    try {
      writeFileSync(path.join(lab.cache, 'ballast'), Buffer.alloc(4096))
      expect(await refusal('ENOSPC')).toMatch(
        /^blockscope_1\.1\.0_amd64\.deb \(.+\) cannot be written to .+: No space is left on the device\.$/,
      )
    } finally {
      execFileSync('umount', [lab.cache])
    }
  })

  it.each([
    [underWayWords('capture', []), /^Nothing is installed now: A capture is under way; stop it first\.$/],
    [underWayWords('recording', []), /A recording is under way; stop it first\.$/],
    [underWayWords(null, [{ pid: 7, what: 'recording' }]), /Another Blockscope on this machine \(process 7\) records/],
  ])('while something is under way changes nothing and says what: %s', async (why, told) => {
    expect(await refusal('EBUSY', lab.updater('1.0.0', { underWay: () => why }))).toMatch(told)
  })

  it('is not installed when a capture began while its file came', async () => {
    let asked = 0
    const underWay = (): string | null => (++asked === 1 ? null : underWayWords('capture', []))
    await refusal('EBUSY', lab.updater('1.0.0', { underWay }))
    expect(asked).toBe(2)
  })

  it('that the package manager refuses leaves the version before, and what it said', async () => {
    writeFileSync(path.join(lab.feed, 'blockscope_1.1.0_amd64.deb'), 'this is no deb')
    await lab.sign()
    expect(await refusal('EIO')).toMatch(/^dpkg ended with 1: .*error/)
  })

  it('from a server ends in the new version, leaves the settings, and goes back', async () => {
    const settings = path.join(lab.root, 'home/last-session.blockscope')
    mkdirSync(path.dirname(settings))
    writeFileSync(settings, 'of last time')
    const from = await lab.serve()
    const source = { from, key: lab.keyFile }
    const first = lab.updater('1.0.0', { source })
    expect(await first.check()).toEqual({
      state: 'new',
      running: '1.0.0',
      newest: '1.1.0',
      bytes: statSync(newest()).size,
      from,
      hindrance: null,
      before: null,
    })
    expect(await first.install('1.1.0')).toEqual({ version: '1.1.0', takesPlace: 'now', note: '' })
    expect(lab.installed()).toBe('1.1.0')
    expect(readFileSync(path.join(lab.root, 'usr/lib/blockscope/version'), 'utf8')).toBe('1.1.0')
    expect(readFileSync(settings, 'utf8')).toBe('of last time')

    const second = lab.updater('1.1.0', { source })
    expect(await second.check()).toMatchObject({ state: 'current', before: '1.0.0' })
    await expect(second.install()).rejects.toMatchObject({ errno: 'ENODATA' })
    expect(await second.rollBack()).toMatchObject({ version: '1.0.0' })
    expect(lab.installed()).toBe('1.0.0')
    await expect(lab.updater('1.0.0', { source }).rollBack()).rejects.toMatchObject({ errno: 'ENOENT' })
    expect(cached()).toEqual(['blockscope_1.0.0_amd64.deb', 'kept.json'])
  })

  it('never goes downwards by itself', async () => {
    await expect(lab.updater('2.0.0').install()).rejects.toMatchObject({
      errno: 'ENODATA',
      message: 'There is nothing newer than 2.0.0: the feed has 1.1.0.',
    })
    expect(await lab.updater('1.1.0-rc.1').check()).toMatchObject({ state: 'new' })
  })

  it('goes back only to what the lab signed, and what is whole', async () => {
    await lab.updater('1.0.0').install()
    const kept = path.join(lab.cache, 'blockscope_1.0.0_amd64.deb')
    const content = readFileSync(kept)
    truncateSync(kept, 10)
    await expect(lab.updater('1.1.0').rollBack()).rejects.toMatchObject({ errno: 'EBADMSG' })
    writeFileSync(kept, content)
    const other = new Lab()
    const source = { from: lab.feed, key: other.keyFile }
    await expect(lab.updater('1.1.0', { source }).rollBack()).rejects.toMatchObject({ errno: 'EACCES' })
    await other.close()
    expect(lab.installed()).toBe('1.1.0')
  })

  it('says where there is no way back, and where nobody may install', async () => {
    const alone = new Lab()
    try {
      alone.pack('1.1.0')
      await alone.sign()
      expect(await alone.updater('1.0.0').install()).toMatchObject({
        note: 'There is no way back to 1.0.0: its package is neither kept nor in the feed.',
      })
    } finally {
      await alone.close()
    }
  })
})

describe('updates that are off, or of a program from no package', () => {
  it('look nowhere and say how they are switched on', async () => {
    const lab = new Lab()
    const off = lab.updater('1.0.0', { source: null })
    expect(await off.check()).toMatchObject({ state: 'off', how: expect.stringMatching(/--update-from FOLDER\|URL/) })
    await expect(off.install()).rejects.toMatchObject({ errno: 'ENOSYS' })
    const loose = lab.updater('1.0.0', { installer: () => Promise.resolve(null) })
    await expect(loose.install()).rejects.toThrow(/was not installed from a deb/)
    await lab.close()
  })
})
