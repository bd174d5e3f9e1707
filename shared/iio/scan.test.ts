import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeElement,
  decodeValue,
  elementBytes,
  encodeElement,
  formatScanType,
  layoutScan,
  parseScanType,
  processedValue,
  type ScanType,
  scanType,
} from './index.ts'

const anyType = fc
  .record({
    endian: fc.constantFrom('le' as const, 'be' as const),
    sign: fc.constantFrom('s' as const, 'u' as const),
    storagebits: fc.constantFrom(8, 16, 24, 32, 64, 128),
    repeat: fc.integer({ min: 1, max: 4 }),
    real: fc.double({ min: 0, max: 1, noNaN: true }),
    move: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ endian, sign, storagebits, repeat, real, move }): ScanType => {
    const realbits = 1 + Math.floor(real * (storagebits - 1))
    return { endian, sign, storagebits, repeat, realbits, shift: Math.floor(move * (storagebits - realbits)) }
  })

describe('scan types', () => {
  it('print and parse back', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        expect(parseScanType(formatScanType(type))).toEqual(type)
      }),
    )
  })

  it('are read leniently: no shift is 0, no repeat is 1', () => {
    expect(parseScanType('be:s12/16')).toEqual(scanType({ endian: 'be', sign: 's', realbits: 12, storagebits: 16 }))
  })

  it.each(['', 'le:x12/16>>0', 'le:s12/13>>0', 'le:s12/16>>5', 'le:s0/8>>0', 'me:s8/8>>0'])('%j is refused', (text) => {
    expect(() => parseScanType(text)).toThrow()
  })
})

describe('decode', () => {
  it('gives back what encode stored', () => {
    fc.assert(
      fc.property(
        anyType,
        fc.array(fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n }), { maxLength: 4 }),
        (type, values) => {
          const bytes = new Uint8Array(elementBytes(type) + 3)
          encodeElement(bytes, 3, type, values)
          const wrap = type.sign === 's' ? BigInt.asIntN : BigInt.asUintN
          const expected = Array.from({ length: type.repeat }, (_, i) => wrap(type.realbits, values[i] ?? 0n))
          expect(decodeElement(bytes, 3, type).map(BigInt)).toEqual(expected)
          expect([...bytes.subarray(0, 3)]).toEqual([0, 0, 0])
        },
      ),
    )
  })

  it('shifts, masks and extends the sign', () => {
    const type = parseScanType('be:s12/16>>4')
    expect(decodeValue(Uint8Array.of(0xff, 0xf0), 0, type)).toBe(-1)
    expect(decodeValue(Uint8Array.of(0x7f, 0xff), 0, type)).toBe(2047)
    expect(decodeValue(Uint8Array.of(0x34, 0x12), 0, parseScanType('le:u16/16>>0'))).toBe(0x1234)
    expect(processedValue(100, -20, 0.5)).toBe(40)
  })

  it('does not reach past the end', () => {
    const type = parseScanType('le:u32/32>>0')
    expect(() => decodeValue(new Uint8Array(3), 0, type)).toThrow('past the end')
    expect(() => encodeElement(new Uint8Array(4), 1, type, [1])).toThrow('past the end')
  })
})

describe('layout', () => {
  it('orders by scan index and pads to the longest element', () => {
    const element = (scanIndex: number, bits: number) => ({ scanIndex, type: scanType({ sign: 'u', realbits: bits }) })
    const layout = layoutScan([element(5, 16), element(1, 32)])
    expect(layout.elements.map(({ scanIndex, offset }) => [scanIndex, offset])).toEqual([
      [1, 0],
      [5, 4],
    ])
    expect([layout.timestampOffset, layout.bytes, layoutScan([]).bytes]).toEqual([null, 8, 0])
  })
})
