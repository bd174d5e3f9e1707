// What a viewer can name, tried as an attacker would.
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErrnoError, errnoOf } from '#shared/errors.ts'
import { isFileSource, parseFileSource } from '#shared/files/source-text.ts'
import { inWords } from '#shared/sentence.ts'
import { OfferedFiles, refusalSentence, streamSentence } from './offered-files.ts'

let root: string
let offered: OfferedFiles
let secret: string

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-offered-'))
  for (const folder of ['first/day', 'second', 'outside']) mkdirSync(path.join(root, folder), { recursive: true })
  secret = path.join(root, 'outside', 'secret.csv')
  for (const file of ['first/a.csv', 'first/day/b.csv', 'first/.hidden.csv', 'second/a.csv', 'second/c.csv'])
    writeFileSync(path.join(root, file), file)
  writeFileSync(secret, 'secret')
  symlinkSync(secret, path.join(root, 'first', 'link.csv'))
  symlinkSync(path.join(root, 'outside'), path.join(root, 'first', 'way'))
  symlinkSync(path.join(root, 'first', 'a.csv'), path.join(root, 'first', 'inside.csv'))
  symlinkSync('/nowhere/at/all', path.join(root, 'first', 'broken.csv'))
  offered = new OfferedFiles({
    folders: [path.join(root, 'first'), path.join(root, 'second')],
    inbox: { parent: root },
  })
})
afterEach(async () => {
  await offered.close()
  rmSync(root, { recursive: true })
})

/** The file a viewer gets by writing `text`, or what it is refused with. */
async function reached(text: string): Promise<string> {
  try {
    return (await offered.locate(parseFileSource(offered.admit(text)).path)).path
  } catch (thrown) {
    return `${errnoOf(thrown)} ${(thrown as ErrnoError).message}`
  }
}

const refused = `EACCES ${inWords(refusalSentence)}`

async function* bytes(text: string) {
  yield Buffer.from(text)
}

describe('a viewer', () => {
  it('reaches the files of the folders that are offered, the first folder first', async () => {
    expect(await reached('file:a.csv')).toBe(path.join(root, 'first', 'a.csv'))
    expect(await reached('file:day/b.csv')).toBe(path.join(root, 'first', 'day', 'b.csv'))
    expect(await reached('file:c.csv')).toBe(path.join(root, 'second', 'c.csv'))
    expect(await reached('file:inside.csv')).toBe(path.join(root, 'first', 'a.csv'))
    expect(await reached(`file:${root}/second/c.csv`)).toBe(path.join(root, 'second', 'c.csv'))
    expect(await reached(`file:'${root}/first/day/b.csv'`)).toBe(path.join(root, 'first', 'day', 'b.csv'))
    expect(await reached(`file://${root}/first/a.csv`)).toBe(path.join(root, 'first', 'a.csv'))
  })

  it('keeps the options of a source, and writes the name instead of the path', () => {
    expect(offered.admit(`file:${root}/first/a.csv?column=2&unit=mV`)).toBe('file:a.csv?column=2&unit=mV')
    expect(offered.admit('sine')).toBe('sine')
    expect(offered.admit('1000000')).toBe('1000000')
  })

  it.each([
    ['a file outside', () => `file:${secret}`],
    ['a file that is not there', () => 'file:/nowhere/at/all.csv'],
    ['a name that is not there', () => 'file:nowhere.csv'],
    ['a folder', () => 'file:day'],
    ['a folder outside', () => 'file:/etc'],
    ['a way up', () => 'file:../outside/secret.csv'],
    ['a way up within', () => 'file:day/../../outside/secret.csv'],
    ['a way up in a path', () => `file:${root}/first/../outside/secret.csv`],
    ['a way up in a URL', () => `file://${root}/first/%2e%2e/outside/secret.csv`],
    ['a slash in a URL', () => `file://${root}/first/..%2foutside%2fsecret.csv`],
    ['a link out', () => 'file:link.csv'],
    ['a linked folder', () => 'file:way/secret.csv'],
    ['a link to nothing', () => 'file:broken.csv'],
    ['a hidden file', () => 'file:.hidden.csv'],
    ['home', () => 'file:~/x.csv'],
    ['another home', () => 'file:~root/x.csv'],
    ['a descriptor', () => 'file:/proc/self/fd/0'],
    ['a descriptor by thread', () => 'file:/proc/thread-self/fd/0'],
    ['a device', () => 'file:/dev/zero'],
    ['a sign like a slash', () => 'file:..\u2215outside\u2215secret.csv'],
    ['an invisible sign', () => 'file:a\u200b.csv'],
    ['another direction', () => 'file:\u202evsc.a'],
    ['a folder with a similar name', () => `file:${root}/first-not/a.csv`],
    ['the folder itself', () => `file:${root}/first`],
    ['the folder above', () => `file:${root}`],
    ['quotes', () => `file:'${secret}'`],
    ['a shell', () => `file:"${secret}"`],
    ['blanks before', () => `  file:  ${secret}`],
    ['a scheme twice', () => `file:file://${secret}`],
    ['a drive', () => 'file:C:\\secret.csv'],
    ['another machine\u2019s share', () => 'file:\\\\server\\share\\x.csv'],
  ])('is refused %s, with the one sentence', async (_, text) => {
    expect(await reached(text())).toBe(refused)
  })

  it('is refused case tricks: names are what they are', async () => {
    // Another scheme is no file source, for the driver neither.
    expect(isFileSource('FILE:/etc/passwd')).toBe(false)
    expect(await reached('file:A.CSV')).toMatch(/^(EACCES|.*first.a\.csv$)/)
  })

  it('never reaches a file outside, whatever it writes', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', 'first', 'outside', 'secret.csv', 'link.csv', 'way', '~', 'file:', '%2e%2e', '\\'),
      fc.string({ maxLength: 5 }),
    )
    const written = fc
      .tuple(fc.constantFrom('', root, `${root}/first`, '//', '~', `file://${root}`), fc.array(part, { maxLength: 6 }))
      .map(([begin, parts]) => `file:${[begin, ...parts].join('/')}`)
    const inside = [path.join(root, 'first') + path.sep, path.join(root, 'second') + path.sep]
    await fc.assert(
      fc.asyncProperty(written, async (text) => {
        const found = await reached(text)
        if (found.startsWith('EINVAL ')) return
        if (found !== refused)
          expect(
            inside.some((folder) => found.startsWith(folder)),
            `${text}: ${found}`,
          ).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('is not offered what takes the place of a file between being found and being opened', async () => {
    const { path: at, identity } = await offered.locate('a.csv')
    renameSync(secret, at)
    const now = await offered.locate('a.csv')
    expect(now.identity).not.toEqual(identity)
  })

  it('may play again what the command line named, with other options, and nothing beside it', async () => {
    expect(offered.named(`file:${secret}?column=1`)).toBe(`file:${secret}?column=1`)
    // Not before it was taken.
    expect(offered.brought).toEqual([])
    offered.offer(`file:${secret}?column=1`)
    offered.offer('square')
    expect(offered.brought).toEqual([secret])
    expect(await reached(`file:${secret}?column=2`)).toBe(secret)
    writeFileSync(path.join(root, 'outside', 'beside.csv'), '')
    expect(await reached(`file:${root}/outside/beside.csv`)).toBe(refused)
    // Relative paths of the command line are meant from where it was typed, not from what is offered.
    expect(offered.named('file:a.csv')).toBe(`file:${path.resolve('a.csv')}`)
    expect(offered.named('file:~/a.csv')).toBe(`file:${path.join(os.homedir(), 'a.csv')}`)
    expect(offered.named('square')).toBe('square')
  })

  it('plays what it sent or what was chosen in a dialog, by name', async () => {
    expect(await offered.take(bytes('1'), 'C:\\fakepath\\mine.csv', 1)).toBe('mine.csv')
    expect(await reached('file:mine.csv')).toMatch(/blockscope-files-\d+-\w+.1\.csv$/)
    expect(await offered.choose(secret)).toBe('secret.csv')
    expect(await reached('file:secret.csv')).toBe(secret)
    await expect(offered.choose('/nowhere/at/all')).rejects.toMatchObject({ errno: 'ENOENT' })
    expect(offered.brought).toEqual(['mine.csv', 'secret.csv'])
  })

  it('gets another name for what is called as something else is, and the same one for what it sends again', async () => {
    expect(await offered.take(bytes('1'), 'a.csv', null)).toBe('a (2).csv')
    const before = await reached('file:a (2).csv')
    expect(await offered.take(bytes('2'), 'a.csv', null)).toBe('a (2).csv')
    expect(await reached('file:a (2).csv')).not.toBe(before)
    expect(await reached('file:a.csv')).toBe(path.join(root, 'first', 'a.csv'))
  })

  it('sees a list of all that, and of nothing else', async () => {
    await offered.choose(secret)
    await offered.take(bytes('123'), 'mine.raw', null)
    const list = await offered.list()
    expect(list.map(({ name, from }) => [name, from])).toEqual([
      ['mine.raw', 'upload'],
      ['secret.csv', 'dialog'],
      ['a.csv', 'folder'],
      ['day/b.csv', 'folder'],
      ['inside.csv', 'folder'],
      ['c.csv', 'folder'],
    ])
    expect(list[0]).toMatchObject({ bytes: 3, modifiedUnixMs: expect.any(Number) })
    for (const { name } of list) expect(await reached(`file:${name}`)).not.toBe(refused)
  })

  it('has no list of a folder that is not there', async () => {
    expect(await new OfferedFiles({ folders: [path.join(root, 'no')] }).list()).toEqual([])
  })

  it('chooses a stream that the command line named, and no other: it reaches other programs', () => {
    const choose = (source: string): string => {
      try {
        return offered.admit(source)
      } catch (thrown) {
        return (thrown as Error).message
      }
    }
    const named = offered.named('tcp:listen:5000?type=i16')
    expect(choose(named)).toBe(inWords(streamSentence))
    offered.offer(named)
    expect(choose('tcp:listen:5000?type=s16')).toBe('tcp:listen:5000?type=s16')
    for (const other of ['tcp:listen:5001', 'tcp:localhost:22', 'pipe:-', 'pipe:/etc/passwd'])
      expect(choose(other)).toBe(inWords(streamSentence))
    expect(offered.named('pipe:in.fifo')).toBe(`pipe:${path.resolve('in.fifo')}`)
    expect(offered.lasting(named)).toBeNull()
  })

  it('replays the files that it may play, and no others', () => {
    expect(offered.admit('replay:a.csv?channel=1')).toBe('replay:a.csv?channel=1')
    expect(() => offered.admit(`replay:${secret}`)).toThrow(inWords(refusalSentence))
    const named = offered.named(`replay:${secret}`)
    offered.offer(named)
    expect(offered.admit(named)).toBe(named)
    expect(offered.lasting(named)).toBe(named)
  })
})
