// A part of a block: where a file ends in the middle of one, its scans go to two files.
import type { BlockRef, StreamFormat } from '../../tap.ts'

/**
 * The scans `from` to `until` (exclusive) of the block, as a block. It is the same memory: who retains it retains the block.
 * It stays what it is when the block is another one's.
 */
export function partOf(block: BlockRef, format: StreamFormat, from: number, until = block.scans): BlockRef {
  const { bytesPerScan, samplingFrequencyHz } = format
  const { sequence, epoch, address, capacityBytes, scans, firstSample, lostBefore, lastSampleMs, slippedMs, doneMs } =
    block
  return {
    sequence,
    epoch,
    address: address + from * bytesPerScan,
    bytes: (until - from) * bytesPerScan,
    capacityBytes,
    scans: until - from,
    firstSample: firstSample + from,
    lostBefore: from === 0 ? lostBefore : 0,
    lastSampleMs: lastSampleMs - ((scans - until) / samplingFrequencyHz) * 1e3,
    slippedMs,
    doneMs,
    retain: () => block.retain(),
    release: () => block.release(),
    keep: (sinceMs) => block.keep(sinceMs),
    forget: () => block.forget(),
    hold: () => block.hold(),
  }
}
