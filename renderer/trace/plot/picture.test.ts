import { describe, expect, it } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { defaultInput } from '#shared/kinds/settings.ts'
import { fullScale } from '#shared/screen/codes.ts'
import { frameExtent } from '../../scale/frame-extent.ts'
import { envelopeFrame, rawFrame } from '../../testing/frames.ts'
import { composePicture } from './picture.ts'

const channel: ChannelState = {
  id: 'voltage0',
  index: 0,
  enabled: true,
  scanType: 'le:s16/16>>0',
  unit: 'V',
  scaleMillivolts: 1,
  offsetCodes: 0,
  factor: 1,
  input: defaultInput,
  source: 'sine',
  file: null,
  loading: null,
  stream: null,
}
const view = { secondsPerDiv: 0.1, positionSeconds: 0, columns: 100, atSample: null }
const channelView = () => ({ voltsPerDiv: 0.5, offsetVolts: 1 })

describe('the picture', () => {
  it('has one run per enabled channel of the frame', () => {
    const frame = rawFrame([1000, -1000], { triggerSample: 0, samplingFrequencyHz: 10 })
    const picture = composePicture({ frame, view, channels: [channel], channelView, seams: [] })
    expect(picture.runs).toHaveLength(1)
    expect([...picture.runs[0]!.low]).toEqual([4, 0])
    expect(composePicture({ frame, view, channels: [], channelView, seams: [] }).runs).toEqual([])
  })

  it('marks gaps in the window', () => {
    const frame = rawFrame([0, 0, 0, 0], {
      triggerSample: 0,
      samplingFrequencyHz: 10,
      gaps: [{ first: 1, count: 2 }],
    })
    const { gaps } = composePicture({ frame, view, channels: [channel], channelView, seams: [] })
    expect(gaps[0]?.from).toBeCloseTo(0.6)
    expect(gaps[0]?.to).toBeCloseTo(0.8)
  })
})

describe('extents', () => {
  it('are those of the signal in the frame', () => {
    const frame = envelopeFrame([
      [-200, 100],
      [32767, -32768],
      [50, 900],
    ])
    expect(frameExtent(frame, channel)?.low).toBeCloseTo(-0.2)
    expect(frameExtent(frame, channel)?.high).toBeCloseTo(0.9)
  })

  it('do not exist for a channel the frame does not hold, nor for an empty one', () => {
    expect(frameExtent(rawFrame([1]), { ...channel, index: 1 })).toBeNull()
    expect(frameExtent(rawFrame([]), channel)).toBeNull()
  })

  it('of the converter come from its scale', () => {
    expect(fullScale(channel)).toEqual({ low: -32.768, high: 32.767 })
  })
})
