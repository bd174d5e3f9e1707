// Figures as the screen writes them: SI prefixes, grouped digits, constant width.
import type { FrameHeader } from '#shared/frame/frame.ts'
import { siParts } from '#shared/units.ts'

const thinSpace = '\u2009'

/** An SI figure without trailing zeros, for settings: `200 mV`, `1 V`, `2.5 µs`. */
export function formatSetting(value: number, unit: string, significant = 4): string {
  if (value === 0) return `0 ${unit}`
  const parts = siParts(value, unit, significant)
  const digits = parts.digits.includes('.') ? parts.digits.replace(/\.?0+$/, '') : parts.digits
  return `${digits} ${parts.unit}`
}

/** `formatSetting` with its sign always shown: `+0.25 V`. */
export function formatSigned(value: number, unit: string): string {
  return value > 0 ? `+${formatSetting(value, unit)}` : formatSetting(value, unit)
}

/** Whole numbers in groups of three: `65 536`. */
export function groupDigits(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, thinSpace)
}

/** An instant of a stream, with the digits that a part of a sample needs: a stream lasts for hours. */
export function formatInstant(seconds: number, samplingFrequencyHz: number): string {
  const digits = Math.min(12, Math.max(3, Math.ceil(Math.log10(samplingFrequencyHz)) + 1))
  return `${seconds.toFixed(digits)} s`
}

/** A share 0..1 in per cent with one decimal below ten: `3.9 %`. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return '– %'
  const percent = share * 100
  return `${percent < 9.95 ? percent.toFixed(1) : percent.toFixed(0)} %`
}

/** Ratios read well with three digits: 833, 4.17, 12 500. */
function ratio(value: number): string {
  if (value >= 1000) return groupDigits(value)
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
}

/** From this share on it is all of them, in words. */
export const wholeShare = 0.9995

/**
 * What the pixels were made from: `raw 1:1`, `envelope 833:1 · peaks kept`, and with a glow what that was counted from.
 * @param acquired what an acquisition mode draws instead, or why it does not; null: no mode is chosen
 * @param joined what is drawn between samples; null: they are not joined
 * @param counted share of the samples that the persistence map on the screen was counted from; null: none is
 */
export function truthBadge(
  frame: FrameHeader,
  drawnAsBand: boolean,
  counted: number | null,
  acquired: { readonly words: string; readonly isDrawn: boolean } | null = null,
  joined: string | null = null,
): string {
  const gap = frame.hasGap ? ' · has a gap' : ''
  const glow =
    counted === null
      ? ''
      : ` · persistence of ${counted >= wholeShare ? 'all' : `${formatShare(counted)} of the`} samples`
  const line = joined === null ? '' : ` · ${joined}`
  if (acquired?.isDrawn) return `${acquired.words}${line}${glow}${gap}`
  const why = acquired === null ? '' : ` · ${acquired.words}`
  if (frame.form === 'raw') return `raw 1:1${drawnAsBand ? ' · peaks kept per pixel' : ''}${line}${glow}${gap}${why}`
  return `envelope ${ratio(frame.scansPerPoint)}:1 · peaks kept${glow}${gap}${why}`
}
