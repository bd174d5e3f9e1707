import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Death, Deaths } from './deaths.ts'
import { Diary } from './diary.ts'
import { dumpsIn, pruneDumps } from './dumps.ts'
import { ownFolder } from './own-folder.ts'
import { markRun } from './run-mark.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-diary-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const diary = (over: { readonly folder?: string | null } = {}): Diary =>
  new Diary({ folder, front: 'browser', version: '1', ...over })
const marks = (): string[] => readdirSync(folder).filter((name) => name.startsWith('running-'))

/** A program that runs until it is killed; resolves when it is gone. */
function other(): { readonly pid: number; kill(): Promise<unknown> } {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  return {
    pid: child.pid!,
    kill() {
      child.kill('SIGKILL')
      return gone
    },
  }
}

describe('a run', () => {
  it('that was killed is a death of main, found and told once by the next start', async () => {
    const program = other()
    await markRun(folder, 'electron', '0.9', { pid: program.pid, startedUnixMs: Date.now() })
    const early = diary()
    await early.begin()
    // It runs yet.
    expect((await early.facts()).deaths).toEqual([])
    await early.close()
    await program.kill()
    const next = diary()
    await next.begin()
    expect((await next.facts()).deaths).toMatchObject([
      { what: 'main', how: expect.stringMatching(/^electron, version 0\.9, begun .* did not come to its end$/) },
    ])
    await next.close()
    const last = diary()
    await last.begin()
    expect((await last.facts()).deaths).toHaveLength(1)
    await last.close()
  })

  it('whose number another program has now is dead, too', async () => {
    await markRun(folder, 'electron', '0.9', { pid: process.pid, startedUnixMs: 1000 })
    const next = diary()
    await next.begin()
    expect((await next.facts()).deaths).toMatchObject([{ what: 'main' }])
    await next.close()
  })

  it('that ends in order takes its mark away', async () => {
    const one = diary()
    await one.begin()
    expect(marks()).toHaveLength(1)
    await one.close()
    expect(marks()).toEqual([])
    expect((await one.facts()).lines.at(-1)).toMatch(/ info ended$/)
  })

  it('goes on where nothing can be written', async () => {
    writeFileSync(path.join(folder, 'file'), '')
    for (const nowhere of [path.join(folder, 'file', 'x'), null]) {
      const one = diary({ folder: nowhere })
      await one.begin()
      one.deaths.note('page', 'killed')
      expect(await one.facts()).toMatchObject({ deaths: [{ what: 'page', how: 'killed' }] })
      expect((await one.facts()).lines.at(-1)).toMatch(/ error died: page: killed$/)
      await one.close()
    }
  })
})

async function knownIn(where: string): Promise<readonly Death[]> {
  const deaths = new Deaths(where)
  await deaths.read()
  return deaths.known
}

describe('deaths', () => {
  it('outlive the program, and are no more than fifty', async () => {
    const deaths = new Deaths(folder, () => 5)
    for (let k = 0; k < 60; k++) deaths.note('graphics', `crashed ${k}`)
    await deaths.settle()
    const again = await knownIn(folder)
    expect(again).toHaveLength(50)
    expect(again.at(-1)).toEqual({ what: 'graphics', how: 'crashed 59', atUnixMs: 5 })
  })

  it('of two programs are all there', async () => {
    const [one, two] = [new Deaths(folder), new Deaths(folder)]
    one.note('page', 'a')
    await one.settle()
    two.note('thread', 'b')
    await two.settle()
    expect(two.known.map(({ how }) => how)).toEqual(['a', 'b'])
  })

  it.each(['', '{', '{"version":2,"deaths":[]}', '{"version":1,"deaths":[{"what":"cat"}]}'])(
    'of a damaged list %j are none, and the next is noted',
    async (text) => {
      writeFileSync(path.join(folder, 'deaths.json'), text)
      const deaths = new Deaths(folder)
      await deaths.read()
      expect(deaths.known).toEqual([])
      deaths.note('page', 'x')
      await deaths.settle()
      expect(await knownIn(folder)).toHaveLength(1)
    },
  )
})

it('crash dumps are kept, but the newest alone', async () => {
  mkdirSync(path.join(folder, 'pending'))
  for (let k = 0; k < 12; k++) {
    const file = path.join(folder, 'pending', `${k}.dmp`)
    writeFileSync(file, 'x')
    writeFileSync(file.replace('.dmp', '.meta'), 'x')
    utimesSync(file, 1000 + k, 1000 + k)
  }
  await pruneDumps(folder, 3)
  expect((await dumpsIn(folder)).map(({ file }) => path.basename(file))).toEqual(['11.dmp', '10.dmp', '9.dmp'])
  expect(readdirSync(path.join(folder, 'pending'))).toHaveLength(6)
  expect(await dumpsIn(path.join(folder, 'nowhere'))).toEqual([])
})

it('the folder is the one that Electron chooses', () => {
  expect(ownFolder('linux', { XDG_CONFIG_HOME: '/c' }, '/h')).toBe('/c/blockscope')
  expect(ownFolder('linux', { XDG_CONFIG_HOME: 'relative' }, '/h')).toBe('/h/.config/blockscope')
  expect(ownFolder('darwin', {}, '/h')).toBe('/h/Library/Application Support/blockscope')
})
