import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanWriter, wireLayout } from './scan-writer.ts'

const sizes = fc.constantFrom(1, 2, 3, 4, 8, 16)
const anyElements = fc.uniqueArray(fc.record({ index: fc.nat(40), bytes: sizes }), {
  minLength: 1,
  maxLength: 8,
  selector: ({ index }) => index,
})

describe('a set of samples on the wire', () => {
  it('is rounded up to its largest element since libiio 0.25, and not before', () => {
    const elements = [
      { index: 0, bytes: 8 },
      { index: 1, bytes: 2 },
    ]
    expect(wireLayout(elements, true).bytes).toBe(16)
    expect(wireLayout(elements, false).bytes).toBe(10)
  })
})

describe('the writer of scans', () => {
  it('puts the bytes of each element where it belongs, however they come and wherever a block ends', () => {
    const anyCase = fc.record({
      elements: anyElements,
      padded: fc.boolean(),
      wanted: fc.infiniteStream(fc.boolean()),
      sets: fc.integer({ min: 1, max: 12 }),
      cuts: fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
      scansPerBlock: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(anyCase, ({ elements, padded, wanted, sets, cuts, scansPerBlock }) => {
        const sorted = elements.toSorted((a, b) => a.index - b.index)
        const wire = wireLayout(sorted, padded)
        const kept = sorted.filter((_, k) => wanted.next().value || k === 0)
        const own = wireLayout(kept, true)
        const writer = scanWriter(wire, own.elements, own.bytes)
        const sent = Uint8Array.from({ length: sets * wire.bytes }, (_, k) => (k * 7) % 251)
        const expected = new Uint8Array(sets * own.bytes)
        for (let set = 0; set < sets; set++)
          for (const { index, offset, bytes } of own.elements) {
            const from = set * wire.bytes + wire.elements.find((one) => one.index === index)!.offset
            expected.set(sent.subarray(from, from + bytes), set * own.bytes + offset)
          }
        const got: number[] = []
        let block = new Uint8Array(scansPerBlock * own.bytes)
        let fill = 0
        for (let at = 0; at < sent.length; ) {
          const part = sent.subarray(at, at + cuts.next().value)
          for (let taken = 0; taken < part.length; ) {
            const step = writer.write(part, taken, block, fill)
            taken += step.taken
            fill += step.written
            if (fill < block.length) continue
            got.push(...block)
            block = new Uint8Array(scansPerBlock * own.bytes)
            fill = 0
          }
          at += part.length
        }
        got.push(...block.subarray(0, fill))
        // Padding is what the other side has there, or zero: nobody reads it.
        for (const [k, { offset, bytes }] of [...own.elements.entries()].flatMap(([e, element]) =>
          Array.from(
            { length: sets },
            (_, set) => [e, { offset: set * own.bytes + element.offset, bytes: element.bytes }] as const,
          ),
        ))
          expect(got.slice(offset, offset + bytes), `element ${k}`).toEqual([
            ...expected.subarray(offset, offset + bytes),
          ])
      }),
    )
  })
})
