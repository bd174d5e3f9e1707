// Cursors as settings of a real instrument.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { unsetCursors } from '#shared/contract/topics/cursors.ts'
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import { createInstrument } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'

let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({
    front: 'headless',
    run: false,
    analysis: false,
    heapBytes: 256 << 20,
    set: [
      { path: 'cursors.time', value: 'on' },
      { path: 'cursors.t1', value: '-0.5us' },
    ],
  })
})
afterAll(() => instrument.close())

let start = ''
beforeEach(async () => {
  start ||= (await instrument.handlers.saveSession()).text
  await instrument.handlers.loadSession({ text: start })
  await instrument.settings.begin()
})

const change = (values: Readonly<Record<string, SettingValue>>): Promise<void> =>
  instrument.settings.change(Object.entries(values).map(([path, value]) => ({ path, value })))

describe('the settings of the cursors', () => {
  it('begin as --set says, the others placed nowhere', () => {
    expect(instrument.state().cursors).toEqual({ ...unsetCursors, time: true, t1: -5e-7 })
    expect(unsetCursors).toEqual({
      time: false,
      amplitude: false,
      t1: 'auto',
      t2: 'auto',
      y1: 'auto',
      y2: 'auto',
      channel1: 'voltage0',
      channel2: 'voltage0',
      tracked1: false,
      tracked2: false,
    })
  })

  it('are undone, redone, and kept in a session', async () => {
    await change({ 'cursors.t1': 1e-6, 'cursors.t2': 2e-6, 'cursors.channel2': 'voltage1', 'cursors.tracked2': true })
    const placed = instrument.state().cursors
    expect(placed).toMatchObject({ t1: 1e-6, t2: 2e-6, channel2: 'voltage1', tracked2: true })
    const { text } = await instrument.handlers.saveSession()
    await instrument.handlers.undo()
    expect(instrument.state().cursors).toEqual({ ...unsetCursors, time: true, t1: -5e-7 })
    await instrument.handlers.redo()
    expect(instrument.state().cursors).toEqual(placed)
    await instrument.handlers.loadSession({ text: start })
    expect(instrument.state().cursors).toMatchObject({ t1: -5e-7, t2: 'auto' })
    await instrument.handlers.loadSession({ text })
    expect(instrument.state().cursors).toEqual(placed)
  })

  it('of one gesture are one step', async () => {
    for (const t1 of [1e-7, 2e-7, 3e-7]) {
      const changes = [{ path: 'cursors.t1', value: t1 }]
      await instrument.handlers.applySettings({ changes, gesture: 'drag' })
    }
    await instrument.handlers.undo()
    expect(instrument.state().cursors.t1).toBe(-5e-7)
  })

  it('bind to channels of every device and to the math trace', async () => {
    await change({ 'cursors.channel1': 'accel_x', 'cursors.channel2': 'math1' })
    expect(instrument.state().cursors).toMatchObject({ channel1: 'accel_x', channel2: 'math1' })
  })

  it.each([
    [{ 'cursors.channel1': 'voltage99' }, /no channel 'voltage99' to bind a cursor to: there are .*voltage0/],
    [{ 'cursors.t1': 2000 }, /cursors\.t1 takes a number from −1\.05 ks to 1\.05 ks .* or auto, not 2000/],
    [{ 'cursors.t2': Number.NaN }, /cursors\.t2 takes/],
    [{ 'cursors.y1': 'high' }, /cursors\.y1 takes/],
    [{ 'cursors.time': 'yes' }, /cursors\.time takes on or off/],
    [{ 'cursors.t1': 4e-7, 'cursors.channel2': 'nothing' }, /no channel 'nothing'/],
  ])('refuse %j with a sentence, and nothing changes', async (values, sentence) => {
    const before = instrument.state().cursors
    await expect(change(values as Record<string, SettingValue>)).rejects.toMatchObject({
      errno: 'EINVAL',
      message: expect.stringMatching(sentence) as string,
    })
    expect(instrument.state().cursors).toEqual(before)
    await expect(change({ 'cursors.t3': 1 })).rejects.toMatchObject({ errno: 'ENOENT' })
  })
})
