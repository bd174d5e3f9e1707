// How large a stream and a view may be.

/** Channels of a scan that are analysed. */
export const maxChannels = 16
/** Most columns of a frame; a view that asks for more gets this many. */
export const maxColumns = 8192
/** Columns of a persistence map at most: 512 bytes each, so that the map of a channel stays in the second-level cache. */
export const maxMapColumns = 1280
/** Columns of all maps together: of more than four channels each has fewer. */
export const maxDrawnColumns = 4 * maxMapColumns

/** Columns that the map of each of so many channels may have. */
export function mapColumns(channels: number): number {
  return Math.min(maxMapColumns, Math.floor(maxDrawnColumns / Math.max(1, channels)))
}
