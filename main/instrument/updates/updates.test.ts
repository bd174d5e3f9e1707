// Updates and the capture: neither while the other.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Installer } from '#main/update/installers/installer.ts'
import { underWayWords } from '#main/update/open-updater.ts'
import { Lab } from '#main/update/testing/lab.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'
import { markCaptures } from './mark-captures.ts'

let lab: Lab
let instrument: Instrument
let folder: string
/** Ends the installation. */
let installed: () => void
let begun: Promise<void>

beforeEach(async () => {
  lab = new Lab()
  lab.pack('9.0.0')
  await lab.sign()
  folder = mkdtempSync(path.join(os.tmpdir(), 'blockscope-updates-'))
  const ended = new Promise<void>((resolve) => {
    installed = resolve
  })
  let begin = (): void => undefined
  begun = new Promise((resolve) => {
    begin = resolve
  })
  const installer: Installer = {
    kind: 'deb',
    takesPlace: 'now',
    hindrance: () => null,
    keep: () => Promise.resolve(null),
    install: () => {
      begin()
      return ended
    },
  }
  instrument = await createInstrument({
    front: 'headless',
    run: false,
    heapBytes: 256 << 20,
    set: [{ path: 'sampling_frequency', value: '1000000' }],
    recordingsFolder: folder,
    updates: (own) =>
      lab.updater('1.0.0', {
        installer: () => Promise.resolve(installer),
        underWay: () => underWayWords(own(), []),
      }),
  })
})
afterEach(async () => {
  installed()
  await instrument.close()
  await lab.close()
  rmSync(folder, { recursive: true, force: true })
})

it('nothing is installed while it captures or records, and the reason is told; a look is allowed', async () => {
  const { handlers } = instrument
  await handlers.run()
  expect(await handlers.checkUpdate()).toMatchObject({ state: 'new', newest: '9.0.0' })
  await expect(handlers.installUpdate({ version: '9.0.0' })).rejects.toThrow(
    'Nothing is installed now: A capture is under way; stop it first.',
  )
  await handlers.startRecording({ scans: null })
  for (const call of [() => handlers.installUpdate({ version: '9.0.0' }), () => handlers.rollBackUpdate()])
    await expect(call()).rejects.toThrow('Nothing is installed now: A recording is under way; stop it first.')
  expect(existsSync(lab.cache)).toBe(false)
  await handlers.stopRecording()
})

it('no capture begins while an update is being installed', async () => {
  const { handlers } = instrument
  const outcome = Promise.resolve(handlers.installUpdate({ version: '9.0.0' }))
  await begun
  for (const call of [() => handlers.run(), () => handlers.single()])
    await expect(call()).rejects.toMatchObject({
      errno: 'EBUSY',
      message: 'An update is being installed; press Run when that has ended.',
    })
  await expect(handlers.rollBackUpdate()).rejects.toMatchObject({ errno: 'EBUSY' })
  installed()
  expect(await outcome).toMatchObject({ version: '9.0.0' })
  await handlers.run()
  expect(instrument.state().acquisition).toBe('running')
})

it('other processes are told of a capture and a recording, until it has ended', async () => {
  const marks = path.join(folder, 'marks')
  const marking = markCaptures(instrument, marks)
  const marked = (): readonly string[] =>
    existsSync(marks) ? readdirSync(marks).map((name) => readFileSync(path.join(marks, name), 'utf8')) : []
  expect(marked()).toEqual([])
  await instrument.handlers.run()
  await vi.waitFor(() => expect(marked()).toEqual(['capture']), 10_000)
  await instrument.handlers.startRecording({ scans: null })
  await vi.waitFor(() => expect(marked()).toEqual(['recording']), 10_000)
  await instrument.handlers.stopRecording()
  await vi.waitFor(() => expect(marked()).toEqual(['capture']), 10_000)
  marking.dispose()
  expect(marked()).toEqual([])
})

it('a front without updates says where they are', async () => {
  const other = await createInstrument({
    front: 'headless',
    run: false,
    heapBytes: 256 << 20,
    recordingsFolder: folder,
  })
  await expect(async () => other.handlers.checkUpdate()).rejects.toMatchObject({ errno: 'ENOSYS' })
  await other.close()
})
