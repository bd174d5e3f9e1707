import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { realClock } from '#main/runtime/clock.ts'
import { recordingFolderNote, windowPlaces } from './index.ts'
import { beginOf } from './open-config.ts'
import { Bench } from './testing/bench.ts'

const bench = new Bench()

describe('the settings of last time', () => {
  it('are those of the next start', async () => {
    const config = await bench.begin('last')
    await bench.instrument.handlers.applySettings({
      changes: [
        { path: 'device/gigascope/sampling_frequency', value: '1000000' },
        { path: 'buffer.blockBytes', value: 4096 },
        { path: 'trigger.level', value: 0.25 },
        { path: 'channels.voltage1.voltsPerDiv', value: 0.2 },
      ],
    })
    const before = await bench.all()
    await config.keepSession(bench.instrument)
    await bench.begin('last')
    expect(await bench.all()).toEqual(before)
    expect(bench.warnings).toEqual([])
  })

  it('are written a moment after a change, for a program that is killed', async () => {
    const config = await bench.begin('last')
    const following = config.follow(bench.instrument, realClock)
    await bench.instrument.handlers.setTrigger({ level: 0.125 })
    const file = path.join(bench.root, 'blockscope', 'settings.json')
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('"trigger.level": 0.125'), 20_000)
    following.dispose()
  }, 30_000)

  it.each([
    { format: 'blockscope session', version: 99 },
    { format: 'blockscope session', version: 1, settings: { 'trigger.level': 0.5, 'trigger.depth': 3 } },
  ])('that cannot be applied are explained and kept as a profile, and nothing changes: %j', async (session) => {
    await (await bench.open()).keep((before) => ({ ...before, session }))
    const config = await bench.begin('last')
    expect(bench.warnings).toEqual([
      expect.stringMatching(
        /^The settings of last time could not be restored: .*\. They are kept as the profile 'refused settings of last time'\.$/,
      ),
    ])
    expect(await bench.read('trigger.level')).toBe(0)
    expect(JSON.parse(config.readProfile('refused settings of last time'))).toEqual(session)
  })
})

describe('a profile', () => {
  it('is saved, chosen, undone, replaced when that is said, and deleted', async () => {
    const config = await bench.begin()
    const { handlers } = bench.instrument
    await handlers.setTrigger({ level: 0.25 })
    await handlers.saveProfile({ name: ' bench 3 ' })
    expect(bench.instrument.state()).toMatchObject({ profiles: ['bench 3'], profile: 'bench 3' })
    await handlers.setTrigger({ level: 0.5 })
    await expect(handlers.saveProfile({ name: 'bench 3' })).rejects.toMatchObject({ errno: 'EEXIST' })
    await handlers.chooseProfile({ name: 'bench 3' })
    expect(await bench.read('trigger.level')).toBe(0.25)
    await handlers.undo()
    expect(await bench.read('trigger.level')).toBe(0.5)
    await handlers.saveProfile({ name: 'bench 3', replace: true })
    expect(config.readProfile('bench 3')).toContain('"trigger.level":0.5')
    await expect(handlers.chooseProfile({ name: 'bench' })).rejects.toThrow(
      /There is no profile 'bench'; .* has 'bench 3'\./,
    )
    await handlers.deleteProfile({ name: 'bench 3' })
    expect(bench.instrument.state()).toMatchObject({ profiles: [], profile: null })
    await expect(handlers.deleteProfile({ name: 'bench 3' })).rejects.toMatchObject({ errno: 'ENOENT' })
  })

  it.each([' ', 'a\nb', '\u202e', 'x\u0000'])('has no name that cannot be seen: %j', async (name) => {
    await bench.begin()
    await expect(bench.instrument.handlers.saveProfile({ name })).rejects.toMatchObject({ errno: 'EINVAL' })
    expect(bench.instrument.state().profiles).toEqual([])
  })

  it.each(['__proto__', 'constructor', 'ünïcode µ', '../etc'])('may be called %j', async (name) => {
    await bench.begin()
    await bench.instrument.handlers.saveProfile({ name })
    expect((await bench.open()).profiles).toEqual([name])
  })

  it('is begun with when the command line names it; a wrong name is a sentence', async () => {
    await bench.begin()
    await bench.instrument.handlers.setTrigger({ level: 0.25 })
    await bench.instrument.handlers.saveProfile({ name: 'bench 3' })
    await expect(bench.open({ profile: 'bench 4' })).rejects.toMatchObject({
      errno: 'ENOENT',
      message: expect.stringMatching(/^There is no profile 'bench 4'; .* has 'bench 3'\.$/),
    })
    await bench.begin(beginOf({ profile: 'bench 3' }))
    expect(await bench.read('trigger.level')).toBe(0.25)
  })

  it('is refused without anywhere to keep it', async () => {
    await bench.make()
    const asks: readonly (() => unknown)[] = [
      () => bench.instrument.handlers.saveProfile({ name: 'a' }),
      () => bench.instrument.handlers.factoryReset(),
      () => bench.instrument.handlers.setPreferences({ theme: 'light' }),
    ]
    for (const ask of asks) await expect(Promise.resolve().then(ask)).rejects.toMatchObject({ errno: 'ENOSYS' })
  })
})

describe('factory reset', () => {
  it('puts everything back while it runs, can be undone, and keeps the file of before', async () => {
    bench.administer({ settings: { 'trigger.level': 0.5 } })
    const config = await bench.begin()
    const first = await bench.all()
    await bench.instrument.handlers.setTrigger({ level: 0.1, slope: 'falling' })
    await bench.instrument.handlers.setPreferences({ theme: 'light' })
    await bench.instrument.handlers.saveProfile({ name: 'p' })
    const changed = await bench.all()
    const { kept } = await bench.instrument.handlers.factoryReset()
    expect(await bench.all()).toEqual(first)
    expect(bench.instrument.state()).toMatchObject({ profiles: [], profile: null, preferences: {} })
    expect(readFileSync(kept ?? '', 'utf8')).toContain('"name": "p"')
    await bench.instrument.handlers.undo()
    expect(await bench.all()).toEqual(changed)
    expect(config.profiles).toEqual([])
  })

  it('is an option of the command line, which says where the file of before is', async () => {
    await bench.begin()
    await bench.instrument.handlers.saveProfile({ name: 'p' })
    const config = await bench.open({ factoryReset: true })
    expect(config.profiles).toEqual([])
    expect(bench.notes).toEqual([
      expect.stringMatching(
        /^The settings are those of the beginning; those of before are in .*before-reset.*\.json\.$/,
      ),
    ])
  })
})

describe('what is no setting of the instrument', () => {
  it('the folder of recordings is that of the next start, as long as it is there', async () => {
    const chosen = path.join(bench.root, 'disk')
    mkdirSync(chosen)
    const config = await bench.open()
    expect(await recordingFolderNote(config).read()).toBeNull()
    recordingFolderNote(config).write(chosen)
    await config.settle()
    expect(await recordingFolderNote(await bench.open()).read()).toBe(chosen)
    rmSync(chosen, { recursive: true })
    expect(await recordingFolderNote(config).read()).toBeNull()
    writeFileSync(chosen, 'a file by now')
    expect(await recordingFolderNote(config).read()).toBeNull()
  })

  it('the window has a place on each set of screens', async () => {
    const laptop = { x: 0, y: 0, width: 1920, height: 1080 }
    const two = [laptop, { x: 1920, y: 0, width: 3840, height: 2160 }]
    const place = (x: number) => ({ bounds: { x, y: 0, width: 1400, height: 900 }, isMaximized: false })
    const config = await bench.open()
    expect(windowPlaces(config).read([laptop], 'trace')).toBeNull()
    windowPlaces(config).write(two, 'trace', place(2000))
    windowPlaces(config).write([laptop], 'trace', place(10))
    await config.settle()
    const again = windowPlaces(await bench.open())
    expect(again.read([...two].reverse(), 'trace')).toEqual(place(2000))
    expect(again.read([laptop], 'trace')).toEqual(place(10))
    for (let k = 0; k < 30; k++) windowPlaces(config).write([{ ...laptop, width: 1000 + k }], 'trace', place(k))
    await config.settle()
    expect((await bench.open()).contents.windows).toHaveLength(20)
  })

  it('the window of the panels has places of its own beside it', async () => {
    const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }]
    const place = (x: number) => ({ bounds: { x, y: 0, width: 1400, height: 900 }, isMaximized: false })
    const config = await bench.open()
    const places = windowPlaces(config)
    places.write(screens, 'panels', place(5))
    await config.settle()
    expect(places.read(screens, 'trace')).toEqual({ bounds: null, isMaximized: false })
    places.write(screens, 'trace', place(10))
    places.write(screens, 'panels', place(20))
    await config.settle()
    expect([places.read(screens, 'trace'), places.read(screens, 'panels')]).toEqual([place(10), place(20)])
    expect(places.read([{ ...screens[0]!, x: 1 }], 'panels')).toBeNull()
  })
})
