import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createInstrument, type Instrument } from '#main/instrument/index.ts'
import { realClock } from '#main/runtime/clock.ts'
import { KeptSession } from './kept-session.ts'

let folder: string
let instrument: Instrument
const warnings: string[] = []
const kept = () => new KeptSession(path.join(folder, 'app'), (line) => warnings.push(line))
const open = () =>
  createInstrument({
    front: 'headless',
    run: false,
    analysis: false,
    heapBytes: 256 << 20,
    begin: async () => undefined,
  })
const session = async (): Promise<string> => (await instrument.handlers.saveSession()).text

beforeEach(async () => {
  warnings.length = 0
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-kept-'))
  instrument = await open()
})
afterEach(async () => {
  await instrument.close()
  await rm(folder, { recursive: true })
})

describe('the settings of last time', () => {
  it('are those of the next start', async () => {
    expect(await kept().restore(instrument)).toBeNull()
    await instrument.handlers.applySettings({
      changes: [
        { path: 'device/gigascope/sampling_frequency', value: '1000000' },
        { path: 'buffer.blockBytes', value: 4096 },
        { path: 'trigger.level', value: 0.25 },
        { path: 'channels.voltage1.voltsPerDiv', value: 0.2 },
      ],
    })
    const before = await session()
    await kept().keep(instrument)
    await instrument.close()
    instrument = await open()
    expect(await session()).not.toBe(before)
    expect(await kept().restore(instrument)).toBeNull()
    expect(await session()).toBe(before)
    expect(warnings).toEqual([])
  })

  it('are written a moment after a change, for a program that is killed', async () => {
    const following = kept().follow(instrument, realClock)
    await instrument.handlers.setTrigger({ level: 0.125 })
    const file = path.join(folder, 'app', 'last-session.blockscope')
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toContain('"trigger.level": 0.125'), 20_000)
    following.dispose()
  }, 30_000)

  it.each([
    '{',
    '{"format":"blockscope session","version":99}',
    '{"format":"blockscope session","version":1,"settings":{"trigger.level":0.5,"trigger.depth":3}}',
  ])('that cannot be applied are explained and put aside, and nothing changes: %s', async (text) => {
    await kept().keep(instrument)
    await writeFile(path.join(folder, 'app', 'last-session.blockscope'), text)
    const before = await session()
    expect(await kept().restore(instrument)).toMatch(
      /^The settings of last time could not be restored: .*\. They are in /,
    )
    expect(await session()).toBe(before)
    expect(await readdir(path.join(folder, 'app'))).toEqual(['refused-session.blockscope'])
    expect(await readFile(path.join(folder, 'app', 'refused-session.blockscope'), 'utf8')).toBe(text)
  })

  it('cost nothing where they cannot be written', async () => {
    await writeFile(path.join(folder, 'app'), 'a file')
    await kept().keep(instrument)
    expect(warnings).toHaveLength(1)
  })
})
