// Codes of the display against the rules of IIO: for any scan types and any bytes.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { CoherentHeap } from '#main/memory/index.ts'
import {
  decodeElement,
  encodeElement,
  formatScanType,
  layoutScan,
  parseScanType,
  processedValue,
  type ScanType,
} from '#shared/iio/index.ts'
import type { BlockRef, StreamChannel, StreamFormat, Tap } from '../tap.ts'
import { displayedChannel, displayedFormat, isNative, nativeScanType } from './code-scale.ts'
import { ConvertingTap } from './converting-tap.ts'
import { ScanConverter } from './scan-converter.ts'

const anyType = fc
  .record({
    endian: fc.constantFrom('le' as const, 'be' as const),
    sign: fc.constantFrom('s' as const, 'u' as const),
    storagebits: fc.constantFrom(8, 16, 24, 32, 40, 64),
    repeat: fc.integer({ min: 1, max: 4 }),
    real: fc.double({ min: 0, max: 1, noNaN: true }),
    move: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ endian, sign, storagebits, repeat, real, move }): ScanType => {
    const realbits = 1 + Math.floor(real * (storagebits - 1))
    return { endian, sign, storagebits, repeat, realbits, shift: Math.round(move * (storagebits - realbits)) }
  })

const anyChannel = fc.record({
  type: anyType,
  scale: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
  offset: fc.integer({ min: -5000, max: 5000 }),
})

/** A stream of these channels, laid out as IIO lays scans out. */
function formatOf(channels: readonly { type: ScanType; scale: number; offset: number }[], timestamp = false) {
  const layout = layoutScan(
    channels.map(({ type }, scanIndex) => ({ scanIndex, type })),
    timestamp,
  )
  const format: StreamFormat = {
    epoch: 1,
    bytesPerScan: layout.bytes,
    samplingFrequencyHz: 1000,
    startUnixMs: 0,
    channels: channels.map(({ type, scale, offset }, scanIndex) => ({
      id: `voltage${scanIndex}`,
      scanIndex,
      scanType: formatScanType(type),
      offsetBytes: layout.elements[scanIndex]!.offset,
      unit: 'V',
      scaleMillivolts: scale,
      offsetCodes: offset,
    })),
    ...(layout.timestampOffset !== null && {
      timestamp: { offsetBytes: layout.timestampOffset, clock: 'realtime' },
    }),
  }
  return format
}

const code = (channel: Pick<StreamChannel, 'scaleMillivolts' | 'offsetCodes'>, value: number): number =>
  processedValue(value, channel.offsetCodes, channel.scaleMillivolts)

describe('a scan converter', () => {
  it('gives codes that stand for what the bytes stand for, within one code', () => {
    fc.assert(
      fc.property(
        fc.array(anyChannel, { minLength: 1, maxLength: 16 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 20 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
        (channels, timestamp, scans, noise) => {
          const format = formatOf(channels, timestamp)
          const bytes = Uint8Array.from({ length: scans * format.bytesPerScan }, () => noise.next().value as number)
          const codes = new Int16Array(scans * channels.length)
          new ScanConverter(format).convert(bytes, scans, codes)
          const shown = displayedFormat(format)
          expect([shown.bytesPerScan, isNative(shown)]).toEqual([2 * channels.length, true])
          for (const [k, channel] of format.channels.entries())
            for (let scan = 0; scan < scans; scan++) {
              const at = scan * format.bytesPerScan + channel.offsetBytes
              const raw = Number(decodeElement(bytes, at, parseScanType(channel.scanType))[0])
              const oneCode = shown.channels[k]!.scaleMillivolts
              const apart =
                (code(channel, raw) - code(shown.channels[k]!, codes[scan * channels.length + k]!)) / oneCode
              // Never above: bits beyond 16 are cut off. Floating point has its own last bit.
              expect(apart).toBeGreaterThanOrEqual(-1e-4)
              expect(apart).toBeLessThan(1)
            }
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each([
    ['le:u12/16>>0', [0, 2048, 4095], [-32768, 0, 32752]],
    ['be:s12/16>>4', [-2048, -1, 2047], [-32768, -16, 32752]],
    ['le:s8/8>>0', [-128, 127], [-32768, 32512]],
    ['le:u8/8>>0', [0, 128, 255], [-32768, 0, 32512]],
    ['be:s14/16>>2', [-8192, 1], [-32768, 4]],
    ['le:s24/24>>0', [-8388608, 255, 256, 8388607], [-32768, 0, 1, 32767]],
    ['be:u24/32>>8', [0, 8388608, 16777215], [-32768, 0, 32767]],
    ['le:s32/32>>0', [-2147483648, -1, 2147483647], [-32768, -1, 32767]],
    ['be:u32/32>>0', [0, 2147483648, 4294967295], [-32768, 0, 32767]],
    ['le:u16/16>>0', [0, 32768, 65535], [-32768, 0, 32767]],
    ['le:u1/8>>3', [0, 1], [-32768, 0]],
  ])('%s: the whole range becomes the whole range', (text, raws, expected) => {
    const type = parseScanType(text)
    const format = formatOf([{ type, scale: 1, offset: 0 }])
    const bytes = new Uint8Array(raws.length * format.bytesPerScan)
    for (const [k, raw] of raws.entries()) encodeElement(bytes, k * format.bytesPerScan, type, [raw])
    const codes = new Int16Array(raws.length)
    new ScanConverter(format).convert(bytes, raws.length, codes)
    expect([...codes]).toEqual(expected)
  })

  it('leaves a native channel as it is', () => {
    const channel = { scanType: nativeScanType, scaleMillivolts: 0.030517578, offsetCodes: 7 }
    expect(displayedChannel(channel)).toBe(channel)
  })
})

describe('a converting tap', () => {
  const types = ['be:u12/16X2>>4', 'le:s24/24>>0'].map(parseScanType)
  const format = formatOf(
    types.map((type) => ({ type, scale: 1, offset: 0 })),
    true,
  )

  /** A tap that holds what it is lent until it is told otherwise. */
  function setUp(heapBytes = 1 << 20) {
    const heap = new CoherentHeap({ bytes: heapBytes, poison: true })
    const held: BlockRef[] = []
    const formats: StreamFormat[] = []
    const target: Tap = {
      name: 'display',
      onFormat: (one) => void formats.push(one),
      onBlocks(blocks) {
        for (const block of blocks) block.retain()
        held.push(...blocks)
      },
      relieve: () => {
        for (const block of held.splice(0, 1)) block.release()
      },
    }
    return { heap, held, formats, tap: new ConvertingTap(target, heap) }
  }

  /** A block of the stream that belongs to the test. */
  function blockOf(heap: CoherentHeap, scans: number, first: number): BlockRef {
    const bytes = scans * format.bytesPerScan
    const address = heap.alloc(bytes)
    const memory = heap.u8(address, bytes)
    for (let scan = 0; scan < scans; scan++)
      for (const [k, type] of types.entries())
        encodeElement(memory, scan * format.bytesPerScan + format.channels[k]!.offsetBytes, type, [
          first + scan + 1000 * k,
          4095,
        ])
    const unused = (): never => expect.unreachable('the block of the stream is not held')
    return {
      ...{ sequence: 0, epoch: 1, address, bytes, capacityBytes: bytes, scans, firstSample: first, lostBefore: 0 },
      ...{
        lastSampleMs: 1,
        slippedMs: 0,
        doneMs: 2,
        retain: unused,
        release: unused,
        keep: unused,
        forget: unused,
        hold: unused,
      },
    }
  }

  it('lends codes in memory of their own, which is free when nobody holds them', () => {
    const { heap, held, formats, tap } = setUp()
    tap.onFormat(format)
    expect(formats).toMatchObject([{ bytesPerScan: 4, channels: [{ id: 'voltage0' }, { id: 'voltage1' }] }])
    expect(formats[0]).not.toHaveProperty('timestamp')
    const block = blockOf(heap, 100, 5)
    const before = heap.liveAllocations
    tap.onBlocks([block])
    expect([heap.liveAllocations, tap.memoryBytes]).toEqual([before + 1, 4096])
    const [shown] = held
    expect(shown).toMatchObject({ scans: 100, firstSample: 5, bytes: 400, epoch: 1, doneMs: 2 })
    const codes = heap.i16(shown!.address, 200)
    expect([codes[0], codes[1], codes[198]]).toEqual([(5 - 2048) * 16, 1005 >> 8, (104 - 2048) * 16])
    // Whoever reads it may say that it is only kept, as of any block.
    shown!.keep(1)
    shown!.forget()
    expect([heap.liveAllocations, tap.memoryBytes]).toEqual([before, 0])
  })

  it('hands native blocks on, the very ones', () => {
    const { heap } = setUp()
    const lent: (readonly BlockRef[])[] = []
    const direct = new ConvertingTap({ name: 'display', onBlocks: (blocks) => void lent.push(blocks) }, heap)
    const native = formatOf([{ type: parseScanType(nativeScanType), scale: 1, offset: 0 }])
    direct.onFormat(native)
    const blocks = [blockOf(heap, 10, 0)]
    const before = heap.liveAllocations
    direct.onBlocks(blocks)
    expect(lent[0]).toBe(blocks)
    expect([heap.liveAllocations, direct.memoryBytes]).toEqual([before, 0])
  })

  it('asks for memory back when there is none', () => {
    const { heap, held, tap } = setUp(65536 * 2)
    tap.onFormat(format)
    const block = blockOf(heap, 1000, 0)
    for (let k = 0; k < 40; k++) tap.onBlocks([block])
    expect(held.length).toBeGreaterThan(0)
    expect(tap.memoryBytes).toBeLessThan(65536)
    for (const one of held) one.release()
    expect(tap.memoryBytes).toBe(0)
  })

  it('keeps no memory when a block cannot be converted, nor of those before it', () => {
    const { heap, held, tap } = setUp()
    tap.onFormat(format)
    const blocks = [0, 100, 200].map((first) => blockOf(heap, 100, first))
    const before = heap.liveAllocations
    const convert = vi.spyOn(ScanConverter.prototype, 'convert')
    convert.mockImplementationOnce(() => undefined)
    convert.mockImplementationOnce(() => {
      throw new RangeError('It is not as long as it says.')
    })
    expect(() => tap.onBlocks(blocks)).toThrow('It is not as long as it says.')
    convert.mockRestore()
    expect([held, heap.liveAllocations, tap.memoryBytes]).toEqual([[], before, 0])
    // What the device lost last is told on.
    const told: number[] = []
    new ConvertingTap(
      { name: 'display', onBlocks: () => undefined, onMissing: (scans) => void told.push(scans) },
      heap,
    ).onMissing(3)
    expect(told).toEqual([3])
  })

  it('leaves out what it has no memory for: it is missing before the next block that is handed on', () => {
    const { heap } = setUp(65536 * 2)
    const held: BlockRef[] = []
    const onBlocks = (blocks: readonly BlockRef[]): void => {
      for (const block of blocks) block.retain()
      held.push(...blocks)
    }
    const greedy = new ConvertingTap({ name: 'display', onBlocks }, heap)
    greedy.onFormat(format)
    const block = blockOf(heap, 1000, 0)
    const offer = (k: number): void => greedy.onBlocks([{ ...block, firstSample: k * block.scans }])
    for (let k = 0; k < 40; k++) offer(k)
    const handed = held.length
    expect(handed).toBeGreaterThan(0)
    expect(handed).toBeLessThan(40)
    held[0]!.release()
    offer(40)
    expect(held).toHaveLength(handed + 1)
    for (const [k, one] of held.entries())
      expect(one.firstSample - one.lostBefore).toBe(k === 0 ? 0 : held[k - 1]!.firstSample + held[k - 1]!.scans)
    expect(held.at(-1)!.lostBefore).toBe((40 - handed) * block.scans)
    for (const one of held.slice(1)) one.release()
    expect(greedy.memoryBytes).toBe(0)
  })
})
