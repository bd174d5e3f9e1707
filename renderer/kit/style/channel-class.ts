// The colour of a channel, as a class of `base.css`.

/** So many channels have a colour of their own, `--c1` and on; the colour behind them is that of the math trace. */
export const channelColors = 16

/** @param index of the channel in the scan, or the number of a derived trace */
export function channelClass(index: number): string {
  return index < channelColors ? `channel-${index}` : 'channel-math'
}
