// The search over the memory of a real instrument: set as everything is set, beside the trigger, and found in what is captured.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { createInstrument } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'

let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({
    front: 'headless',
    heapBytes: 256 << 20,
    historySeconds: 0.5,
    set: [
      { path: 'sampling_frequency', value: '1000000' },
      { path: 'voltage0/source_frequency', value: '1000' },
    ],
    search: 'edge slope=falling',
  })
})
afterAll(() => instrument.close())

const change = (values: Readonly<Record<string, string | number | boolean>>): Promise<void> =>
  instrument.settings.change(Object.entries(values).map(([path, value]) => ({ path, value })))
const read = async (path: string) => (await instrument.settings.read()).get(path)

it('goes on while the capture does, tells its figures, and keeps what is in memory', async () => {
  expect(instrument.state()).toMatchObject({ searchOn: true, search: { kind: 'edge', slope: 'falling' } })
  const told = await new Promise((resolve) => {
    const heard = instrument.events.searchFigures.on((figures) => {
      if ((figures?.count ?? 0) < 100) return
      heard.dispose()
      resolve(figures)
    })
  })
  expect(told).toMatchObject({ kind: 'edge', samplingFrequencyHz: 1e6 })
  await instrument.handlers.stop()
  const done = await eventually(async () => {
    const figures = await instrument.handlers.searched()
    expect(figures?.isDone).toBe(true)
    return figures!
  })
  expect(done.share).toBe(1)
  expect(Math.abs(done.count - (done.newestSample - done.oldestSample) / 1000)).toBeLessThanOrEqual(1)
  const [first, second, third] = await instrument.handlers.searchedEvents({ at: done.oldestSample, before: 0, most: 3 })
  expect(first!.ordinal).toBe(1)
  expect(second!.secondsBefore).toBeCloseTo(1e-3, 6)
  expect(await instrument.handlers.searchedEvents({ at: second!.sample, before: 1, most: 3 })).toEqual([
    first,
    second,
    third,
  ])
  await instrument.handlers.run()
})

it('is undone step by step, keeps the values of each kind, and is in the session', async () => {
  await instrument.settings.begin()
  await change({ 'search.kind': 'pulse', 'search.width': 2e-6 })
  await change({ 'search.kind': 'off', 'search.noiseReject': true })
  expect(instrument.state()).toMatchObject({ searchOn: false, trigger: { kind: 'edge', slope: 'rising' } })
  expect(await instrument.handlers.searched()).toBeNull()
  const { text } = await instrument.handlers.saveSession()
  await instrument.settings.undo()
  expect(instrument.state()).toMatchObject({ searchOn: true, search: { kind: 'pulse', width: 2e-6 } })
  await instrument.settings.undo()
  expect(instrument.state()).toMatchObject({ searchOn: true, search: { kind: 'edge', slope: 'falling' } })
  await instrument.handlers.loadSession({ text })
  expect(await read('search.kind')).toBe('off')
  expect(await read('search.width')).toBe(2e-6)
})

it('is refused whole for what cannot be', async () => {
  await change({ 'search.kind': 'edge' })
  const before = await instrument.handlers.saveSession()
  await expect(change({ 'search.level': 1e5 })).rejects.toMatchObject({ errno: 'EINVAL' })
  await expect(change({ 'search.channel': 'voltage9' })).rejects.toMatchObject({ errno: 'EINVAL' })
  await expect(change({ 'search.kind': 'glitch' })).rejects.toMatchObject({ errno: 'EINVAL' })
  expect(await instrument.handlers.saveSession()).toEqual(before)
})

it('of a channel that is off finds nothing, and goes on when it is on', async () => {
  await change({ 'search.kind': 'edge', 'search.channel': 'voltage1', 'search.level': 0 })
  expect(await instrument.handlers.searched()).toBeNull()
  await change({ 'device/gigascope/voltage1/en': '1' })
  await eventually(async () => expect(await instrument.handlers.searched()).not.toBeNull())
})
