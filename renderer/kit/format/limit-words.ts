// The bandwidth limits of what is drawn, in words.
import { channelName } from '#shared/names.ts'
import { formatSetting, formatShare, wholeShare } from './figures.ts'

export interface ChannelLimit {
  readonly channel: number
  readonly hz: number
  /** Of the samples that were filtered in time. */
  readonly share: number
}

/** `20 MHz limit`, `CH1 20 MHz limit`; null: there is none. @param drawn the channels that are drawn */
export function limitWords(limits: readonly ChannelLimit[], drawn: readonly number[]): string | null {
  const shown = limits.filter(({ channel }) => drawn.includes(channel))
  const first = shown[0]
  if (first === undefined) return null
  const isSame = shown.length === drawn.length && shown.every(({ hz }) => hz === first.hz)
  const words = isSame
    ? `${formatSetting(first.hz, 'Hz')} limit`
    : shown.map(({ channel, hz }) => `${channelName(channel)} ${formatSetting(hz, 'Hz')} limit`).join(', ')
  const share = Math.min(...shown.map((one) => one.share))
  return share >= wholeShare ? words : `${words}, ${formatShare(share)} of the samples filtered in time, others hatched`
}
