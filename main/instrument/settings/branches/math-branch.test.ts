// The math trace of a real instrument: it is set as everything is set, and frames of a stream that is captured show it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decodeFrame, type Frame } from '#shared/frame/frame.ts'
import { decodeDerived, firstDerived, sectionInt16, sectionKind } from '#shared/frame/sections.ts'
import { createInstrument } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'

let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({
    front: 'headless',
    heapBytes: 256 << 20,
    set: [
      { path: 'sampling_frequency', value: '1000000' },
      { path: 'voltage0/source_frequency', value: '1000' },
      { path: 'math.function', value: 'difference' },
      { path: 'math.b', value: 'voltage0' },
    ],
  })
})
afterAll(() => instrument.close())

beforeEach(() =>
  change({
    'math.function': 'difference',
    'math.a': 'voltage0',
    'math.b': 'voltage0',
    'channels.math1.offset': 'auto',
  }),
)

const change = (values: Readonly<Record<string, string | number>>): Promise<void> =>
  instrument.settings.change(Object.entries(values).map(([path, value]) => ({ path, value })))
const read = async (path: string) => (await instrument.settings.read()).get(path)

/** The next frames of a viewer until one is as wanted. */
async function frameWith(wanted: (frame: Frame) => boolean): Promise<Frame> {
  const viewer = instrument.openViewer()
  try {
    viewer.setView({ secondsPerDiv: 1e-3, positionSeconds: 0, columns: 500, atSample: null })
    for (;;) {
      const frame = decodeFrame(await viewer.nextFrame())
      if (wanted(frame)) return frame
    }
  } finally {
    viewer.dispose()
  }
}

const codesOf = (frame: Frame, trace: number): Int16Array | null => {
  const found = frame.sections.find(
    ({ kind, channel }) => channel === trace && (kind === sectionKind.samples || kind === sectionKind.envelope),
  )
  return found === undefined ? null : sectionInt16(found)
}
const stepOf = (frame: Frame): number =>
  decodeDerived(frame.sections.find(({ kind }) => kind === sectionKind.derived)!.data).unitsPerCode

describe('the math trace', () => {
  it('is there from the start by --set, in the frames of what is captured', async () => {
    const frame = await frameWith((one) => codesOf(one, firstDerived) !== null)
    expect(new Set(codesOf(frame, firstDerived))).toEqual(new Set([0]))
    expect(Math.max(...codesOf(frame, 0)!)).toBeGreaterThan(1000)
    expect(instrument.state().mathTrace).toEqual({ unit: 'V', unitsPerCode: stepOf(frame) })
  })

  it('is in volts what the channel is', async () => {
    await change({ 'math.function': 'invert' })
    const { unitsPerCode } = instrument.state().mathTrace!
    const frame = await frameWith((one) => codesOf(one, firstDerived) !== null && stepOf(one) === unitsPerCode)
    const [channel, trace] = [codesOf(frame, 0)!, codesOf(frame, firstDerived)!]
    const perCode = instrument.state().channels[0]!.scaleMillivolts / 1000
    const isEnvelope = frame.form === 'envelope'
    for (let k = 0; k < trace.length; k++) {
      // The lowest of the inverse is the inverse of the highest.
      const from = isEnvelope ? k ^ 1 : k
      expect(Math.abs(trace[k]! * unitsPerCode + channel[from]! * perCode)).toBeLessThan(0.51 * unitsPerCode)
    }
  })

  it('keeps its parameters while another function is chosen, and is undone step by step', async () => {
    await instrument.settings.begin()
    await change({ 'math.function': 'absolute' })
    await change({ 'channels.math1.offset': 0.25 })
    expect(instrument.state().math).toEqual({ kind: 'absolute', a: 'voltage0' })
    expect(await read('math.b')).toBe('voltage0')
    await instrument.settings.undo()
    expect(await read('channels.math1.offset')).toBe('auto')
    await instrument.settings.undo()
    expect(instrument.state().math).toEqual({ kind: 'difference', a: 'voltage0', b: 'voltage0' })
  })

  it('goes with its channel, and comes back with it', async () => {
    await change({ 'math.function': 'sum', 'math.b': 'voltage1' })
    expect(instrument.state().mathTrace).toBeNull()
    await change({ 'device/gigascope/voltage1/en': '1' })
    expect(instrument.state().mathTrace).not.toBeNull()
    await change({ 'device/gigascope/voltage1/en': '0' })
    expect(instrument.state().mathTrace).toBeNull()
  })

  it('is of no channel that is not there, and of no function that is none; then nothing changes', async () => {
    const before = await instrument.handlers.saveSession()
    await expect(change({ 'math.function': 'invert', 'math.a': 'voltage7' })).rejects.toMatchObject({
      errno: 'EINVAL',
      message: "There is no channel 'voltage7' to compute a math trace from.",
    })
    await expect(change({ 'math.function': 'cube' })).rejects.toMatchObject({ errno: 'EINVAL' })
    expect(await instrument.handlers.saveSession()).toEqual(before)
  })
})
