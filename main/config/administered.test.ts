// What an administrator says: values to begin with, and what nobody else changes.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { assign, rehearse } from '#main/instrument/index.ts'
import { ScpiClient } from '#main/instrument/scpi/testing/scpi-client.ts'
import { readDamaged } from '#main/testing/damage/damaged-files.ts'
import { readSystemSettings } from './system-settings.ts'
import { Bench } from './testing/bench.ts'

const bench = new Bench()

describe('the settings of the machine', () => {
  it('are those to begin with, below those of the person', async () => {
    bench.administer({
      settings: { 'trigger.level': 0.5, 'timebase.secondsPerDiv': 1e-3 },
      preferences: { theme: 'light' },
    })
    const config = await bench.begin('last')
    expect(await bench.all()).toMatchObject({ 'trigger.level': 0.5, 'timebase.secondsPerDiv': 1e-3 })
    expect(bench.instrument.state()).toMatchObject({ preferences: { theme: 'light' }, locked: [], lockedBy: null })
    await bench.instrument.handlers.setTrigger({ level: 0.25 })
    await bench.instrument.handlers.setPreferences({ theme: 'dark' })
    await config.keepSession(bench.instrument)
    await bench.begin('last')
    expect(await bench.read('trigger.level')).toBe(0.25)
    expect(bench.instrument.state().preferences.theme).toBe('dark')
    expect(bench.warnings).toEqual([])
  })

  it.each<[string, string]>([
    ['{', 'It is no JSON.'],
    ['{"format":"blockscope settings","version":2}', 'a newer Blockscope wrote it.'],
    ['{"format":"blockscope settings","version":1,"locked":"all"}', 'locked cannot be what it is'],
  ])('that cannot be read count for nothing, which is said: %s', async (text, why) => {
    writeFileSync(bench.system, text)
    await bench.begin()
    expect(bench.warnings).toEqual([
      expect.stringContaining(`The settings of this machine in ${bench.system} count for nothing: `),
    ])
    expect(bench.warnings[0]).toContain(why)
  })

  it('of 2,000 damaged files are taken whole, or count for nothing with one sentence', async () => {
    const whole = {
      ...{ format: 'blockscope settings', version: 1, settings: { 'trigger.level': 0.5, 'trigger.mode': 'normal' } },
      ...{ preferences: { theme: 'light', frameRate: 30 }, locked: ['trigger.level', 'preferences.theme'] },
    }
    const nothing = { file: bench.system, settings: {}, preferences: {}, locked: [] }
    let [taken, refused] = [0, 0]
    await readDamaged(bench.system, JSON.stringify(whole, null, 2), async () => {
      const said: string[] = []
      const found = await readSystemSettings(bench.system, (sentence) => said.push(sentence))
      if (said.length === 0) taken++
      else {
        refused++
        expect(said).toEqual([expect.stringMatching(/^The settings of this machine in [^\n]*\.$/)])
        expect(found).toEqual(nothing)
      }
    })
    expect(Math.min(taken, refused)).toBeGreaterThan(50)
  })

  it('that are refused are said, and change nothing; a lock of no setting is said', async () => {
    bench.administer({ settings: { 'trigger.level': 0.5, 'trigger.depth': 3 }, locked: ['trigger.levle'] })
    await bench.begin()
    expect(bench.warnings).toEqual([
      expect.stringContaining(`The settings of this machine in ${bench.system} are not applied: `),
      `${bench.system} locks 'trigger.levle', which is no setting.`,
    ])
    expect(await bench.read('trigger.level')).toBe(0)
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
    bench.administer({ settings, locked })
    const config = await bench.begin()
    const { handlers } = bench.instrument
    expect(bench.instrument.state()).toMatchObject({ locked, lockedBy: bench.system })
    const before = await bench.all()
    const session = (changes: object) =>
      JSON.stringify({ format: 'blockscope session', version: 1, settings: { 'trigger.slope': 'falling', ...changes } })
    const file = path.join(bench.root, 'x.blockscope')
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
      () => bench.instrument.writeAttribute('iio:device0', amplitude.path, amplitude.value),
      () => assign(bench.instrument, { path: 'trigger.level', value: '100mV' }),
      () => assign(bench.instrument, { path: 'voltage0/source_amplitude', value: '0.7' }),
      () => handlers.loadSession({ text: session({ 'trigger.level': 0.1 }) }),
      () => rehearse(bench.instrument, { ...nothing, session: file }),
      () => rehearse(bench.instrument, { ...nothing, set: [{ path: 'trigger.level', value: '0.1' }] }),
      () => rehearse(bench.instrument, { ...nothing, at: [{ path: 'trigger.level', value: '0.1', atSeconds: 1 }] }),
      () => rehearse(bench.instrument, { ...nothing, trigger: 'edge level=0.1' }),
      () => handlers.setPreferences({ theme: 'light' }),
    ]
    for (const way of ways) {
      await expect(Promise.resolve().then(way), String(way)).rejects.toThrow(refusal)
      expect(await bench.all(), String(way)).toEqual(before)
    }
    expect(bench.instrument.state().undoes).toBeNull()
    expect(config.preferences).toEqual({})
  })

  it('takes the value that it has', async () => {
    bench.administer({ settings, locked })
    await bench.begin()
    const { text } = await bench.instrument.handlers.saveSession()
    await bench.instrument.handlers.setTrigger({ slope: 'falling' })
    await bench.instrument.handlers.loadSession({ text })
    await bench.instrument.handlers.writeAttribute({
      device: 'gigascope',
      path: 'voltage0/source_amplitude',
      value: '0.3',
    })
    expect(await bench.read('trigger.slope')).toBe('rising')
  })

  it('refuses an undo and a redo of what was changed before it was locked', async () => {
    await bench.begin()
    const { handlers, settings: path } = bench.instrument
    await handlers.setTrigger({ level: 0.25 })
    await handlers.setTrigger({ slope: 'falling' })
    await handlers.undo()
    path.locks.lock(['trigger.level', 'trigger.slope'], bench.system)
    await expect(handlers.redo()).rejects.toThrow(refusal)
    await expect(handlers.undo()).rejects.toThrow(refusal)
    expect(await bench.all()).toMatchObject({ 'trigger.level': 0.25, 'trigger.slope': 'rising' })
  })

  it('keeps the administrator’s value against the settings of last time and against a profile', async () => {
    const config = await bench.begin()
    await bench.instrument.handlers.setTrigger({ level: 0.1, slope: 'falling' })
    await bench.instrument.handlers.setPreferences({ theme: 'light' })
    await bench.instrument.handlers.saveProfile({ name: 'p' })
    await config.keepSession(bench.instrument)
    bench.administer({ settings, locked })
    await bench.begin('last')
    const now = { 'trigger.level': 0.5, 'trigger.slope': 'falling' }
    expect(await bench.all()).toMatchObject(now)
    expect(bench.instrument.state().preferences).toEqual({})
    await bench.instrument.handlers.setTrigger({ slope: 'rising' })
    await bench.instrument.handlers.chooseProfile({ name: 'p' })
    expect(await bench.all()).toMatchObject(now)
    expect(bench.warnings).toEqual([])
  })

  it('refuses a script in SCPI', async () => {
    bench.administer({ settings, locked })
    await bench.begin()
    const place = await bench.instrument.parts.scpi.start(bench.instrument, { host: null, port: 0 })
    const client = await ScpiClient.open(Number(/(\d+)\D*$/.exec(place)?.[1]))
    client.send(':TRIG:LEV 0.1')
    expect(await client.errors()).toEqual([expect.stringMatching(refusal)])
    client.close()
    expect(await bench.read('trigger.level')).toBe(0.5)
  })
})
