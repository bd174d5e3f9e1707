import { describe, expect, it } from 'vitest'
import type { InstrumentState, Stats } from '#shared/contract/instrument.ts'
import { traceNotice } from './trace-notice.ts'

const state = (over: Partial<InstrumentState> = {}) =>
  ({
    acquisition: 'running',
    fault: null,
    channels: [{ enabled: true }],
    trigger: { mode: 'auto' },
    ...over,
  }) as InstrumentState
const armed = { triggerWord: 'armed' } as Stats
const text = (...args: Parameters<typeof traceNotice>) => traceNotice(...args)?.text

describe('the notice on the trace', () => {
  it('is silent when all is well', () => {
    expect(traceNotice('live', null, state(), null, 'trigger')).toBeNull()
    expect(traceNotice('live', null, state(), armed, 'auto')).toBeNull()
  })

  it('tells empty, stopped, waiting, faulty and disconnected apart', () => {
    const normal = state({ trigger: { mode: 'normal', channel: 'voltage0', slope: 'rising', levelVolts: 0 } })
    const said = [
      text('connecting', null, null, null, null),
      text('live', null, state({ acquisition: 'stopped' }), null, null),
      text('live', null, state({ acquisition: 'stopped' }), null, 'trigger'),
      text('live', null, normal, armed, 'trigger'),
      text('live', null, state({ acquisition: 'fault', fault: 'The DMA controller stalled.' }), null, 'trigger'),
      text('lost', null, state(), null, 'trigger'),
      text('refused', null, null, null, null),
      text('live', null, state({ channels: [] }), null, 'trigger'),
      text('live', null, state(), null, 'roll'),
      text('live', null, state(), null, 'past'),
      text('live', null, state(), null, null),
    ]
    expect(said).not.toContain(undefined)
    expect(new Set(said).size).toBe(said.length)
  })

  it('says why a capture stopped by itself', () => {
    const fault = state({ acquisition: 'fault', fault: 'The DMA controller stalled.' })
    expect(traceNotice('live', null, fault, null, 'trigger')?.tip).toContain('The DMA controller stalled.')
  })
})
