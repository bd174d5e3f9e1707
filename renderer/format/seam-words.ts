// What a seam is called on the screen: by the names and units of the screen, not by those of the device tree. Pure.
import type { Seam } from '#shared/contract/instrument.ts'
import { channelName } from '#shared/names.ts'
import { formatBytes, formatSi } from '#shared/units.ts'
import { shownValue } from './attribute-units.ts'
import { groupDigits } from './figures.ts'

const subjects: Record<Seam['subject'], string> = {
  blockBytes: 'block',
  blockCount: 'blocks',
  watermark: 'watermark',
  channels: 'channels',
  samplingFrequency: 'rate',
  source: 'source',
  gap: 'gap',
  clock: 'clock',
  device: 'device',
}

/** A value of a seam in the unit of its subject; anything that is not a number stays as it was written. */
function seamValue(subject: Seam['subject'], text: string): string {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) return text
  if (subject === 'blockBytes') return formatBytes(value)
  if (subject === 'samplingFrequency') return formatSi(value, 'S/s')
  return groupDigits(value)
}

/** `voltage1/source_frequency 1000`, as the instrument writes it for an attribute: its path, and the value before. */
function attributeOf(from: string): { readonly path: string; readonly before: string } | null {
  const [, path, before] = /^(\S+) (.*)$/s.exec(from) ?? []
  return path === undefined || before === undefined || !/[a-z]/i.test(path) ? null : { path, before }
}

/** `CH2 source frequency` for `voltage1/source_frequency`; the last part of any other path, in words. */
function attributeName(path: string): string {
  const [, channel, attribute] = /^(?:in_)?voltage(\d+)[/_](\w+)$/.exec(path) ?? []
  const words = (attribute ?? path.slice(path.lastIndexOf('/') + 1)).replaceAll('_', ' ')
  return channel === undefined ? words : `${channelName(Number(channel))} ${words}`
}

function changeOf({ subject, from, to }: Seam): string {
  const attribute = attributeOf(from)
  if (attribute === null) return `${subjects[subject]} ${seamValue(subject, from)} → ${seamValue(subject, to)}`
  const { path, before } = attribute
  if (subject === 'channels') return `${attributeName(path).replace(/ en$/, '')} ${to.trim() === '0' ? 'off' : 'on'}`
  if (subject === 'samplingFrequency')
    return `${subjects[subject]} ${seamValue(subject, before)} → ${seamValue(subject, to)}`
  return `${attributeName(path)} ${shownValue(path, before)} → ${shownValue(path, to)}`
}

/** `block 1 MiB → 512 KiB · 0 lost`, `CH2 on · 0 lost`. */
export function seamLabel(seam: Seam): string {
  const lost = `${groupDigits(seam.lostSamples)} lost`
  if (seam.subject === 'gap') return `gap · ${lost}`
  if (seam.subject === 'clock') return `clock ${formatSi(seam.costMs / 1e3, 's')} behind · ${lost}`
  return `${changeOf(seam)} · ${lost}`
}

/** What the change cost, for the lines that have room: `3.1 ms, hardware kept running`. */
export function seamCost(seam: Seam): string {
  if (seam.subject === 'gap') return `${formatSi(seam.costMs / 1e3, 's')} are missing`
  if (seam.subject === 'clock') return 'this machine is too slow for the rate'
  return `${seam.costMs.toFixed(1)} ms, ${seam.how === 'live' ? 'hardware kept running' : 'stopped and restarted'}`
}
