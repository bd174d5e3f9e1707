import { describe, expect, it } from 'vitest'
import { envelopeFrame, rawFrame } from '../../testing/frames.ts'
import { clippedColumns, clippedSpans } from './clipped.ts'

describe('the times at which a channel is clipped', () => {
  it('are those of its samples at a limit, half a sample to both sides', () => {
    const frame = rawFrame([0, 32767, 32767, 5, -32768, 32766], { clippedChannels: 1 })
    expect(clippedSpans(frame, frame.sections[0]!, 1)).toEqual([
      { from: -0.5, until: 1.5 },
      { from: 2.5, until: 3.5 },
    ])
    expect(clippedSpans({ ...frame, clippedChannels: 2 }, frame.sections[0]!, 1)).toEqual([])
  })

  it('are those of whole columns; an empty column is not at a limit', () => {
    const columns = [
      [-5, 32767],
      [32767, -32768],
      [-32768, 0],
    ] as const
    const frame = envelopeFrame(columns, { clippedChannels: 1, scansPerPoint: 10 })
    expect(clippedSpans(frame, frame.sections[0]!, 0)).toEqual([
      { from: 0, until: 10 },
      { from: 20, until: 30 },
    ])
  })

  it('are whole columns of pixels, each once, and only those in the plot', () => {
    const spans = [
      { from: -9, until: -8 },
      { from: 1.2, until: 1.3 },
      { from: 1.4, until: 1.6 },
      { from: 1.9, until: 4.1 },
      { from: 19.5, until: 30 },
    ]
    expect(clippedColumns(spans, { x: (seconds) => seconds }, { left: 0, right: 20 })).toEqual([
      { left: 1, width: 1 },
      { left: 2, width: 3 },
      { left: 19, width: 1 },
    ])
  })
})
