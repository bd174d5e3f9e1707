// Persistence of wide columns: of each some clusters of eight samples are counted, or as many as it has.
//
// A column is taken for a ring, and cut, from anywhere on, into as many stretches as it gets clusters; in each of them a
// cluster begins anywhere. All of that is chosen at random for each column of each waveform. So every sample has the
// same chance, whatever the period of the signal is to the columns: what is left out makes grain, and never a figure.
//
// What is counted for a sample is not its code, but one anywhere on the line to the next sample: a signal whose samples
// fall on few codes is on all those between them as well, and would be a set of stripes otherwise.
//
// As with whole columns, rows of several waveforms are written down first, column by column, and then counted.

import { chosen, mixed, nextRandom } from '../synthesis/random'
import { GROUP, LINE, RANDOM, ROWS, STRIDE } from './row-block'
import { addRun } from './row-runs'
import { centreOf, doubledOf, offsetOf, rowsOf, weightsOf } from './row-scale'
import { gather } from './row-scans'

const SEGMENT: usize = 12
const CLUSTER: usize = 8
const ROOM: usize = GROUP * STRIDE

/** Eight samples of one channel, one scan after the other. */
// @ts-ignore: decorator
@inline
function eight(at: usize, scanBytes: usize): v128 {
  return scanBytes == 2 ? v128.load(at) : gather(at, scanBytes)
}

/** Codes on the lines from eight samples to the next ones, each a random share of the way, which is 0..32767. */
// @ts-ignore: decorator
@inline
function onLines(at: usize, scanBytes: usize, share: v128): v128 {
  return i16x8.add_sat_s(
    i16x8.q15mulr_sat_s(eight(at + scanBytes, scanBytes), share),
    i16x8.q15mulr_sat_s(eight(at, scanBytes), i16x8.sub(i16x8.splat(32767), share)),
  )
}

/** Eight of the codes of a column at `at`, from `place` on; behind its end its first ones follow. */
// @ts-ignore: decorator
@inline
function cluster(at: usize, scanBytes: usize, scans: usize, place: usize, share: v128): v128 {
  const whole = min(place, scans - CLUSTER)
  const codes = onLines(at + whole * scanBytes, scanBytes, share)
  if (whole == place) return codes
  // The last samples of the column are in the upper lanes.
  const ahead = i16x8.splat(<i16>(place - whole))
  return v128.bitselect(codes, onLines(at, scanBytes, share), i16x8.ge_s(i16x8(0, 1, 2, 3, 4, 5, 6, 7), ahead))
}

/** Eight shares 0..32767 of one random number. */
// @ts-ignore: decorator
@inline
function sharesOf(random: u32): v128 {
  // Products with different odd numbers: any one is as random as the number, and no two go together.
  const factors = i16x8(0x6255, -0x61c9, 0x3c6f, -0x2559, 0x78dd, 0x1715, -0x4ab3, 0x5385)
  return i16x8.shr_u(i16x8.mul(i16x8.splat(<i16>(random >> 16)), factors), 1)
}

/**
 * Writes down the rows of `clusters` clusters of each of `columns` columns of a waveform, eight bytes each, those of a
 * column together, `apart` bytes from those of the next. Returns the next random state.
 */
function mapClusters(
  at: usize,
  scanBytes: usize,
  scans: usize,
  columns: usize,
  clusters: u32,
  random: u32,
  scale: usize,
  dst: usize,
  apart: usize,
): u32 {
  const first = weightsOf(scale, 0)
  const second = weightsOf(scale, 16)
  const offset = offsetOf(scale)
  const doubled = doubledOf(scale)
  const centre = centreOf(scale)
  const least = <u32>scans / clusters
  const rest = <u32>scans % clusters
  let state = random
  for (; columns > 0; columns--, at += scans * scanBytes, dst += apart) {
    state = nextRandom(state)
    let begin = chosen(state, scans)
    let over: u32 = 0
    for (let k: u32 = 0, to = dst; k < clusters; k++, to += CLUSTER) {
      // What the division leaves over makes some stretches longer by one.
      let stretch = <usize>least
      over += rest
      if (over >= clusters) {
        over -= clusters
        stretch++
      }
      state = nextRandom(state)
      // A stretch that a cluster fills has no other place for it.
      let place = begin + (stretch > CLUSTER ? chosen(state, stretch) : 0)
      if (place >= scans) place -= scans
      state = nextRandom(state)
      const codes = cluster(at, scanBytes, scans, place, sharesOf(state))
      const rows = rowsOf(codes, first, second, offset, doubled, centre)
      v128.store64_lane(to, i8x16.narrow_i16x8_s(rows, rows), 0)
      begin += stretch
    }
  }
  return state
}

/** Adds like segments (at most GROUP). `column`: the middle of their first column. */
function addSparse(
  column: usize,
  columns: usize,
  src: usize,
  scanBytes: usize,
  list: usize,
  waveforms: usize,
  scans: usize,
  clusters: u32,
  hit: u32,
  scale: usize,
  scratch: usize,
): void {
  const each = <usize>clusters * CLUSTER
  const together = each * waveforms
  const atOnce = ROOM / together
  const states = scratch + LINE
  let state = load<u32>(scratch, RANDOM)
  for (let i: usize = 0; i < waveforms; i++) {
    state = nextRandom(state)
    store<u32>(states + (i << 2), mixed(state))
  }
  store<u32>(scratch, state, RANDOM)
  for (let done: usize = 0; done < columns; done += atOnce) {
    const some = min(atOnce, columns - done)
    let dst = scratch + ROWS
    for (let i: usize = 0; i < waveforms; i++, dst += each) {
      const at = src + scanBytes * (<usize>load<u32>(list + i * SEGMENT) + done * scans)
      const random = states + (i << 2)
      const next = mapClusters(at, scanBytes, scans, some, clusters, load<u32>(random), scale, dst, together)
      store<u32>(random, next)
    }
    let rows = scratch + ROWS
    for (let i: usize = 0; i < some; i++, rows += together) addRun(column + ((done + i) << 9), rows, together, hit)
  }
}

export function persistenceSparse(
  map: usize,
  src: usize,
  channels: u32,
  channel: u32,
  list: usize,
  segments: u32,
  scansPerColumn: u32,
  clusters: u32,
  unit: i32,
  scale: usize,
  scratch: usize,
): void {
  const scanBytes = <usize>channels << 1
  const end = list + <usize>segments * SEGMENT
  // The rows of a column must have room, for all waveforms of a group.
  const most = max<usize>(1, min(GROUP, ROOM / (<usize>clusters * CLUSTER)))
  src += <usize>channel << 1
  while (list < end) {
    const column = <usize>load<u32>(list, 4)
    const columns = <usize>load<u32>(list, 8)
    const last = list + min(most * SEGMENT, end - list)
    let next = list + SEGMENT
    while (next < last && <usize>load<u32>(next, 4) == column && <usize>load<u32>(next, 8) == columns) next += SEGMENT
    const waveforms = (next - list) / SEGMENT
    const middle = map + (column << 9) + 256
    addSparse(middle, columns, src, scanBytes, list, waveforms, scansPerColumn, clusters, 1 << unit, scale, scratch)
    list = next
  }
}
