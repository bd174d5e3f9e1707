// What an acquisition mode draws, in words that stand beside the trace: how many records or samples are behind it, what that gained,
// and why the samples themselves are drawn where it draws nothing.
import type { Acquired } from '#shared/frame/acquired.ts'
import { acquisitions } from '#shared/kinds/acquisitions.ts'
import { formatShare, groupDigits } from './figures.ts'

const whyNot: { readonly [S in Exclude<Acquired['state'], 'drawn'>]: string } = {
  fine: 'one sample per point, nothing to average',
  untriggered: 'no trigger to align records at',
  past: 'records are of now, not of the past',
  none: 'no record yet',
  other: 'records are of another window',
}

const bits = (gained: number): string => ` · +${gained.toFixed(1)} bits`

const partly = (share: number, things: string): string =>
  share < 1 ? ` · of ${formatShare(share)} of the ${things}` : ''

const counted = ({ records, wanted }: Acquired): string =>
  `${groupDigits(records)}${wanted > 0 ? ` of ${groupDigits(wanted)}` : ''} ${records === 1 && wanted === 0 ? 'record' : 'records'}`

/** `average of 12 of 64 records · +1.8 bits`; or `average: no record yet`. */
export function acquisitionWords(acquired: Acquired): string {
  const { mode, state, step, share, bitsGained } = acquired
  const name = acquisitions[mode].name.toLowerCase()
  if (state !== 'drawn') return `${name}: ${whyNot[state]}`
  const samples = step > 1 ? ` · ${groupDigits(step)} samples per point` : ''
  if (mode === 'highres') return `${name}${samples}${bits(bitsGained)}${partly(share, 'samples')}`
  if (mode === 'average')
    return `${name} of ${counted(acquired)}${samples}${bits(bitsGained)}${partly(share, 'records')}`
  return `${name} of ${counted(acquired)}${samples}${partly(share, 'records')}`
}
