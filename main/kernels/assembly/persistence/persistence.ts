// Persistence of columns of few scans, one or more: every sample counts, and is joined to the one before it.
//
// First the rows of a group of waveforms are written down, waveform by waveform, in the order in which memory has them;
// then they are counted by tiles, across the waveforms.

import { FILL_PITCH } from './fills'
import { BLOCK, GROUP, RANDOM, ROWS, STRIDE, WORK } from './row-block'
import { mapScans } from './row-scans'
import { countTiles } from './row-tiles'

const SEGMENT: usize = 12

/**
 * Adds like segments (at most GROUP). `column`: the middle of their first column, `fill`: where lines are filled in it, or 0.
 * `pitch`: scans of a column, at most BLOCK.
 */
function addGroup(
  column: usize,
  fill: usize,
  columns: usize,
  src: usize,
  scanBytes: usize,
  channelBytes: usize,
  list: usize,
  waveforms: usize,
  pitch: usize,
  unit: i32,
  scale: usize,
  scratch: usize,
): void {
  const rows = scratch + ROWS
  const atOnce = BLOCK / pitch
  const end = columns * pitch * scanBytes
  for (let first: usize = 0; first < columns; first += atOnce) {
    const places = min(atOnce, columns - first) * pitch
    const joined = fill != 0 && first > 0
    const offset = first * pitch * scanBytes
    let dst = rows
    for (let i: usize = 0; i < waveforms; i++, dst += STRIDE) {
      const from = src + scanBytes * <usize>load<u32>(list + i * SEGMENT)
      // The place before the first one is the last one of the block before.
      if (joined) store<u8>(dst - 1, load<u8>(dst + atOnce * pitch - 1))
      mapScans(from + offset, scanBytes, channelBytes, places, from + end, scale, dst)
    }
    countTiles(
      column + (first << 9),
      fill ? fill + first * FILL_PITCH : 0,
      rows,
      STRIDE,
      waveforms,
      places,
      pitch,
      joined ? 1 : 0,
      unit,
      scratch + WORK,
      scratch + RANDOM,
    )
  }
}

export function persistence(
  map: usize,
  fills: usize,
  src: usize,
  channels: u32,
  channel: u32,
  list: usize,
  segments: u32,
  scansPerColumn: u32,
  unit: i32,
  scale: usize,
  scratch: usize,
): void {
  const scanBytes = <usize>channels << 1
  const channelBytes = <usize>channel << 1
  const end = list + <usize>segments * SEGMENT
  while (list < end) {
    const column = <usize>load<u32>(list, 4)
    const columns = <usize>load<u32>(list, 8)
    const last = list + min(GROUP * SEGMENT, end - list)
    let next = list + SEGMENT
    while (next < last && <usize>load<u32>(next, 4) == column && <usize>load<u32>(next, 8) == columns) next += SEGMENT
    addGroup(
      map + (column << 9) + 256,
      fills ? fills + column * FILL_PITCH : 0,
      columns,
      src,
      scanBytes,
      channelBytes,
      list,
      (next - list) / SEGMENT,
      scansPerColumn,
      unit,
      scale,
      scratch,
    )
    list = next
  }
}
