/** Counts the codes of one channel. */
export function histogram(src: usize, channels: u32, channel: u32, scans: u32, dst: usize): void {
  const scanBytes = <usize>channels << 1
  const end = src + scanBytes * scans
  const middle = dst + (32768 << 2)
  for (let at = src + (<usize>channel << 1); at < end; at += scanBytes) {
    const bin = middle + (<isize>load<i16>(at) << 2)
    store<u32>(bin, load<u32>(bin) + 1)
  }
}
