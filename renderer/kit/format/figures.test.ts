import { describe, expect, it } from 'vitest'
import { envelopeFrame, rawFrame } from '../../testing/frames.ts'
import { formatSetting, formatShare, formatSigned, groupDigits, truthBadge } from './figures.ts'

describe('figures', () => {
  it('writes settings without trailing zeros', () => {
    expect(formatSetting(0.2, 'V')).toBe('200 mV')
    expect(formatSetting(1, 'V')).toBe('1 V')
    expect(formatSetting(2.5e-6, 's')).toBe('2.5 µs')
    expect(formatSetting(100, 'Hz')).toBe('100 Hz')
    expect(formatSetting(0, 'V')).toBe('0 V')
  })

  it('shows the sign of an offset', () => {
    expect(formatSigned(0.25, 'V')).toBe('+250 mV')
    expect(formatSigned(-1.1, 'V')).toBe('−1.1 V')
    expect(formatSigned(0, 'V')).toBe('0 V')
  })

  it('groups digits and pads the time of day', () => {
    expect(groupDigits(65536)).toBe('65\u2009536')
    expect(groupDigits(12)).toBe('12')
  })

  it('writes shares in per cent', () => {
    expect(formatShare(0.039)).toBe('3.9 %')
    expect(formatShare(1)).toBe('100 %')
    expect(formatShare(Number.NaN)).toBe('– %')
  })

  it('says what the pixels were made from', () => {
    expect(truthBadge(rawFrame([1]), false, null)).toBe('raw 1:1')
    expect(truthBadge(rawFrame([1]), true, null)).toBe('raw 1:1 · peaks kept per pixel')
    const columns = envelopeFrame([[0, 1]], { scansPerPoint: 833.33 })
    expect(truthBadge(columns, true, null)).toBe('envelope 833:1 · peaks kept')
    expect(truthBadge(columns, true, 1)).toBe('envelope 833:1 · peaks kept · persistence of all samples')
    expect(truthBadge(columns, true, 0.9999)).toContain('persistence of all samples')
    expect(truthBadge(columns, true, 0.125)).toBe('envelope 833:1 · peaks kept · persistence of 13 % of the samples')
    expect(truthBadge(envelopeFrame([[0, 1]], { scansPerPoint: 12500, hasGap: true }), true, null)).toBe(
      'envelope 12\u2009500:1 · peaks kept · has a gap',
    )
  })
})
