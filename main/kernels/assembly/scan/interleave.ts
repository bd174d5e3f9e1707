// Scans to runs per channel and back, for 2, 4 and 8 channels by shuffles, for other numbers sample by sample.

import { zip16High, zip16Low } from './zips'

// @ts-ignore: decorator
@inline
function evens(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
}

// @ts-ignore: decorator
@inline
function odds(a: v128, b: v128): v128 {
  return v128.shuffle<i16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
}

/**
 * Scans taken apart at a time, in bytes. Within such a piece, which stays in the first-level cache, two channels are
 * written at a time: memory takes two long runs much better than eight short ones side by side, above all when the
 * runs lie a power of two apart and so contend for the same places of the caches.
 */
const PIECE: usize = 2048

/** Scans to two channels: all of two. `scans` is a multiple of 8, as below. */
// @ts-ignore: decorator
@inline
function pairOf2(src: usize, scans: usize, dst: usize, stride: usize): void {
  for (let end = dst + (scans << 1); dst < end; src += 32, dst += 16) {
    const a = v128.load(src)
    const b = v128.load(src, 16)
    v128.store(dst, evens(a, b))
    v128.store(dst + stride, odds(a, b))
  }
}

/** Channels 0 and 2 of four, or 1 and 3. */
// @ts-ignore: decorator
@inline
function pairOf4(src: usize, scans: usize, dst: usize, stride: usize, odd: bool): void {
  for (let end = dst + (scans << 1); dst < end; src += 64, dst += 16) {
    const a = v128.load(src)
    const b = v128.load(src, 16)
    const c = v128.load(src, 32)
    const d = v128.load(src, 48)
    const ab = odd ? odds(a, b) : evens(a, b)
    const cd = odd ? odds(c, d) : evens(c, d)
    v128.store(dst, evens(ab, cd))
    v128.store(dst + 2 * stride, odds(ab, cd))
  }
}

/** Two neighbouring channels of eight: of the upper four or the lower, the upper two of these or the lower. */
// @ts-ignore: decorator
@inline
function pairOf8(src: usize, scans: usize, dst: usize, stride: usize, upper4: bool, upper2: bool): void {
  for (let end = dst + (scans << 1); dst < end; src += 128, dst += 16) {
    const a = v128.load(src)
    const b = v128.load(src, 16)
    const c = v128.load(src, 32)
    const d = v128.load(src, 48)
    const e = v128.load(src, 64)
    const f = v128.load(src, 80)
    const g = v128.load(src, 96)
    const h = v128.load(src, 112)
    const ae = upper4 ? zip16High(a, e) : zip16Low(a, e)
    const bf = upper4 ? zip16High(b, f) : zip16Low(b, f)
    const cg = upper4 ? zip16High(c, g) : zip16Low(c, g)
    const dh = upper4 ? zip16High(d, h) : zip16Low(d, h)
    const aceg = upper2 ? zip16High(ae, cg) : zip16Low(ae, cg)
    const bdfh = upper2 ? zip16High(bf, dh) : zip16Low(bf, dh)
    v128.store(dst, zip16Low(aceg, bdfh))
    v128.store(dst + stride, zip16High(aceg, bdfh))
  }
}

export function deinterleave(src: usize, channels: u32, scans: u32, dst: usize, stride: usize): void {
  if (channels == 1) {
    memory.copy(dst, src, <usize>scans << 1)
    return
  }
  const scanBytes = <usize>channels << 1
  const end = src + scanBytes * scans
  if (channels == 2 || channels == 4 || channels == 8) {
    for (let left = <usize>scans & ~7; left > 0; ) {
      const piece = min(left, PIECE / scanBytes)
      if (channels == 2) pairOf2(src, piece, dst, stride)
      else if (channels == 4) {
        pairOf4(src, piece, dst, stride, false)
        pairOf4(src, piece, dst + stride, stride, true)
      } else {
        pairOf8(src, piece, dst, stride, false, false)
        pairOf8(src, piece, dst + 2 * stride, stride, false, true)
        pairOf8(src, piece, dst + 4 * stride, stride, true, false)
        pairOf8(src, piece, dst + 6 * stride, stride, true, true)
      }
      src += piece * scanBytes
      dst += piece << 1
      left -= piece
    }
  }
  for (; src < end; dst += 2) {
    for (let at = dst, next = src + scanBytes; src < next; src += 2, at += stride) store<u16>(at, load<u16>(src))
  }
}

/** Transposes 8 x 8 int16: row r at src + r * srcStride becomes column r. */
// @ts-ignore: decorator
@inline
function transpose(src: usize, srcStride: usize, dst: usize, dstStride: usize): void {
  const a = v128.load(src)
  const b = v128.load(src + srcStride)
  const c = v128.load(src + 2 * srcStride)
  const d = v128.load(src + 3 * srcStride)
  const e = v128.load(src + 4 * srcStride)
  const f = v128.load(src + 5 * srcStride)
  const g = v128.load(src + 6 * srcStride)
  const h = v128.load(src + 7 * srcStride)
  // Three rounds of zipping rows that are 4, then 2, then 1 apart.
  const ae0 = zip16Low(a, e)
  const ae1 = zip16High(a, e)
  const bf0 = zip16Low(b, f)
  const bf1 = zip16High(b, f)
  const cg0 = zip16Low(c, g)
  const cg1 = zip16High(c, g)
  const dh0 = zip16Low(d, h)
  const dh1 = zip16High(d, h)
  const aceg0 = zip16Low(ae0, cg0)
  const aceg1 = zip16High(ae0, cg0)
  const aceg2 = zip16Low(ae1, cg1)
  const aceg3 = zip16High(ae1, cg1)
  const bdfh0 = zip16Low(bf0, dh0)
  const bdfh1 = zip16High(bf0, dh0)
  const bdfh2 = zip16Low(bf1, dh1)
  const bdfh3 = zip16High(bf1, dh1)
  v128.store(dst, zip16Low(aceg0, bdfh0))
  v128.store(dst + dstStride, zip16High(aceg0, bdfh0))
  v128.store(dst + 2 * dstStride, zip16Low(aceg1, bdfh1))
  v128.store(dst + 3 * dstStride, zip16High(aceg1, bdfh1))
  v128.store(dst + 4 * dstStride, zip16Low(aceg2, bdfh2))
  v128.store(dst + 5 * dstStride, zip16High(aceg2, bdfh2))
  v128.store(dst + 6 * dstStride, zip16Low(aceg3, bdfh3))
  v128.store(dst + 7 * dstStride, zip16High(aceg3, bdfh3))
}

export function interleave(src: usize, stride: usize, channels: u32, scans: u32, dst: usize): void {
  if (channels == 1) {
    memory.copy(dst, src, <usize>scans << 1)
    return
  }
  let scan: u32 = 0
  const whole = scans & ~7
  if (channels == 2) {
    const second = src + stride
    for (; scan < whole; scan += 8, dst += 32) {
      const at = <usize>scan << 1
      const a = v128.load(src + at)
      const b = v128.load(second + at)
      v128.store(dst, zip16Low(a, b))
      v128.store(dst, zip16High(a, b), 16)
    }
  } else if (channels == 4) {
    for (; scan < whole; scan += 8, dst += 64) {
      const at = src + (<usize>scan << 1)
      const a = v128.load(at)
      const b = v128.load(at + stride)
      const c = v128.load(at + 2 * stride)
      const d = v128.load(at + 3 * stride)
      const ac0 = zip16Low(a, c)
      const ac1 = zip16High(a, c)
      const bd0 = zip16Low(b, d)
      const bd1 = zip16High(b, d)
      v128.store(dst, zip16Low(ac0, bd0))
      v128.store(dst, zip16High(ac0, bd0), 16)
      v128.store(dst, zip16Low(ac1, bd1), 32)
      v128.store(dst, zip16High(ac1, bd1), 48)
    }
  } else if (channels == 8) {
    for (; scan < whole; scan += 8, dst += 128) transpose(src + (<usize>scan << 1), stride, dst, 16)
  }
  for (; scan < scans; scan++) {
    let at = src + (<usize>scan << 1)
    for (let channel: u32 = 0; channel < channels; channel++, at += stride, dst += 2) {
      store<u16>(dst, load<u16>(at))
    }
  }
}
