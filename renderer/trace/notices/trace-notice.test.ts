import { describe, expect, it } from 'vitest'
import type { Stats } from '#shared/contract/topics/status.ts'
import type { InstrumentState } from '#shared/contract/topics.ts'
import { type NoticeInput, traceNotice } from './trace-notice.ts'

const trigger = { kind: 'edge', channel: 'voltage0', slope: 'rising', level: 0.12 } as const
const channel = (index: number, enabled = true) => ({
  id: `voltage${index}`,
  index,
  enabled,
  input: { bandwidth: 0 },
})
const state = (over: Record<string, unknown> = {}) =>
  ({
    acquisition: 'running',
    fault: null,
    samplingFrequencyHz: 1e6,
    channels: [channel(0)],
    trigger,
    buffer: { blockBytes: 4096, bytesPerScan: 2 },
    ...over,
  }) as unknown as InstrumentState
const word = (triggerWord: Stats['triggerWord']) => ({ triggerWord }) as Stats
const notice = (over: Partial<NoticeInput> = {}) =>
  traceNotice({
    link: 'live',
    error: null,
    state: state(),
    stats: null,
    anchor: 'trigger',
    sights: [{ channel: 0, sight: 'in' }],
    extent: null,
    view: { secondsPerDiv: 1e-3 },
    ...over,
  })

describe('the notice on the trace', () => {
  it('is silent when all is well', () => {
    expect(notice()).toBeNull()
    expect(notice({ stats: word('armed'), anchor: 'auto' })).toBeNull()
  })

  it('tells empty, stopped, waiting, faulty and disconnected apart', () => {
    const normal = state({ triggerMode: 'normal' })
    const said = [
      notice({ link: 'connecting', state: null, anchor: null }),
      notice({ state: state({ acquisition: 'stopped' }), anchor: null, sights: [] }),
      notice({ state: state({ acquisition: 'stopped' }) }),
      notice({ state: normal, stats: word('armed') }),
      notice({ state: state({ acquisition: 'single' }), stats: word('armed') }),
      notice({ state: state({ acquisition: 'fault', fault: 'The DMA controller stalled.' }) }),
      notice({ link: 'lost' }),
      notice({ link: 'refused', state: null, anchor: null }),
      notice({ state: state({ channels: [channel(0, false)] }) }),
      notice({ state: state({ channels: [channel(0, false), channel(1)] }) }),
      notice({ anchor: 'roll' }),
      notice({ anchor: 'past' }),
      notice({ anchor: 'past', sights: [{ channel: 0, sight: 'none' }] }),
      notice({ anchor: null, sights: [] }),
      notice({ view: { secondsPerDiv: 1e-8 } }),
    ].map((one) => one?.text)
    expect(said).not.toContain(undefined)
    expect(new Set(said).size).toBe(said.length)
  })

  it('never covers a trace', () => {
    const faulty = state({ acquisition: 'fault', fault: 'The DMA controller stalled.' })
    for (const one of [notice({ link: 'lost' }), notice({ state: faulty }), notice({ view: { secondsPerDiv: 1e-8 } })])
      expect(one?.place).toBe('corner')
  })

  it('says how long a block takes, where nothing comes before it is full', () => {
    const buffer = { blockBytes: 1 << 20, bytesPerScan: 2 }
    const slow = state({ buffer, samplingFrequencyHz: 1000 })
    expect(notice({ state: slow, stats: word('ready'), anchor: null })).toMatchObject({
      ...{ place: 'middle', text: 'Waiting for the first block' },
      tip: 'A block of 1 MiB takes 524 s to fill at this rate. A smaller one comes sooner.',
    })
    expect(notice({ state: slow, stats: word('ready') })?.place).toBe('corner')
    expect(notice({ state: slow, stats: word('auto') })).toBeNull()
    expect(notice({ state: state({ buffer, samplingFrequencyHz: 1e6 }), stats: word('ready') })).toBeNull()
  })

  it('says why a capture stopped by itself', () => {
    const fault = state({ acquisition: 'fault', fault: 'The DMA controller stalled.' })
    expect(notice({ state: fault })?.tip).toContain('The DMA controller stalled.')
  })

  it('says what is waited for, whatever the mode, and why it does not come', () => {
    const single = state({ acquisition: 'single' })
    expect(notice({ state: single, stats: word('armed') })?.text).toBe('single: waiting for CH1 ↗ 120 mV')
    const below = notice({ state: single, stats: word('armed'), extent: { low: -0.05, high: 0.05 } })
    expect(below?.tip).toBe('The level is above the signal (−50 mV to 50 mV); 50 % sets it to the middle.')
    const normal = state({ triggerMode: 'normal' })
    expect(notice({ state: normal, stats: word('armed') })?.tip).toBe('Shift + T takes a record now.')
    expect(notice({ state: normal, stats: word('trigd') })).toBeNull()
  })

  it('says that the channel of the trigger is off', () => {
    const off = state({ channels: [channel(0, false), channel(1)] })
    expect(notice({ state: off })?.text).toBe('no trigger: CH1, its channel, is off')
  })

  it('says so when the screen is shorter than a sample', () => {
    expect(notice({ view: { secondsPerDiv: 5e-8 } })).toMatchObject({
      text: 'less than a sample in view',
      tip: 'One comes every 1 µs. − shows more time, a higher sample rate more samples.',
    })
    expect(notice({ view: { secondsPerDiv: 1e-6 } })).toBeNull()
  })
})
