// What stands before a channel, as settings of a real instrument.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { createInstrument } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'

let instrument: Instrument
let start = ''
beforeAll(async () => {
  instrument = await createInstrument({ front: 'headless', run: false, analysis: false, heapBytes: 256 << 20 })
  start = (await instrument.handlers.saveSession()).text
})
afterAll(() => instrument.close())
beforeEach(async () => {
  await instrument.handlers.loadSession({ text: start })
  await instrument.settings.begin()
})

const change = (values: Readonly<Record<string, SettingValue>>): Promise<void> =>
  instrument.settings.change(Object.entries(values).map(([path, value]) => ({ path, value })))
const first = (): ChannelState => instrument.state().channels[0]!
const fullScaleMillivolts = 1000 / 32768

describe('the probe of a channel', () => {
  it('is part of its scale, and leaves the scale of the device alone', async () => {
    await change({ 'channels.voltage0.attenuation': 10 })
    expect(first()).toMatchObject({ unit: 'V', factor: 10 })
    expect(first().scaleMillivolts).toBeCloseTo(10 * fullScaleMillivolts, 6)
    expect(instrument.state().channels[1]).toMatchObject({ factor: 1 })
    expect(Number(await instrument.parts.stack.device.readAttribute('voltage0/scale'))).toBeCloseTo(
      fullScaleMillivolts,
      6,
    )
  })

  it('measures amperes where it is a current probe, or what its user says', async () => {
    await change({ 'channels.voltage0.probe': 'current', 'channels.voltage0.voltsPerAmpere': 0.01 })
    expect(first()).toMatchObject({ unit: 'A', factor: 100 })
    await change({ 'channels.voltage0.unit': 'N', 'channels.voltage0.label': 'load' })
    expect(first()).toMatchObject({ unit: 'N', input: { label: 'load' } })
    await change({ 'channels.voltage0.unit': '' })
    expect(first().unit).toBe('A')
  })

  it('takes the picture along, as one step that is undone whole', async () => {
    const set = {
      'channels.voltage0.voltsPerDiv': 0.2,
      'channels.voltage0.offset': -0.3,
      'channels.voltage1.voltsPerDiv': 0.5,
      'trigger.level': 0.1,
      'trigger.hysteresis': 0.02,
      'cursors.y1': 0.25,
      'cursors.channel2': 'voltage1',
      'cursors.y2': 0.25,
    }
    await change({ 'trigger.kind': 'runt' })
    await change({ 'trigger.lower': -0.3 })
    await change({ 'trigger.kind': 'edge' })
    await change(set)
    const before = await instrument.settings.read()
    await change({ 'channels.voltage0.attenuation': 100 })
    const after = await instrument.settings.read()
    expect(Object.fromEntries(Object.keys(set).map((path) => [path, after.get(path)]))).toEqual({
      'channels.voltage0.voltsPerDiv': 20,
      'channels.voltage0.offset': -30,
      'channels.voltage1.voltsPerDiv': 0.5,
      'trigger.level': 10,
      'trigger.hysteresis': 2,
      'cursors.y1': 25,
      'cursors.channel2': 'voltage1',
      'cursors.y2': 0.25,
    })
    // Those of another kind too.
    expect(after.get('trigger.lower')).toBe(-30)
    await instrument.settings.undo()
    expect(await instrument.settings.read()).toEqual(before)
    await instrument.settings.redo()
    expect(await instrument.settings.read()).toEqual(after)
  })

  it('leaves alone what is set with it', async () => {
    await change({ 'channels.voltage0.attenuation': 10, 'trigger.level': 2, 'channels.voltage0.voltsPerDiv': 3 })
    const now = await instrument.settings.read()
    expect([now.get('trigger.level'), now.get('channels.voltage0.voltsPerDiv')]).toEqual([2, 3])
  })

  it('turns the channel over, at the levels as they are', async () => {
    await change({ 'trigger.level': 0.4 })
    await change({ 'channels.voltage0.inverted': true })
    expect(first().factor).toBe(-1)
    expect(first().scaleMillivolts).toBeCloseTo(-fullScaleMillivolts, 6)
    expect((await instrument.settings.read()).get('trigger.level')).toBe(0.4)
  })

  it('is kept in a session', async () => {
    await change({ 'channels.voltage0.attenuation': 20, 'channels.voltage0.inverted': true, 'trigger.level': 12 })
    const { text } = await instrument.handlers.saveSession()
    const kept = await instrument.settings.read()
    await instrument.handlers.loadSession({ text: start })
    expect(first().factor).toBe(1)
    await instrument.handlers.loadSession({ text })
    expect(await instrument.settings.read()).toEqual(kept)
  })

  it.each([
    ['channels.voltage0.attenuation', 0],
    ['channels.voltage0.attenuation', -10],
    ['channels.voltage0.attenuation', 1e5],
    ['channels.voltage0.voltsPerAmpere', 0],
    ['channels.voltage0.label', 'a label that is much too long'],
    ['channels.voltage0.probe', 'thermal'],
  ])('refuses %s = %s, and changes nothing', async (path, value) => {
    const before = await instrument.settings.read()
    await expect(change({ [path]: value })).rejects.toThrow(path)
    expect(await instrument.settings.read()).toEqual(before)
  })
})
