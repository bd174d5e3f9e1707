// Session files on a real instrument: each is applied whole, or refused with one sentence and nothing has changed.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseSession } from '#shared/session/session.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { applySession, applySessionFile, sessionToKeep } from './session.ts'
import { writeSessionFile } from './session-file.ts'

let instrument: Instrument
let folder: string
let first: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-session-'))
  const options = { front: 'headless', run: false, analysis: false, heapBytes: 256 << 20 } as const
  instrument = await createInstrument({ ...options, offeredFolders: [folder] })
  first = (await instrument.handlers.saveSession()).text
})
afterAll(async () => {
  await instrument.close()
  await rm(folder, { recursive: true })
})

const session = async (): Promise<string> => (await instrument.handlers.saveSession()).text

interface File {
  format: unknown
  version: unknown
  settings: Record<string, unknown>
}

/** A session file with something wrong, or only different, in it. */
function mutated(text: string): fc.Arbitrary<string> {
  const paths = Object.keys((JSON.parse(text) as File).settings)
  const change = (edit: (file: File) => void): string => {
    const file = JSON.parse(text) as File
    edit(file)
    return JSON.stringify(file)
  }
  const value = fc.oneof(
    fc.constantFrom('auto', '1', '0', 1, 0, 0.25, true, false, 'normal', 'square', '1000', 'voltage1', 1e-3, 4096, -1),
    fc.jsonValue(),
  )
  const setting = fc
    .array(fc.tuple(fc.constantFrom(...paths), value), { minLength: 1, maxLength: 4 })
    .map((changes) => change(({ settings }) => void Object.assign(settings, Object.fromEntries(changes))))
  const cut = fc.nat(text.length).map((at) => text.slice(0, at))
  const garbled = fc
    .tuple(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 3 }))
    .map(([at, sign]) => text.slice(0, at) + sign + text.slice(at + sign.length))
  const head = fc
    .tuple(fc.constantFrom('format', 'version', 'settings', 'more'), fc.jsonValue())
    .map(([key, one]) => change((file) => void Object.assign(file, { [key]: one })))
  const foreign = fc
    .tuple(fc.string({ minLength: 1 }), value)
    .map(([name, one]) => change(({ settings }) => void Object.assign(settings, { [name]: one })))
  const fewer = fc.subarray(paths).map((gone) =>
    change((file) => {
      file.settings = Object.fromEntries(Object.entries(file.settings).filter(([name]) => !gone.includes(name)))
    }),
  )
  return fc.oneof({ weight: 4, arbitrary: setting }, cut, garbled, head, foreign, fewer)
}

describe('a session', () => {
  it('of 2,000 mutated files each is a valid state or one sentence, never half of it', async () => {
    const taken = { good: 0, refused: 0 }
    for (const text of fc.sample(mutated(first), { numRuns: 2000, seed: 5 })) {
      const before = await session()
      try {
        await applySession(instrument, text)
        taken.good++
        // What it names is in force, as far as a device does not write it in its own words.
        const now = new Map(parseSession(await session()).map(({ path: name, value }) => [name, value]))
        for (const { path: name, value } of parseSession(text))
          if (!name.startsWith('device/')) expect(now.get(name), name).toBe(value)
      } catch (thrown) {
        taken.refused++
        expect(thrown).toMatchObject({ errno: expect.stringMatching(/^E/) })
        expect((thrown as Error).message).not.toContain('\n')
        expect(await session()).toBe(before)
      }
    }
    expect(taken.good).toBeGreaterThan(200)
    expect(taken.refused).toBeGreaterThan(600)
    await applySession(instrument, first)
    expect(await session()).toBe(first)
  }, 300_000)

  it('is one step of undo', async () => {
    const other = first.replace('"trigger.slope": "rising"', '"trigger.slope": "falling"')
    expect(other).not.toBe(first)
    await instrument.handlers.loadSession({ text: other })
    expect(await session()).toBe(other)
    expect(instrument.state().undoes).toEqual([{ path: 'trigger.slope', from: 'rising', to: 'falling' }])
    await instrument.handlers.undo()
    expect(await session()).toBe(first)
  })

  it('of a viewer names no files but those that are offered', async () => {
    const names = first.replace(
      '"device/gigascope/voltage0/source": "sine"',
      '"device/gigascope/voltage0/source": "file:/etc/hostname"',
    )
    expect(names).not.toBe(first)
    await expect(instrument.handlers.loadSession({ text: names })).rejects.toMatchObject({ errno: 'EACCES' })
    expect(await session()).toBe(first)
  })

  it('that is refused offers none of the files it names; one that is taken does', async () => {
    const { files } = instrument.parts
    const file = path.join(folder, 'named.csv')
    await writeFile(file, '0\n1\n0\n-1\n')
    const source = '"device/gigascope/voltage0/source": "sine"'
    const names = first.replace(source, source.replace('sine', `file:${file}`))
    const before = files.brought
    for (const broken of [
      names.replace('"trigger.slope": "rising"', '"trigger.slope": "sideways"'),
      names.replace('"trigger.slope"', '"trigger.shape"'),
      names.replace('device/gigascope/voltage1/source": "', 'device/gigascope/voltage1/source": "nothing'),
    ])
      await expect(applySession(instrument, broken)).rejects.toMatchObject({ errno: expect.stringMatching(/^E/) })
    expect(files.brought).toEqual(before)
    await applySession(instrument, names)
    expect(files.brought).toEqual([...before, file])
    await applySession(instrument, first)
  })

  it('that is kept names files that will be there, and leaves out those that were sent', async () => {
    await writeFile(path.join(folder, 'tone.csv'), '0\n1\n0\n-1\n')
    const sent = await instrument.parts.files.take(
      (async function* () {
        yield new TextEncoder().encode('1\n2\n1\n2\n')
      })(),
      'sent.csv',
      null,
    )
    const device = instrument.state().device
    await instrument.handlers.writeAttribute({ device, path: 'voltage0/source', value: 'file:tone.csv' })
    await instrument.handlers.writeAttribute({ device, path: 'voltage1/source', value: `file:${sent}` })
    const kept = new Map(parseSession(await sessionToKeep(instrument)).map(({ path: name, value }) => [name, value]))
    expect(kept.get('device/gigascope/voltage0/source')).toMatch(/^file:tone\.csv/)
    expect(kept.has('device/gigascope/voltage1/source')).toBe(false)
    await applySession(instrument, first)
  })
})

describe('a session file', () => {
  const at = (name: string): string => path.join(folder, name)

  it('is written whole and read again', async () => {
    await writeSessionFile(at('deep/kept.blockscope'), first)
    await writeSessionFile(at('deep/kept.blockscope'), `${first} `)
    expect(await readFile(at('deep/kept.blockscope'), 'utf8')).toBe(`${first} `)
    expect(await readdir(at('deep'))).toEqual(['kept.blockscope'])
    await applySessionFile(instrument, at('deep/kept.blockscope'))
    expect(await session()).toBe(first)
  })

  it('that cannot be read is refused with the reason', async () => {
    const reason = (file: string): Promise<string> =>
      applySessionFile(instrument, file).then(
        () => 'taken',
        (thrown: Error) => thrown.message,
      )
    expect(await reason(at('none'))).toBe(`The session file ${at('none')} cannot be read: There is no such file.`)
    expect(await reason(folder)).toBe(`The session file ${folder} cannot be read: It is a folder.`)
    expect(await reason('/dev/zero')).toBe('The session file /dev/zero cannot be read: It is no file.')
    await writeFile(at('long'), Buffer.alloc(2 << 20, ' '))
    expect(await reason(at('long'))).toBe(`The session file ${at('long')} cannot be read: It is far too long for one.`)
  })

  it('that cannot be written leaves the old one, and nothing beside it', async () => {
    await writeFile(at('file'), 'x')
    await expect(writeSessionFile(at('file/kept'), first)).rejects.toThrow()
    expect(await readFile(at('file'), 'utf8')).toBe('x')
  })
})
