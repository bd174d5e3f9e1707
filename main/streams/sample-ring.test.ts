// What is written into a ring is read from it, in order and whole, however the two sides take turns.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RingFiller } from './ring-filler.ts'
import { ringBytes, SampleRing } from './sample-ring.ts'

function makeRing(channels: number, scans = 16): SampleRing {
  const bytes = 65_536 + ringBytes({ channels, scans })
  return SampleRing.make(new SharedArrayBuffer(bytes), 4096, { channels, scans })
}

function drain(ring: SampleRing, into: number[][], most: number): void {
  const scans = Math.min(ring.available, most)
  for (const [channel, codes] of into.entries()) {
    const one = new Int16Array(scans)
    ring.copy(channel, 0, one)
    codes.push(...one)
  }
  ring.advance(scans)
}

const int16 = { kind: 'int', bytes: 2, bigEndian: false, unsigned: false } as const

describe('a ring of samples', () => {
  it('gives back what came in pieces of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.uint8Array({ maxLength: 41 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        async (channels, pieces, most) => {
          const ring = makeRing(channels)
          const places = Array.from({ length: channels }, (_, k) => k * 2)
          const filler = new RingFiller(ring, {
            forms: places.map(() => int16),
            frameBytes: 2 * channels,
            places,
            scale: 1,
          })
          const got = Array.from({ length: channels }, (): number[] => [])
          let isOver = false
          const writing = (async () => {
            for (const piece of pieces) await filler.take(piece)
            isOver = true
          })()
          while (!isOver || ring.available > 0) {
            drain(ring, got, most)
            await new Promise((resolve) => setImmediate(resolve))
          }
          await writing
          const all = Buffer.concat(pieces)
          const scans = Math.floor(all.length / (2 * channels))
          const expected = got.map((_, k) =>
            Array.from({ length: scans }, (__, i) => all.readInt16LE((i * channels + k) * 2)),
          )
          expect(got).toEqual(expected)
          expect(filler.scans).toBe(scans)
          expect(filler.end()).toBe(all.length - scans * 2 * channels)
        },
      ),
    )
  })

  it('counts beyond 32 bits', () => {
    const ring = makeRing(1)
    // The counters are 32 bits wide: they wrap within hours.
    for (const step of [2 ** 31 - 3, 2 ** 31 - 4]) {
      ring.commit(step)
      ring.advance(step)
    }
    for (let k = 0; k < 20; k++) {
      for (const code of [k, k + 100, k + 200]) {
        ring.space()[0] = code
        ring.commit(1)
      }
      expect(ring.available).toBe(3)
      const one = new Int16Array(2)
      ring.copy(0, 1, one)
      expect([...one]).toEqual([k + 100, k + 200])
      ring.advance(3)
      expect(ring.room).toBe(16)
    }
  })

  it.each([
    ['u8', { kind: 'int', bytes: 1, bigEndian: false, unsigned: true }, [0, 128, 255], [-32768, 0, 32512]],
    ['s16be', { kind: 'int', bytes: 2, bigEndian: true, unsigned: false }, [1, 2, 0xff, 0xfe], [258, -2]],
  ] as const)('decodes %s', async (_, form, bytes, codes) => {
    const ring = makeRing(1)
    const layout = { forms: [form], frameBytes: form.bytes, places: [0], scale: 1 }
    const filler = new RingFiller(ring, layout)
    await filler.take(Uint8Array.from(bytes))
    const got: number[][] = [[]]
    drain(ring, got, 100)
    expect(got[0]).toEqual(codes)
  })

  it('decodes floating point, clips what is beyond the range, and counts it', async () => {
    const ring = makeRing(2)
    const form = { kind: 'float', bytes: 4, bigEndian: false } as const
    const filler = new RingFiller(ring, { forms: [form, form], frameBytes: 8, places: [0, 4], scale: 1 })
    await filler.take(new Uint8Array(Float32Array.of(0.5, -1, 3, Number.NaN).buffer))
    const got: number[][] = [[], []]
    drain(ring, got, 100)
    expect(got).toEqual([
      [16384, 32767],
      [-32767, 0],
    ])
    expect([filler.clipped, filler.invalid]).toEqual([1, 1])
  })
})
