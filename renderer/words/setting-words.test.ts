import { describe, expect, it } from 'vitest'
import { changeWords, stepWords } from './setting-words.ts'

describe('the words for a change', () => {
  it.each([
    ['trigger.level', 0.5, 0.2, 'trigger level 500 mV → 200 mV'],
    ['trigger.slope', 'rising', 'falling', 'trigger slope rising → falling'],
    ['trigger.channel', 'voltage0', 'voltage1', 'trigger channel CH1 → CH2'],
    ['trigger.mode', 'auto', 'normal', 'trigger mode auto → normal'],
    ['timebase.secondsPerDiv', 2e-7, 1e-3, 'time per division 200 ns → 1 ms'],
    ['screen.persistence', true, false, 'persistence on → off'],
    ['buffer.blockBytes', 'auto', 65536, 'block size auto → 64 KiB'],
    ['buffer.watermark', 65536, 'auto', 'watermark 65\u2009536 → auto'],
    ['channels.voltage1.voltsPerDiv', 'auto', 0.2, 'CH2 scale auto → 200 mV'],
    ['channels.math1.offset', 0.1, 'auto', 'M1 offset 100 mV → auto'],
    ['math.function', 'off', 'difference', 'math function off → difference'],
    ['acquisition.mode', 'sample', 'highres', 'acquisition mode sample → highres'],
    ['acquisition.average.count', 16, 1024, 'average records 16 → 1\u2009024'],
    ['measurements.gate', 'off', 'cursors', 'measured off → cursors'],
    ['math.b', 'voltage1', 'voltage0', 'math b CH2 → CH1'],
    ['device/gigascope/voltage0/source_frequency', '1000000', '5000', 'CH1 source_frequency 1000000 → 5000'],
    ['device/gigascope/sampling_frequency', '1000', '2000', 'sampling_frequency 1000 → 2000'],
    ['device/dummy/label', '', 'x', 'label nothing → x'],
    ['device/dummy/label', 'x', 'y'.repeat(50), `label x → ${'y'.repeat(40)}…`],
  ])('%s', (path, from, to, said) => {
    expect(changeWords({ path, from, to })).toBe(said)
  })

  it('tell the value now first, and of many changes a few', () => {
    const step = ['a', 'b', 'c', 'd'].map((path) => ({ path, from: '0', to: '1' }))
    expect(stepWords(step.slice(0, 1), true)).toBe('a 1 → 0')
    expect(stepWords(step, false)).toBe('a 0 → 1, b 0 → 1, c 0 → 1, …')
  })
})
