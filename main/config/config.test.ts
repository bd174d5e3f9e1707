import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { assign, createInstrument, type Instrument, rehearse } from '#main/instrument/index.ts'
import { ScpiClient } from '#main/instrument/scpi/testing/scpi-client.ts'
import { realClock } from '#main/runtime/clock.ts'
import { type Begin, type Config, openConfig, recordingFolderNote, windowPlaces } from './index.ts'
import { beginOf } from './open-config.ts'

let root: string
let instrument: Instrument
const warnings: string[] = []
const notes: string[] = []
const system = () => path.join(root, 'system.json')
const open = (wishes: { profile?: string; factoryReset?: boolean } = {}): Promise<Config> =>
  openConfig(
    { config: path.join(root, 'blockscope'), profile: null, factoryReset: false, ...wishes },
    { warn: (line) => warnings.push(line), note: (line) => notes.push(line) },
  )
const make = (kept: Config | null = null) =>
  createInstrument({ front: 'headless', run: false, analysis: false, heapBytes: 256 << 20, kept })
const begin = async (then: Begin = null): Promise<Config> => {
  const config = await open()
  instrument = await make(config)
  await config.begin(instrument, then, (line) => warnings.push(line))
  return config
}
const administer = (parts: object): void =>
  writeFileSync(system(), JSON.stringify({ format: 'blockscope settings', version: 1, ...parts }))
const read = async (key: string) => (await instrument.settings.read()).get(key)
const all = async () => Object.fromEntries(await instrument.settings.read())

beforeEach(() => {
  warnings.length = 0
  notes.length = 0
  root = mkdtempSync(path.join(os.tmpdir(), 'blockscope-config-'))
  vi.stubEnv('BLOCKSCOPE_SYSTEM_SETTINGS', system())
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await instrument?.close()
  rmSync(root, { recursive: true, force: true })
})

describe('the settings of last time', () => {
  it('are those of the next start', async () => {
    const config = await begin('last')
    await instrument.handlers.applySettings({
      changes: [
        { path: 'device/gigascope/sampling_frequency', value: '1000000' },
        { path: 'buffer.blockBytes', value: 4096 },
        { path: 'trigger.level', value: 0.25 },
        { path: 'channels.voltage1.voltsPerDiv', value: 0.2 },
      ],
    })
    const before = await all()
    await config.keepSession(instrument)
    await instrument.close()
    await begin('last')
    expect(await all()).toEqual(before)
    expect(warnings).toEqual([])
  })

  it('are written a moment after a change, for a program that is killed', async () => {
    const config = await begin('last')
    const following = config.follow(instrument, realClock)
    await instrument.handlers.setTrigger({ level: 0.125 })
    const file = path.join(root, 'blockscope', 'settings.json')
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('"trigger.level": 0.125'), 20_000)
    following.dispose()
  }, 30_000)

  it.each([
    { format: 'blockscope session', version: 99 },
    { format: 'blockscope session', version: 1, settings: { 'trigger.level': 0.5, 'trigger.depth': 3 } },
  ])('that cannot be applied are explained and kept as a profile, and nothing changes: %j', async (session) => {
    await (await open()).keep((before) => ({ ...before, session }))
    const config = await begin('last')
    expect(warnings).toEqual([
      expect.stringMatching(
        /^The settings of last time could not be restored: .*\. They are kept as the profile 'refused settings of last time'\.$/,
      ),
    ])
    expect(await read('trigger.level')).toBe(0)
    expect(JSON.parse(config.readProfile('refused settings of last time'))).toEqual(session)
  })
})

describe('a profile', () => {
  it('is saved, chosen, undone, replaced when that is said, and deleted', async () => {
    const config = await begin()
    const { handlers } = instrument
    await handlers.setTrigger({ level: 0.25 })
    await handlers.saveProfile({ name: ' bench 3 ' })
    expect(instrument.state()).toMatchObject({ profiles: ['bench 3'], profile: 'bench 3' })
    await handlers.setTrigger({ level: 0.5 })
    await expect(handlers.saveProfile({ name: 'bench 3' })).rejects.toMatchObject({ errno: 'EEXIST' })
    await handlers.chooseProfile({ name: 'bench 3' })
    expect(await read('trigger.level')).toBe(0.25)
    await handlers.undo()
    expect(await read('trigger.level')).toBe(0.5)
    await handlers.saveProfile({ name: 'bench 3', replace: true })
    expect(config.readProfile('bench 3')).toContain('"trigger.level":0.5')
    await expect(handlers.chooseProfile({ name: 'bench' })).rejects.toThrow(
      /There is no profile 'bench'; .* has 'bench 3'\./,
    )
    await handlers.deleteProfile({ name: 'bench 3' })
    expect(instrument.state()).toMatchObject({ profiles: [], profile: null })
    await expect(handlers.deleteProfile({ name: 'bench 3' })).rejects.toMatchObject({ errno: 'ENOENT' })
  })

  it.each([' ', 'a\nb', '\u202e', 'x\u0000'])('has no name that cannot be seen: %j', async (name) => {
    await begin()
    await expect(instrument.handlers.saveProfile({ name })).rejects.toMatchObject({ errno: 'EINVAL' })
    expect(instrument.state().profiles).toEqual([])
  })

  it.each(['__proto__', 'constructor', 'ünïcode µ', '../etc'])('may be called %j', async (name) => {
    await begin()
    await instrument.handlers.saveProfile({ name })
    expect((await open()).profiles).toEqual([name])
  })

  it('is begun with when the command line names it; a wrong name is a sentence', async () => {
    await begin()
    await instrument.handlers.setTrigger({ level: 0.25 })
    await instrument.handlers.saveProfile({ name: 'bench 3' })
    await instrument.close()
    await expect(open({ profile: 'bench 4' })).rejects.toMatchObject({
      errno: 'ENOENT',
      message: expect.stringMatching(/^There is no profile 'bench 4'; .* has 'bench 3'\.$/),
    })
    await begin(beginOf({ profile: 'bench 3' }))
    expect(await read('trigger.level')).toBe(0.25)
  })

  it('is refused without anywhere to keep it', async () => {
    instrument = await make()
    const asks: readonly (() => unknown)[] = [
      () => instrument.handlers.saveProfile({ name: 'a' }),
      () => instrument.handlers.factoryReset(),
      () => instrument.handlers.setPreferences({ theme: 'light' }),
    ]
    for (const ask of asks)
      await expect(Promise.resolve().then(ask)).rejects.toMatchObject({ errno: 'ENOSYS' })
  })
})

describe('the settings of the machine', () => {
  it('are those to begin with, below those of the person', async () => {
    administer({ settings: { 'trigger.level': 0.5, 'timebase.secondsPerDiv': 1e-3 }, preferences: { theme: 'light' } })
    const config = await begin('last')
    expect(await all()).toMatchObject({ 'trigger.level': 0.5, 'timebase.secondsPerDiv': 1e-3 })
    expect(instrument.state()).toMatchObject({ preferences: { theme: 'light' }, locked: [], lockedBy: null })
    await instrument.handlers.setTrigger({ level: 0.25 })
    await instrument.handlers.setPreferences({ theme: 'dark' })
    await config.keepSession(instrument)
    await instrument.close()
    await begin('last')
    expect(await read('trigger.level')).toBe(0.25)
    expect(instrument.state().preferences.theme).toBe('dark')
    expect(warnings).toEqual([])
  })

  it.each<[string, string]>([
    ['{', 'It is no JSON.'],
    ['{"format":"blockscope settings","version":2}', 'a newer Blockscope wrote it.'],
    ['{"format":"blockscope settings","version":1,"locked":"all"}', 'locked cannot be what it is'],
  ])('that cannot be read count for nothing, which is said: %s', async (text, why) => {
    writeFileSync(system(), text)
    await begin()
    expect(warnings).toEqual([
      expect.stringContaining(`The settings of this machine in ${system()} count for nothing: `),
    ])
    expect(warnings[0]).toContain(why)
  })

  it('that are refused are said, and change nothing; a lock of no setting is said', async () => {
    administer({ settings: { 'trigger.level': 0.5, 'trigger.depth': 3 }, locked: ['trigger.levle'] })
    await begin()
    expect(warnings).toEqual([
      expect.stringContaining(`The settings of this machine in ${system()} are not applied: `),
      `${system()} locks 'trigger.levle', which is no setting.`,
    ])
    expect(await read('trigger.level')).toBe(0)
  })
})

describe('a locked key', () => {
  const locked = [
    'trigger.level',
    'trigger.mode',
    'buffer.blockBytes',
    'timebase.secondsPerDiv',
    'device/gigascope/voltage0/source_amplitude',
    'preferences.theme',
  ]
  const settings = { 'trigger.level': 0.5, 'device/gigascope/voltage0/source_amplitude': '0.3' }
  const refusal = /'[\w./]+' is locked by .*system\.json/

  it('refuses every way in which it could be changed, and nothing changes', async () => {
    administer({ settings, locked })
    const config = await begin()
    const { handlers } = instrument
    expect(instrument.state()).toMatchObject({ locked, lockedBy: system() })
    const before = await all()
    const session = (changes: object) =>
      JSON.stringify({ format: 'blockscope session', version: 1, settings: { 'trigger.slope': 'falling', ...changes } })
    const file = path.join(root, 'x.blockscope')
    writeFileSync(file, session({ 'trigger.level': 0.1 }))
    const nothing = {
      ...{ device: null, session: null, set: [], trigger: null, search: null, measure: [], segments: null, at: [] },
      ...{ record: null, exports: [], channels: null },
    }
    const amplitude = { device: 'gigascope', path: 'voltage0/source_amplitude', value: '0.7' }
    const ways: (() => unknown)[] = [
      () => handlers.applySettings({ changes: [{ path: 'trigger.level', value: 0.1 }] }),
      () =>
        handlers.applySettings({
          changes: [
            { path: 'trigger.slope', value: 'falling' },
            { path: 'timebase.secondsPerDiv', value: 1e-3 },
          ],
        }),
      () => handlers.setTrigger({ level: 0.1 }),
      () => handlers.setTriggerMode({ mode: 'normal' }),
      () => handlers.setBuffer({ blockBytes: 65536 }),
      () => handlers.writeAttribute(amplitude),
      () => instrument.writeAttribute('iio:device0', amplitude.path, amplitude.value),
      () => assign(instrument, { path: 'trigger.level', value: '100mV' }),
      () => assign(instrument, { path: 'voltage0/source_amplitude', value: '0.7' }),
      () => handlers.loadSession({ text: session({ 'trigger.level': 0.1 }) }),
      () => rehearse(instrument, { ...nothing, session: file }),
      () => rehearse(instrument, { ...nothing, set: [{ path: 'trigger.level', value: '0.1' }] }),
      () => rehearse(instrument, { ...nothing, at: [{ path: 'trigger.level', value: '0.1', atSeconds: 1 }] }),
      () => rehearse(instrument, { ...nothing, trigger: 'edge level=0.1' }),
      () => handlers.setPreferences({ theme: 'light' }),
    ]
    for (const way of ways) {
      await expect(Promise.resolve().then(way), String(way)).rejects.toThrow(refusal)
      expect(await all(), String(way)).toEqual(before)
    }
    expect(instrument.state().undoes).toBeNull()
    expect(config.preferences).toEqual({})
  })

  it('takes the value that it has', async () => {
    administer({ settings, locked })
    await begin()
    const { text } = await instrument.handlers.saveSession()
    await instrument.handlers.setTrigger({ slope: 'falling' })
    await instrument.handlers.loadSession({ text })
    await instrument.handlers.writeAttribute({ device: 'gigascope', path: 'voltage0/source_amplitude', value: '0.3' })
    expect(await read('trigger.slope')).toBe('rising')
  })

  it('refuses an undo and a redo of what was changed before it was locked', async () => {
    await begin()
    const { handlers, settings: path } = instrument
    await handlers.setTrigger({ level: 0.25 })
    await handlers.setTrigger({ slope: 'falling' })
    await handlers.undo()
    path.locks.lock(['trigger.level', 'trigger.slope'], system())
    await expect(handlers.redo()).rejects.toThrow(refusal)
    await expect(handlers.undo()).rejects.toThrow(refusal)
    expect(await all()).toMatchObject({ 'trigger.level': 0.25, 'trigger.slope': 'rising' })
  })

  it('keeps the administrator’s value against the settings of last time and against a profile', async () => {
    const config = await begin()
    await instrument.handlers.setTrigger({ level: 0.1, slope: 'falling' })
    await instrument.handlers.setPreferences({ theme: 'light' })
    await instrument.handlers.saveProfile({ name: 'p' })
    await config.keepSession(instrument)
    await instrument.close()
    administer({ settings, locked })
    await begin('last')
    const now = { 'trigger.level': 0.5, 'trigger.slope': 'falling' }
    expect(await all()).toMatchObject(now)
    expect(instrument.state().preferences).toEqual({})
    await instrument.handlers.setTrigger({ slope: 'rising' })
    await instrument.handlers.chooseProfile({ name: 'p' })
    expect(await all()).toMatchObject(now)
    expect(warnings).toEqual([])
  })

  it('refuses a script in SCPI', async () => {
    administer({ settings, locked })
    await begin()
    const place = await instrument.parts.scpi.start(instrument, { host: null, port: 0 })
    const client = await ScpiClient.open(Number(/(\d+)\D*$/.exec(place)?.[1]))
    client.send(':TRIG:LEV 0.1')
    expect(await client.errors()).toEqual([expect.stringMatching(refusal)])
    client.close()
    expect(await read('trigger.level')).toBe(0.5)
  })
})

describe('factory reset', () => {
  it('puts everything back while it runs, can be undone, and keeps the file of before', async () => {
    administer({ settings: { 'trigger.level': 0.5 } })
    const config = await begin()
    const first = await all()
    await instrument.handlers.setTrigger({ level: 0.1, slope: 'falling' })
    await instrument.handlers.setPreferences({ theme: 'light' })
    await instrument.handlers.saveProfile({ name: 'p' })
    const changed = await all()
    const { kept } = await instrument.handlers.factoryReset()
    expect(await all()).toEqual(first)
    expect(instrument.state()).toMatchObject({ profiles: [], profile: null, preferences: {} })
    expect(readFileSync(kept ?? '', 'utf8')).toContain('"name": "p"')
    await instrument.handlers.undo()
    expect(await all()).toEqual(changed)
    expect(config.profiles).toEqual([])
  })

  it('is an option of the command line, which says where the file of before is', async () => {
    await begin()
    await instrument.handlers.saveProfile({ name: 'p' })
    const config = await open({ factoryReset: true })
    expect(config.profiles).toEqual([])
    expect(notes).toEqual([
      expect.stringMatching(
        /^The settings are those of the beginning; those of before are in .*before-reset.*\.json\.$/,
      ),
    ])
  })
})

describe('what is no setting of the instrument', () => {
  it('the folder of recordings is that of the next start, as long as it is there', async () => {
    const chosen = path.join(root, 'disk')
    mkdirSync(chosen)
    const config = await open()
    expect(recordingFolderNote(config).read()).toBeNull()
    recordingFolderNote(config).write(chosen)
    await config.settle()
    expect(recordingFolderNote(await open()).read()).toBe(chosen)
    rmSync(chosen, { recursive: true })
    expect(recordingFolderNote(config).read()).toBeNull()
    writeFileSync(chosen, 'a file by now')
    expect(recordingFolderNote(config).read()).toBeNull()
  })

  it('the window has a place on each set of screens', async () => {
    const laptop = { x: 0, y: 0, width: 1920, height: 1080 }
    const bench = [laptop, { x: 1920, y: 0, width: 3840, height: 2160 }]
    const place = (x: number) => ({ bounds: { x, y: 0, width: 1400, height: 900 }, isMaximized: false })
    const config = await open()
    expect(windowPlaces(config).read([laptop])).toBeNull()
    windowPlaces(config).write(bench, place(2000))
    windowPlaces(config).write([laptop], place(10))
    await config.settle()
    const again = windowPlaces(await open())
    expect(again.read([...bench].reverse())).toEqual(place(2000))
    expect(again.read([laptop])).toEqual(place(10))
    for (let k = 0; k < 30; k++) windowPlaces(config).write([{ ...laptop, width: 1000 + k }], place(k))
    await config.settle()
    expect((await open()).contents.windows).toHaveLength(20)
  })
})
