// What a person chooses in the dialog: a signal file is offered to play, a session file is applied.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { levelOf } from '#shared/kinds/triggers.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'

let instrument: Instrument
let folder: string
let chosen = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'blockscope-dialog-'))
  const options = { front: 'electron', run: false, analysis: false, heapBytes: 256 << 20 } as const
  instrument = await createInstrument({ ...options, chooseFile: async () => chosen })
})
afterAll(async () => {
  await instrument.close()
  await rm(folder, { recursive: true })
})

it('applies a session by what stands in it, and offers anything else', async () => {
  const { text } = await instrument.handlers.saveSession()
  chosen = path.join(folder, 'bench.wav')
  await writeFile(chosen, text.replace('"trigger.level": 0', '"trigger.level": 0.5'))
  expect(await instrument.handlers.chooseFile()).toEqual({ name: null })
  expect(levelOf(instrument.state().trigger)).toBe(0.5)
  await writeFile(chosen, text.replace('"trigger.level": 0', '"trigger.level": "high"'))
  await expect(instrument.handlers.chooseFile()).rejects.toThrow(/^trigger\.level takes a number .* not 'high'\.$/)
  expect(levelOf(instrument.state().trigger)).toBe(0.5)
  // As another program saved it again.
  const { format, ...rest } = JSON.parse(text.replace('"trigger.level": 0', '"trigger.level": 0.25')) as {
    format: string
  }
  await writeFile(chosen, `\ufeff${JSON.stringify({ ...rest, format })}`)
  expect(await instrument.handlers.chooseFile()).toEqual({ name: null })
  expect(levelOf(instrument.state().trigger)).toBe(0.25)
  chosen = path.join(folder, 'signal.csv')
  await writeFile(chosen, '1\n2\n')
  expect(await instrument.handlers.chooseFile()).toEqual({ name: 'signal.csv' })
})

it('refuses a session where a signal is asked for, and applies nothing', async () => {
  const { text } = await instrument.handlers.saveSession()
  const before = levelOf(instrument.state().trigger)
  chosen = path.join(folder, 'bench.blockscope')
  await writeFile(chosen, text.replace(`"trigger.level": ${before}`, '"trigger.level": 0.375'))
  await expect(instrument.handlers.chooseFile({ signal: true })).rejects.toMatchObject({
    errno: 'EINVAL',
    message: 'bench.blockscope is a session, and no signal; Ctrl + O applies it.',
  })
  expect(levelOf(instrument.state().trigger)).toBe(before)
  // As what it is, it is applied.
  expect(await instrument.handlers.chooseFile({})).toEqual({ name: null })
  expect(levelOf(instrument.state().trigger)).toBe(0.375)
  chosen = path.join(folder, 'signal2.csv')
  await writeFile(chosen, '1\n2\n')
  expect(await instrument.handlers.chooseFile({ signal: true })).toEqual({ name: 'signal2.csv' })
})
