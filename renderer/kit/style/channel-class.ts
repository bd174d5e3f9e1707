// The colour of a channel, as a class of `base.css`.

/** So many channels have a colour of their own: `--c1` and on. */
export const channelColors = 16

/** @param index of the channel in the scan */
export function channelClass(index: number): string {
  return `channel-${index % channelColors}`
}
