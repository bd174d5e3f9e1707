import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Setting, SettingValue } from '#shared/contract/topics/settings.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { createInstrument } from '../create.ts'
import type { Instrument } from '../instrument.ts'

let instrument: Instrument
beforeAll(async () => {
  const options = { front: 'headless', run: false, analysis: false, heapBytes: 256 << 20 } as const
  instrument = await createInstrument({ ...options, set: [{ path: 'sampling_frequency', value: '100000' }] })
})
afterAll(() => instrument.close())

let start = ''
beforeEach(async () => {
  start ||= await session()
  await instrument.handlers.loadSession({ text: start })
  await instrument.settings.begin()
})

const session = async (): Promise<string> => (await instrument.handlers.saveSession()).text
const read = async (path: string): Promise<SettingValue | undefined> => (await instrument.settings.read()).get(path)

/** Values for one attribute of the device that it takes, or refuses. */
function attributeValues(path: string): fc.Arbitrary<string> {
  if (/\/en$/.test(path)) return fc.constantFrom('0', '1', 'maybe')
  if (path.endsWith('sampling_frequency')) return fc.constantFrom('1000', '50000', '1000000', '100000000', '3')
  if (path.endsWith('/source')) return fc.constantFrom('sine', 'square', 'dc', 'noise', 'nothing', 'file:/nowhere.wav')
  if (path.endsWith('/label')) return fc.string({ maxLength: 6 })
  return fc.oneof(
    fc.double({ min: 0, max: 3, noNaN: true }).map((value) => value.toFixed(3)),
    fc.constantFrom('100000', '0', '-1', 'x'),
  )
}

function values(path: string, parameter: Parameter): fc.Arbitrary<SettingValue> {
  const auto = (one: fc.Arbitrary<number>) => fc.oneof(fc.constant<SettingValue>('auto'), one)
  switch (parameter.type) {
    case 'quantity':
      // Where it is likely to be taken, and a little beyond.
      return path.includes('timebase')
        ? fc.constantFrom(1e-9, 2e-7, 1e-3, 0.5, 11)
        : auto(fc.double({ min: -1.2, max: 1.2, noNaN: true }))
    case 'count':
      return path.endsWith('blockBytes')
        ? auto(fc.integer({ min: 1, max: 4096 }).map((steps) => steps * 64))
        : auto(fc.integer({ min: 1, max: 3000 }))
    case 'choice':
      return fc.constantFrom(...parameter.options)
    case 'flag':
      return fc.boolean()
    case 'channel':
      return fc.constantFrom('voltage0', 'voltage1', 'voltage9')
    case 'text':
    case 'file':
      return attributeValues(path)
  }
}

const sets = (): fc.Arbitrary<readonly Setting[]> => {
  const leaves = [...instrument.settings.tree.leaves()]
  const one = fc
    .constantFrom(...leaves)
    .chain(([path, parameter]) => values(path, parameter).map((value) => ({ path, value })))
  return fc.oneof(
    { weight: 4, arbitrary: one.map((setting) => [setting]) },
    { weight: 1, arbitrary: fc.uniqueArray(one, { minLength: 2, maxLength: 5, selector: ({ path }) => path }) },
  )
}

describe('undo', () => {
  it('takes 2,000 random changes back one by one to the first state, and redo goes all the way again', async () => {
    await instrument.settings.begin()
    const first = await session()
    const sample = fc.sample(sets(), { numRuns: 2600, seed: 11 })
    let taken = 0
    let refused = 0
    for (const [index, changes] of sample.entries()) {
      const before = index % 50 === 0 ? await session() : null
      try {
        // Each a step of its own, however fast they come.
        await instrument.handlers.applySettings({ changes: [...changes], gesture: `change ${index}` })
        taken++
      } catch {
        refused++
        if (before !== null) expect(await session()).toBe(before)
      }
    }
    expect(taken).toBeGreaterThan(1000)
    expect(refused).toBeGreaterThan(200)
    const last = await session()
    expect(last).not.toBe(first)
    let steps = 0
    while ((await instrument.handlers.undo()) !== null) steps++
    expect(steps).toBeGreaterThan(500)
    expect(await session()).toBe(first)
    expect(instrument.state().undoes).toBeNull()
    const half = Math.floor(steps / 2)
    for (let k = 0; k < half; k++) await instrument.handlers.redo()
    const middle = await session()
    let rest = 0
    while ((await instrument.handlers.redo()) !== null) rest++
    expect(half + rest).toBe(steps)
    expect(await session()).toBe(last)
    // On the way back it is where it was on the way there.
    for (let k = 0; k < rest; k++) await instrument.handlers.undo()
    expect(await session()).toBe(middle)
  }, 300_000)

  it('sees every way in which a setting is changed', async () => {
    const { handlers } = instrument
    await instrument.settings.load([{ path: 'device/gigascope/voltage1/en', value: '1' }])
    await instrument.settings.begin()
    const { device, buffer } = instrument.state()
    const length = String((buffer.blockBytes / buffer.bytesPerScan) * 9)
    const ways: readonly (readonly [string, () => unknown])[] = [
      ['trigger.level', () => handlers.setTrigger({ level: 0.123 })],
      ['trigger.mode', () => handlers.setTriggerMode({ mode: 'normal' })],
      ['buffer.watermark', () => handlers.setBuffer({ watermark: 17 })],
      ['buffer.blockCount', () => handlers.writeAttribute({ device, path: 'buffer0/length', value: length })],
      [
        'device/gigascope/voltage0/source_frequency',
        () => handlers.writeAttribute({ device, path: 'voltage0/source_frequency', value: '1234' }),
      ],
      ['capture.device', () => handlers.captureDevice({ device: 'dummy' })],
      [
        'overview.secondsPerDiv',
        () => handlers.applySettings({ changes: [{ path: 'overview.secondsPerDiv', value: 2e-3 }] }),
      ],
      [
        'timebase.secondsPerDiv',
        () => handlers.applySettings({ changes: [{ path: 'timebase.secondsPerDiv', value: 3e-4 }] }),
      ],
    ]
    for (const [path, change] of ways) {
      const before = await read(path)
      await handlers.applySettings({
        changes: [{ path: 'screen.persistence', value: !(await read('screen.persistence')) }],
      })
      try {
        await change()
      } catch (thrown) {
        throw new Error(`${path}: ${String(thrown)}`)
      }
      const after = await read(path)
      expect(after, path).not.toBe(before)
      expect(instrument.state().undoes).toContainEqual({ path, from: before, to: after })
      await handlers.undo()
      expect(await read(path), path).toBe(before)
      expect(instrument.state().redoes).toContainEqual({ path, from: before, to: after })
      await handlers.redo()
      expect(await read(path), path).toBe(after)
    }
  })

  it('takes a trigger back that followed its channel, with the switch that moved it', async () => {
    const { handlers } = instrument
    await instrument.settings.load([
      { path: 'device/gigascope/voltage0/en', value: '1' },
      { path: 'device/gigascope/voltage1/en', value: '1' },
      { path: 'trigger.channel', value: 'voltage0' },
    ])
    await instrument.settings.begin()
    const first = await session()
    await handlers.writeAttribute({ device: instrument.state().device, path: 'voltage0/en', value: '0' })
    expect(instrument.state().trigger.channel).toBe('voltage1')
    await handlers.undo()
    expect(instrument.state().trigger.channel).toBe('voltage0')
    expect(await session()).toBe(first)
  })
})

describe('a trigger over several channels', () => {
  it('has channels of the device that is captured, whichever way it was chosen, and undo gives back those of before', async () => {
    const { handlers } = instrument
    await handlers.applySettings({
      changes: [
        { path: 'trigger.kind', value: 'pattern' },
        { path: 'trigger.channelC', value: 'voltage1' },
        { path: 'trigger.stateC', value: 'L' },
      ],
    })
    await instrument.settings.begin()
    const first = await session()
    await handlers.applySettings({ changes: [{ path: 'capture.device', value: 'loopback-adc' }] })
    expect(instrument.state().channels.map(({ id }) => id)).toEqual(['voltage0'])
    expect(instrument.state().trigger).toMatchObject({ kind: 'pattern', channelB: 'voltage0', channelC: 'voltage0' })
    await handlers.applySettings({ changes: [{ path: 'trigger.kind', value: 'sequence' }] })
    await handlers.undo()
    expect(instrument.state().trigger).toMatchObject({ kind: 'pattern', channelC: 'voltage0', stateC: 'L' })
    await handlers.undo()
    expect(await session()).toBe(first)
  })
})

describe('a set of changes', () => {
  it('is applied whole or not at all, also when its last part is refused', async () => {
    const before = await session()
    const sets: readonly (readonly Setting[])[] = [
      [
        { path: 'timebase.secondsPerDiv', value: 1e-6 },
        { path: 'device/gigascope/voltage0/source', value: 'square' },
        { path: 'device/gigascope/voltage0/source_frequency', value: 'fast' },
      ],
      [
        { path: 'device/gigascope/sampling_frequency', value: '1000000' },
        { path: 'buffer.blockBytes', value: 128 },
        { path: 'trigger.channel', value: 'voltage7' },
      ],
      [
        { path: 'trigger.level', value: 0.4 },
        { path: 'trigger.depth', value: 1 },
      ],
      [
        { path: 'trigger.level', value: 0.4 },
        { path: 'trigger.level', value: 0.5 },
      ],
      [
        { path: 'device/gigascope/voltage0/source_phase', value: '90' },
        { path: 'buffer.watermark', value: 2 ** 30 },
      ],
      [
        { path: 'trigger.level', value: 0.4 },
        { path: 'channels.voltage0.offset', value: 9 },
        { path: 'channels.voltage0.voltsPerDiv', value: 0.1 },
      ],
    ]
    for (const changes of sets) {
      await expect(instrument.handlers.applySettings({ changes: [...changes] })).rejects.toThrow(/.\.?$/)
      expect(await session()).toBe(before)
    }
    await expect(
      instrument.handlers.applySettings({
        changes: [{ path: 'device/gigascope/voltage0/source', value: 'file:/etc/passwd' }],
      }),
    ).rejects.toMatchObject({ errno: 'EACCES' })
  })

  it('is in force when it is answered, all of it', async () => {
    await instrument.handlers.applySettings({
      changes: [
        { path: 'buffer.watermark', value: 100 },
        { path: 'trigger.slope', value: 'falling' },
        { path: 'device/gigascope/voltage0/en', value: '0' },
        { path: 'device/gigascope/voltage1/en', value: '1' },
        { path: 'trigger.channel', value: 'voltage1' },
        { path: 'channels.voltage1.voltsPerDiv', value: 0.2 },
      ],
    })
    const state = instrument.state()
    expect(state.trigger).toMatchObject({ channel: 'voltage1', slope: 'falling' })
    expect(state.channels.map(({ enabled }) => enabled)).toEqual([false, true])
    expect(state.buffer.watermark).toBe(100)
    expect(state.screen.channels).toMatchObject({ voltage1: { voltsPerDiv: 0.2 } })
  })
})
