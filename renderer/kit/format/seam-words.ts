// What a seam is called on the screen: by the names and units of the screen, not by those of the device tree. Pure.
import type { AttributeValue, Seam, SeamChange } from '#shared/contract/topics/seams.ts'
import { channelName } from '#shared/names.ts'
import { formatBytes, formatSi } from '#shared/units.ts'
import { shownValue } from './attribute-units.ts'
import { groupDigits } from './figures.ts'

/** What a seam says it changed, from one value to another; the clock and gaps have words of their own. */
type Change = Exclude<SeamChange, { subject: 'gap' | 'clock' }>

const arrow = (what: string, from: string, to: string): string => `${what} ${from} → ${to}`

/** `CH2` for `voltage1`; other ids stay as they are. */
function nameOfChannel(id: string): string {
  const index = /^voltage(\d+)$/.exec(id)?.[1]
  return index === undefined ? id : channelName(Number(index))
}

/** `CH2 source frequency` for `voltage1/source_frequency`; the last part of any other path, in words. */
function attributeName(path: string): string {
  const [, channel, attribute] = /^(?:in_)?(voltage\d+)[/_](\w+)$/.exec(path) ?? []
  const words = (attribute ?? path.slice(path.lastIndexOf('/') + 1)).replaceAll('_', ' ')
  return channel === undefined ? words : `${nameOfChannel(channel)} ${words}`
}

/** Every kind of change in the words and units of the screen. */
const words: { readonly [S in Change['subject']]: (change: Extract<Change, { subject: S }>) => string } = {
  blockBytes: ({ from, to }) => arrow('block', formatBytes(from), formatBytes(to)),
  blockCount: ({ from, to }) => arrow('blocks', groupDigits(from), groupDigits(to)),
  watermark: ({ from, to }) => arrow('watermark', groupDigits(from), groupDigits(to)),
  samplingFrequency: ({ from, to }) => arrow('rate', formatSi(from, 'S/s'), formatSi(to, 'S/s')),
  channels: ({ channel, to }) => `${nameOfChannel(channel)} ${to ? 'on' : 'off'}`,
  source: (change) => attributeChange(change),
  device: (change) => attributeChange(change),
}

function attributeChange({ path, from, to }: { path: string; from: AttributeValue; to: AttributeValue }): string {
  return arrow(attributeName(path), shownValue(path, String(from)), shownValue(path, String(to)))
}

/** `block 1 MiB → 512 KiB · 0 lost`, `CH2 on · 0 lost`. */
export function seamLabel(seam: Seam): string {
  const lost = `${groupDigits(seam.lostSamples)} lost`
  if (seam.subject === 'gap') return `gap · ${lost}`
  if (seam.subject === 'clock') return `clock ${formatSi(seam.costMs / 1e3, 's')} behind · ${lost}`
  const say = words[seam.subject] as (change: Change) => string
  return `${say(seam)} · ${lost}`
}

/** What the change cost, for the lines that have room: `3.1 ms, hardware kept running`. */
export function seamCost(seam: Seam): string {
  if (seam.subject === 'gap') return `${formatSi(seam.costMs / 1e3, 's')} are missing`
  if (seam.subject === 'clock') return 'this machine is too slow for the rate'
  return `${seam.costMs.toFixed(1)} ms, ${seam.how === 'live' ? 'hardware kept running' : 'stopped and restarted'}`
}
