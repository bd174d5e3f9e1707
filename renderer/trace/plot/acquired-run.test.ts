// What an acquisition mode draws: in the place of the samples, on its own points, with the parts of a code.
import { describe, expect, it } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { type Acquired, encodeAcquired } from '#shared/frame/acquired.ts'
import { decodeFrame, encodeFrame, type Frame } from '#shared/frame/frame.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { rawFrame } from '../../testing/frames.ts'
import { composePicture } from './picture.ts'

const channel = { id: 'voltage0', index: 0, enabled: true, scaleMillivolts: 1000, offsetCodes: 0 } as ChannelState
const described: Acquired = {
  mode: 'average',
  state: 'drawn',
  records: 4,
  wanted: 4,
  bitsGained: 1,
  share: 1,
  first: 9.5,
  step: 1,
  points: 3,
}

/** As it comes from the instrument: samples that are all 100, and what is drawn in their place. */
function frameOf(about: Partial<Acquired>, values: readonly number[] | null): Frame {
  const frame = rawFrame(Array<number>(20).fill(100), { triggerSample: 10, samplingFrequencyHz: 1 })
  const sections = [
    ...frame.sections,
    { kind: sectionKind.acquisition, channel: 0, data: encodeAcquired({ ...described, ...about }) },
  ]
  if (values !== null)
    sections.push({ kind: sectionKind.acquired, channel: 0, data: new Uint8Array(Float32Array.from(values).buffer) })
  return decodeFrame(encodeFrame({ ...frame, sections }))
}

function runOf(frame: Frame, columns = 100, secondsPerDiv = 2) {
  const view = { secondsPerDiv, positionSeconds: 0, columns, atSample: null }
  const channelView = () => ({ voltsPerDiv: 1, offsetVolts: 0 })
  return composePicture({ frame, view, channels: [channel], channelView, seams: [] }).runs[0]!
}

describe('the run of an acquisition mode', () => {
  it('is drawn in the place of the samples, between the codes and between the samples', () => {
    const run = runOf(frameOf({}, [0.25, 0.5, 0.25]))
    expect(run.form).toBe('line')
    const shown = [...run.samples].map((k) => [run.x[k], run.low[k]])
    expect(shown).toEqual([
      [-0.5, 0.25],
      [0.5, 0.5],
      [1.5, 0.25],
    ])
  })

  it('is a straight line through means of several samples, broken where there is none', () => {
    const run = runOf(frameOf({ mode: 'highres', step: 4, first: 1.5 }, [1.5, Number.NaN, 2.5]))
    expect([...run.x]).toEqual([-8.5, -4.5, -0.5])
    expect([...run.low]).toEqual([1.5, Number.NaN, 2.5])
    expect(run.low).toBe(run.high)
  })

  it('of many points in a column goes from the lowest to the highest of them', () => {
    const values = Array.from({ length: 1000 }, (_, k) => (k === 500 ? 3.5 : k % 2))
    const run = runOf(frameOf({ points: 1000, first: -490, step: 1 }, values), 20, 100)
    expect(run.form).toBe('band')
    expect(Math.max(...run.high)).toBe(3.5)
    expect(Math.min(...run.low)).toBe(0)
  })

  it('of an envelope is a band of columns in their places', () => {
    const run = runOf(frameOf({ mode: 'envelope', step: 2, first: 8.5 }, [-1, 2, Number.NaN, Number.NaN, 0, 5]))
    expect(run.form).toBe('band')
    expect([...run.x]).toEqual([-1.5, 0.5, 2.5])
    expect([...run.low]).toEqual([-1, Number.NaN, 0])
    expect([...run.high]).toEqual([2, Number.NaN, 5])
    expect(run.columnSeconds).toBe(2)
  })

  it.each<[string, Frame]>([
    ['there is nothing to draw', frameOf({ state: 'untriggered', points: 0 }, null)],
    ['its values are not whole', frameOf({}, [1, 2])],
  ])('gives way to the samples where %s', (_, frame) => {
    expect(Math.max(...runOf(frame).high)).toBe(100)
  })
})
