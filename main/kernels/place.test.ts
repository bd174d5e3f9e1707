import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeFormBytes } from './persistence-kernels.ts'
import { channelCount, code, skew } from './testing/arbitraries.ts'
import { openBench } from './testing/bench-memory.ts'
import { type PlaceForm, placeFine } from './twins/place.ts'

const bench = openBench()
const at = {
  src: bench.at(0),
  form: bench.at(1),
  triggers: bench.at(2),
  lines: bench.at(3),
  list: bench.at(4),
} as const

const shapes = fc.record({
  channels: channelCount,
  from: fc.integer({ min: -60, max: 40 }),
  span: fc.integer({ min: 1, max: 200 }),
  begin: fc.double({ min: 0, max: 20, noNaN: true }),
  behind: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
  levels: fc.array(fc.tuple(fc.nat(7), code), { maxLength: 4 }),
  values: fc.array(code, { minLength: 1, maxLength: 60 }),
  extent: fc.integer({ min: 1, max: 3000 }),
  steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 130 }), fc.nat(5)), { maxLength: 40 }),
  first: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 40 })),
  skew,
})

it('placeFine lists what the twin does, bit by bit, stops where it stops, and writes nothing else', () => {
  let [whole, stopped] = [0, 0]
  fc.assert(
    fc.property(shapes, ({ channels, from, span, levels, values, extent, steps, first, behind, skew, ...one }) => {
      const lines = levels.map(([channel, level]) => ({ channel: channel % channels, level }))
      // Columns begin a scan or more behind the first one that is needed.
      const form: PlaceForm = { channels, from, until: from + span, begin: from + 1 + one.begin, behind, lines }
      const codes = bench.i16(at.src + 2 * skew, extent * channels)
      for (let i = 0; i < codes.length; i++) codes[i] = values[(i * 7 + (i >> 3)) % values.length]!
      let sample = first + Math.max(0, -from)
      const triggers = steps.map(([step]) => (sample += step))
      const met = steps.map(([, line]) => line % Math.max(1, lines.length))
      const wanted = placeFine(form, codes, first, triggers, met)
      const numbers = [channels, form.from, form.until, form.begin, behind, lines.length]
      const levelsOf = lines.flatMap(({ channel, level }) => [channel, level])
      bench.f64(at.form, placeFormBytes(lines.length) / 8).set([...numbers, ...levelsOf])
      bench.f64(at.triggers, triggers.length).set(triggers)
      bench.u8(at.lines, met.length).set(met)
      bench.wipe(4, 4096)
      const { kernels } = bench
      const count = steps.length
      const src = codes.byteOffset
      const listed = kernels.placeFine(at.form, src, first, extent, at.triggers, at.lines, count, at.list)
      expect([...bench.u32(at.list, 2 * listed)]).toEqual(wanted)
      expect(bench.untouched(at.list + 8 * listed)).toBe(true)
      if (listed === count) whole++
      else stopped++
    }),
    { numRuns: 1500 },
  )
  expect(Math.min(whole, stopped)).toBeGreaterThan(50)
})
