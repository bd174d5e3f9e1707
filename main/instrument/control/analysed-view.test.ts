import { describe, expect, it } from 'vitest'
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { defaultInput } from '#shared/kinds/settings.ts'
import { analysedView } from './analysed-view.ts'

/** 1 mV a code, and code 100 is 0 V. */
const channel = (index: number): ChannelState => ({
  id: `voltage${index}`,
  index,
  enabled: true,
  scanType: 'le:s16/16>>0',
  unit: 'V',
  scaleMillivolts: 1,
  offsetCodes: -100,
  factor: 1,
  input: defaultInput,
  source: 'sine',
  file: null,
  loading: null,
  stream: null,
})
const channels = [channel(0), channel(1)]
const view = { secondsPerDiv: 1e-6, positionSeconds: 0, columns: 1000, atSample: null }

describe('analysedView', () => {
  it('says in codes what the screen shows of each channel', () => {
    const vertical = [
      { channel: 'voltage1', lowVolts: -0.5, highVolts: 0.5 },
      { channel: 'voltage0', lowVolts: 0, highVolts: 2 },
    ]
    expect(analysedView({ ...view, vertical }, channels)).toEqual({
      ...view,
      vertical: [
        { scanIndex: 1, low: -400, high: 600 },
        { scanIndex: 0, low: 100, high: 2100 },
      ],
    })
  })

  it('leaves the axis to the analysis when the viewer names none', () => {
    expect(analysedView(view, channels)).toEqual(view)
  })

  it('hands on what stands above it', () => {
    const overview = { secondsPerDiv: 1e-3, positionSeconds: -2e-3 }
    expect(analysedView({ ...view, overview }, channels)).toEqual({ ...view, overview })
  })

  it('refuses a channel that is not there', () => {
    const vertical = [{ channel: 'voltage2', lowVolts: 0, highVolts: 1 }]
    expect(() => analysedView({ ...view, vertical }, channels)).toThrow(expect.objectContaining({ errno: 'EINVAL' }))
  })
})
