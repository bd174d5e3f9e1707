// Persistence of columns a sample wide or more.
//
// First the rows of a group of waveforms are written down, waveform by waveform, in the order in which memory has them;
// then they are counted. Of many waveforms that goes by tiles, across them. Of few it goes column by column, if a column
// has enough samples.

import { BLOCK, GROUP, ROWS, STRIDE } from './row-block'
import { addRun } from './row-runs'
import { mapScans } from './row-scans'
import { countTiles } from './row-tiles'

const SEGMENT: usize = 16
/** Below so many waveforms, and from so many samples of a column on, counting goes by columns. */
const FEW_WAVEFORMS: usize = 24
const LONG_RUN: usize = 8
/** What writing rows may write behind a run. */
const OVERRUN: usize = 16

/**
 * Adds like segments (at most GROUP). `column`: the middle of their first column. `pitch`: scans from column to column;
 * `taken`: scans of each that count.
 */
function addGroup(
  column: usize,
  columns: usize,
  src: usize,
  scanBytes: usize,
  channelBytes: usize,
  list: usize,
  waveforms: usize,
  pitch: usize,
  taken: usize,
  scale: usize,
  scratch: usize,
): void {
  const rows = scratch + ROWS
  const pitchBytes = pitch * scanBytes
  const span = (columns - 1) * pitchBytes + taken * scanBytes
  const byTiles = waveforms >= FEW_WAVEFORMS || taken < LONG_RUN
  const most = min(taken, BLOCK)
  const atOnce = BLOCK / most
  for (let first: usize = 0; first < columns; first += atOnce) {
    const some = min(atOnce, columns - first)
    const middle = column + (first << 9)
    for (let begun: usize = 0; begun < taken; begun += most) {
      const run = min(most, taken - begun)
      const offset = first * pitchBytes + begun * scanBytes
      // By tiles, the rows of a waveform lie together; by columns, those of a column.
      const together = run * waveforms
      const apart = together + OVERRUN
      let dst = rows
      for (let i: usize = 0; i < waveforms; i++) {
        const segment = list + i * SEGMENT
        const from = src + scanBytes * (<usize>load<u32>(segment) + load<u32>(segment, 12))
        const at = from + offset
        const end = from + span
        if (!byTiles) mapScans(at, scanBytes, channelBytes, run, some, pitchBytes, end, scale, dst, apart)
        else if (run == pitch) mapScans(at, scanBytes, channelBytes, run * some, 1, 0, end, scale, dst, 0)
        else mapScans(at, scanBytes, channelBytes, run, some, pitchBytes, end, scale, dst, run)
        dst += byTiles ? STRIDE : run
      }
      if (byTiles) countTiles(middle, rows, STRIDE, waveforms, run * some, run, scratch)
      else for (let i: usize = 0; i < some; i++) addRun(middle + (i << 9), rows + i * apart, together)
    }
  }
}

export function persistence(
  map: usize,
  src: usize,
  channels: u32,
  channel: u32,
  list: usize,
  segments: u32,
  scansPerColumn: u32,
  samplesPerColumn: u32,
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
    while (next < last && load<u32>(next, 4) == column && load<u32>(next, 8) == columns) next += SEGMENT
    addGroup(
      map + (column << 9) + 256,
      columns,
      src,
      scanBytes,
      channelBytes,
      list,
      (next - list) / SEGMENT,
      scansPerColumn,
      samplesPerColumn,
      scale,
      scratch,
    )
    list = next
  }
}
