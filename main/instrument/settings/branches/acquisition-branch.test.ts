// The acquisition mode of a real instrument: it is set as everything is set, frames of a stream that is captured show it, and what is
// measured does not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Acquired, decodeAcquired } from '#shared/frame/acquired.ts'
import { decodeFrame, type Frame } from '#shared/frame/frame.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { createInstrument } from '../../create.ts'
import type { Instrument } from '../../instrument.ts'

let instrument: Instrument
beforeAll(async () => {
  instrument = await createInstrument({
    front: 'headless',
    heapBytes: 256 << 20,
    set: [
      { path: 'sampling_frequency', value: '1000000' },
      { path: 'voltage0/source_frequency', value: '10000' },
      { path: 'voltage0/source_noise', value: '0.05' },
      { path: 'voltage0/source_amplitude', value: '0.5' },
      { path: 'acquisition.mode', value: 'average' },
      { path: 'acquisition.average.count', value: '16' },
    ],
  })
})
afterAll(() => instrument.close())

const change = (values: Readonly<Record<string, string | number>>): Promise<void> =>
  instrument.settings.change(Object.entries(values).map(([path, value]) => ({ path, value })))
const read = async (path: string) => (await instrument.settings.read()).get(path)

const about = (frame: Frame): Acquired | null => {
  const section = frame.sections.find(({ kind }) => kind === sectionKind.acquisition)
  return section === undefined ? null : decodeAcquired(section.data)
}

/** The next frames of a viewer until one is as wanted. */
async function frameWith(wanted: (acquired: Acquired | null) => boolean, secondsPerDiv = 2e-5): Promise<Frame> {
  const viewer = instrument.openViewer()
  try {
    viewer.setView({ secondsPerDiv, positionSeconds: 0, columns: 500, atSample: null })
    for (;;) {
      const frame = decodeFrame(await viewer.nextFrame())
      if (wanted(about(frame))) return frame
    }
  } finally {
    viewer.dispose()
  }
}

describe('the acquisition mode', () => {
  it('is there from the start by --set, in the frames of what is captured', async () => {
    expect(instrument.state().acquisitionMode).toEqual({ kind: 'average', count: 16, method: 'exponential' })
    const frame = await frameWith((acquired) => acquired?.records === 16)
    expect(about(frame)).toMatchObject({ mode: 'average', wanted: 16 })
    // Half the binary logarithm of 16; while it settles, a little less.
    expect(about(frame)!.bitsGained).toBeGreaterThan(1.8)
    expect(about(frame)!.bitsGained).toBeLessThanOrEqual(2.001)
  })

  it('of each kind is drawn, and sample is nothing but the samples', async () => {
    await change({ 'acquisition.mode': 'envelope' })
    await frameWith((acquired) => acquired?.mode === 'envelope' && acquired.records > 2)
    await change({ 'acquisition.mode': 'highres' })
    const wide = await frameWith((acquired) => acquired?.mode === 'highres' && acquired.state === 'drawn', 1e-2)
    expect(about(wide)!.bitsGained).toBeCloseTo(0.5 * Math.log2(wide.scansPerPoint), 9)
    await change({ 'acquisition.mode': 'sample' })
    await frameWith((acquired) => acquired === null)
  })

  it('keeps the parameters of each mode, and is undone step by step', async () => {
    await instrument.settings.begin()
    await change({ 'acquisition.mode': 'average', 'acquisition.average.count': 128 })
    await change({ 'acquisition.mode': 'envelope', 'acquisition.envelope.extent': 'block' })
    expect(instrument.state().acquisitionMode).toEqual({ kind: 'envelope', extent: 'block', count: 64 })
    expect(await read('acquisition.average.count')).toBe(128)
    await instrument.settings.undo()
    expect(instrument.state().acquisitionMode).toEqual({ kind: 'average', count: 128, method: 'exponential' })
    await instrument.settings.undo()
    expect(instrument.state().acquisitionMode).toEqual({ kind: 'sample' })
    await instrument.settings.redo()
    expect(instrument.state().acquisitionMode).toMatchObject({ kind: 'average', count: 128 })
  })

  it('is refused whole for what it cannot be', async () => {
    const before = await instrument.handlers.saveSession()
    await expect(change({ 'acquisition.mode': 'peak' })).rejects.toMatchObject({ errno: 'EINVAL' })
    await expect(change({ 'acquisition.mode': 'envelope', 'acquisition.average.count': 1 })).rejects.toMatchObject({
      errno: 'EINVAL',
    })
    await expect(change({ 'acquisition.average.count': 65537 })).rejects.toMatchObject({ errno: 'EINVAL' })
    expect(await instrument.handlers.saveSession()).toEqual(before)
  })

  it('changes nothing that is measured', async () => {
    const peakToPeak = async (mode: string): Promise<number> => {
      await change({ 'acquisition.mode': mode })
      return eventually(async () => {
        const [first] = await instrument.handlers.measure()
        expect(first?.values.peakToPeak).toBeGreaterThan(0)
        return first!.values.peakToPeak!
      })
    }
    const ofSamples = await peakToPeak('sample')
    // A mean would have the sine's volt alone; noise adds to it at both ends.
    expect(ofSamples).toBeGreaterThan(1.1)
    for (const mode of ['average', 'highres', 'envelope']) {
      const measured = await peakToPeak(mode)
      expect(Math.abs(measured / ofSamples - 1)).toBeLessThan(0.1)
    }
  })
})
