// Scan elements of any IIO type to int16 or int32. Fast where a converter is fast (8 and 16 bits of storage, packed, and
// 32 packed to int16); a plain loop for the rest.

/** The storage at `at` as an unsigned number. */
// @ts-ignore: decorator
@inline
function raw(at: usize, storageBits: u32, bigEndian: u32): u64 {
  if (storageBits == 8) return <u64>load<u8>(at)
  if (storageBits == 16) return <u64>(bigEndian ? bswap<u16>(load<u16>(at)) : load<u16>(at))
  if (storageBits == 32) return <u64>(bigEndian ? bswap<u32>(load<u32>(at)) : load<u32>(at))
  if (storageBits == 64) return bigEndian ? bswap<u64>(load<u64>(at)) : load<u64>(at)
  const first = <u64>load<u8>(at)
  const second = <u64>load<u8>(at, 1)
  const third = <u64>load<u8>(at, 2)
  return bigEndian ? (first << 16) | (second << 8) | third : first | (second << 8) | (third << 16)
}

/** Packed int16 storage: `toTop` shifts the real bits to the top, `keep` clears what is below them, `flip` the sign. */
function decode16Of16(src: usize, samples: u32, toTop: u32, keep: u32, flip: u32, bigEndian: u32, dst: usize): void {
  const kept = i16x8.splat(<i16>keep)
  const flips = i16x8.splat(<i16>flip)
  const end = dst + ((<usize>samples << 1) & ~15)
  for (; dst < end; src += 16, dst += 16) {
    let v = v128.load(src)
    if (bigEndian) v = v128.shuffle<i8>(v, v, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)
    v128.store(dst, v128.xor(v128.and(i16x8.shl(v, toTop), kept), flips))
  }
  for (let rest = samples & 7; rest > 0; rest--, src += 2, dst += 2) {
    const code = bigEndian ? bswap<u16>(load<u16>(src)) : load<u16>(src)
    store<u16>(dst, <u16>((((<u32>code << toTop) & keep) ^ flip)))
  }
}

/** Packed int8 storage of 8 real bits. */
function decode16Of8(src: usize, samples: u32, flip: u32, dst: usize): void {
  const flips = i16x8.splat(<i16>flip)
  const end = dst + ((<usize>samples << 1) & ~31)
  for (; dst < end; src += 16, dst += 32) {
    const v = v128.load(src)
    v128.store(dst, v128.xor(v128.shuffle<i8>(v, i8x16.splat(0), 16, 0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7), flips))
    v128.store(dst, v128.xor(v128.shuffle<i8>(v, i8x16.splat(0), 16, 8, 16, 9, 16, 10, 16, 11, 16, 12, 16, 13, 16, 14, 16, 15), flips), 16)
  }
  for (let rest = samples & 15; rest > 0; rest--, src++, dst += 2) store<u16>(dst, <u16>((<u32>load<u8>(src) << 8) ^ flip))
}

/** Packed 32-bit storage whose real bits end at bit 31 - toTop, to their upper 16. */
function decode16Of32(src: usize, samples: u32, toTop: u32, keep: u32, flip: u32, bigEndian: u32, dst: usize): void {
  const kept = i32x4.splat(keep)
  const flips = i32x4.splat(flip)
  const end = dst + ((<usize>samples << 1) & ~15)
  for (; dst < end; src += 32, dst += 16) {
    let a = v128.load(src)
    let b = v128.load(src, 16)
    if (bigEndian) {
      a = v128.shuffle<i8>(a, a, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
      b = v128.shuffle<i8>(b, b, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
    }
    a = v128.xor(v128.and(i32x4.shl(a, toTop), kept), flips)
    b = v128.xor(v128.and(i32x4.shl(b, toTop), kept), flips)
    v128.store(dst, v128.shuffle<i16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15))
  }
  for (let rest = samples & 7; rest > 0; rest--, src += 4, dst += 2) {
    const code = <u32>raw(src, 32, bigEndian)
    store<u16>(dst, <u16>((((code << toTop) & keep) ^ flip) >> 16))
  }
}

export function decode16(
  src: usize,
  stepBytes: u32,
  samples: u32,
  storageBits: u32,
  realBits: u32,
  shift: u32,
  signed: u32,
  bigEndian: u32,
  dst: usize,
): void {
  const flip = signed ? 0 : 0x8000
  if (stepBytes == 1 && storageBits == 8 && realBits == 8) return decode16Of8(src, samples, flip, dst)
  if (stepBytes == 2 && storageBits == 16) {
    const keep = 0xffff & ~(0xffff >> realBits)
    return decode16Of16(src, samples, 16 - realBits - shift, keep, flip, bigEndian, dst)
  }
  if (stepBytes == 4 && storageBits == 32) {
    const keep = <u32>~(<u64>0xffffffff >> realBits)
    return decode16Of32(src, samples, 32 - realBits - shift, keep, flip << 16, bigEndian, dst)
  }
  const toTop = 64 - realBits - shift
  const keep = ~(<u64>-1 >> 1 >> (realBits - 1))
  for (; samples > 0; samples--, src += stepBytes, dst += 2) {
    const top = (raw(src, storageBits, bigEndian) << toTop) & keep
    store<u16>(dst, <u16>(<u32>(top >> 48) ^ flip))
  }
}

export function decode32(
  src: usize,
  stepBytes: u32,
  samples: u32,
  storageBits: u32,
  realBits: u32,
  shift: u32,
  signed: u32,
  bigEndian: u32,
  dst: usize,
): void {
  const toTop = 64 - realBits - shift
  const down = 64 - realBits
  for (; samples > 0; samples--, src += stepBytes, dst += 4) {
    const top = raw(src, storageBits, bigEndian) << toTop
    store<u32>(dst, signed ? <u32>(<i64>top >> down) : <u32>(top >> down))
  }
}
