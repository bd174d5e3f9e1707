import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ErrnoError } from '#shared/errors.ts'
import { noiseSamples, synthesisCell } from '../synthesis-kernels.ts'
import { openBench } from '../testing/bench-memory.ts'
import * as twins from '../twins/synthesis.ts'
import { glitchIndex, idealValue } from './ideal.ts'
import { fillNoise, noisePlace, streamKey } from './noise.ts'
import { decimalRatio, periodSamples, phaseIncrement, phaseOfTurns, turnsOfPhase } from './phase.ts'
import { type SignalSettings, signalDefaults } from './settings.ts'
import { toCode } from './shapes.ts'
import { exactPeriod, longestPeriod, SignalSource } from './source.ts'

const bench = openBench()
const dst = bench.at(4)

function render(
  settings: SignalSettings,
  firstIndex: number,
  samples: number,
  cuts: readonly number[] = [],
): Int16Array {
  const source = new SignalSource(bench.kernels, bench.memory, bench.at(0), settings)
  bench.wipe(4, 2 * samples + 64)
  let begin = 0
  for (const end of [...cuts, samples].sort((a, b) => a - b)) {
    source.render(firstIndex + begin, dst + 2 * begin, end - begin)
    begin = end
  }
  expect(bench.untouched(dst + 2 * samples)).toBe(true)
  return bench.i16(dst, samples).slice()
}

const signals: fc.Arbitrary<SignalSettings> = fc
  .record({
    shape: fc.constantFrom('sine', 'square', 'triangle', 'sawtooth', 'pulse', 'chirp', 'am', 'noise', 'dc'),
    samplingFrequencyHz: fc.constantFrom(1_000, 48_000, 1_000_000, 1_000_000_000),
    share: fc.constantFrom(0, 1e-7, 0.001, 0.0123456789, 0.1, 0.25, 0.37, 0.5, 1.3),
    amplitudeCodes: fc.constantFrom(0, 1, 20_000, 32_767, 50_000),
    offsetCodes: fc.constantFrom(0, -0.25, 1_000, -40_000),
    phaseTurns: fc.constantFrom(0, 0.25, -0.3, 7.125),
    noiseCodes: fc.constantFrom(0, 0.4, 300, 30_000),
    seed: fc.nat(),
    channel: fc.nat(7),
    duty: fc.constantFrom(0, 0.1, 0.5, 1),
    glitchEverySamples: fc.constantFrom(0, 50, 999),
    glitchSamples: fc.integer({ min: 1, max: 50 }),
    glitchCodes: fc.constantFrom(0, 12_000, -40_000),
    sweepSamples: fc.constantFrom(1, 777, 100_000, 1e12),
    modulationDepth: fc.constantFrom(0, 0.5, 1),
  })
  .map(({ share, ...rest }) => ({
    ...signalDefaults,
    ...rest,
    frequencyHz: rest.samplingFrequencyHz * share,
    sweepToHz: rest.samplingFrequencyHz * 0.3,
    modulationHz: rest.samplingFrequencyHz * 0.00071,
  }))
const indexes = fc.oneof(fc.nat(5000), fc.integer({ min: 0, max: 1e15 }))

describe('SignalSource', () => {
  it('renders the same samples however the run is cut', () => {
    fc.assert(
      fc.property(signals, indexes, fc.integer({ min: 1, max: 3000 }), fc.array(fc.nat()), (settings, first, n, at) => {
        const whole = render(settings, first, n)
        const cut = render(
          settings,
          first,
          n,
          at.map((value) => value % n),
        )
        expect(Buffer.compare(Buffer.from(cut.buffer), Buffer.from(whole.buffer))).toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  it('is within 0.55 codes of the ideal shape at any index', () => {
    fc.assert(
      fc.property(signals, indexes, (settings, first) => {
        const quiet = { ...settings, noiseCodes: 0, glitchEverySamples: 0 }
        if (quiet.shape === 'noise') return
        const samples = render(quiet, first, 41)
        // A period that fits a table repeats exactly; a 64-bit increment drifts by 2^-64 of a turn per sample.
        const period = exactPeriod(quiet)
        const origin = period <= longestPeriod ? first % period : first
        for (let i = 0; i < samples.length; i++) {
          const ideal = Math.max(-32768, Math.min(32767, idealValue(quiet, origin + i)))
          expect(Math.abs(samples[i]! - ideal)).toBeLessThanOrEqual(0.55)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is within 0.55 codes of the ideal at full scale over all phases, computed sample by sample', () => {
    for (const shape of ['sine', 'triangle', 'sawtooth', 'am', 'chirp'] as const) {
      const settings = {
        ...signalDefaults,
        shape,
        samplingFrequencyHz: 1e9,
        frequencyHz: 12345.678,
        amplitudeCodes: 32767,
        modulationHz: 98765.4321,
        sweepToHz: 1e6,
        sweepSamples: 1e7,
      }
      expect(Number(periodSamples(settings.frequencyHz, 1e9))).toBeGreaterThan(longestPeriod)
      const samples = render(settings, 0, 100_000)
      let worst = 0
      for (let i = 0; i < samples.length; i += 7)
        worst = Math.max(worst, Math.abs(samples[i]! - idealValue(settings, i)))
      expect(worst).toBeLessThanOrEqual(0.55)
    }
  })

  it('differs by seed and by channel, and repeats for the same', () => {
    const base = { ...signalDefaults, shape: 'noise' as const }
    const first = render(base, 1000, 500)
    expect(render(base, 1000, 500)).toEqual(first)
    expect(render({ ...base, seed: 2 }, 1000, 500)).not.toEqual(first)
    expect(render({ ...base, channel: 1 }, 1000, 500)).not.toEqual(first)
  })

  it('makes noise of the rms asked for, around the offset, and not the same from cell to cell', () => {
    const samples = render({ ...signalDefaults, shape: 'dc', offsetCodes: 100, noiseCodes: 200 }, 0, 200_000)
    const mean = samples.reduce((sum, code) => sum + code, 0) / samples.length
    const rms = Math.sqrt(samples.reduce((sum, code) => sum + (code - 100) ** 2, 0) / samples.length)
    expect(Math.abs(mean - 100)).toBeLessThan(5)
    expect(Math.abs(rms - 200)).toBeLessThan(6)
    expect(samples.slice(0, 1024)).not.toEqual(samples.slice(1024, 2048))
  })

  it('puts one glitch of the width asked for into every stretch', () => {
    const settings = {
      ...signalDefaults,
      shape: 'pulse' as const,
      duty: 0,
      glitchEverySamples: 5000,
      glitchSamples: 3,
      seed: 9,
    }
    const samples = render(settings, 0, 50_000)
    const high = [...samples.keys()].filter((i) => samples[i]! > 0)
    const wanted = Array.from({ length: 10 }, (_, stretch) => glitchIndex(settings, stretch)).flatMap((i) => [
      i,
      i + 1,
      i + 2,
    ])
    expect(high).toEqual(wanted)
  })

  it.each(['sine', 'dc', 'pulse', 'table'] as const)('adds glitches to a %s, and nothing else', (shape) => {
    const table = bench.i16(bench.at(2), 100).fill(55)
    const settings = {
      ...signalDefaults,
      shape,
      amplitudeCodes: 900,
      noiseCodes: shape === 'table' ? 0 : 20,
      table: { address: table.byteOffset, samples: table.length },
    }
    const calm = render({ ...settings, shape: shape }, 0, 20_000)
    const glitched = { ...settings, glitchEverySamples: 4000, glitchSamples: 1, glitchCodes: 32_500 }
    const samples = render(glitched, 0, 20_000)
    const places = new Set(Array.from({ length: 5 }, (_, stretch) => glitchIndex(glitched, stretch)))
    expect([...samples]).toEqual([...calm].map((code, i) => (places.has(i) ? Math.min(32_767, code + 32_500) : code)))
  })

  it('loops a table with its codes unchanged', () => {
    const table = bench.i16(bench.at(2), 701)
    for (let i = 0; i < table.length; i++) table[i] = i * 93 - 32768
    const settings = {
      ...signalDefaults,
      shape: 'table' as const,
      table: { address: table.byteOffset, samples: table.length },
    }
    const first = 1e15 - 77
    const samples = render(settings, first, 2000, [5, 900])
    expect(samples.every((code, i) => code === table[(first + i) % 701])).toBe(true)
  })

  it('rejects settings out of range and goes on as before', () => {
    const source = new SignalSource(bench.kernels, bench.memory, bench.at(0), {
      ...signalDefaults,
      shape: 'dc',
      offsetCodes: 5,
    })
    const wrong: Partial<SignalSettings>[] = [
      { frequencyHz: Number.NaN },
      { frequencyHz: -1 },
      { amplitudeCodes: Number.POSITIVE_INFINITY },
      { duty: 1.5 },
      { samplingFrequencyHz: 0.5 },
      { seed: -1 },
      { sweepSamples: 0 },
      { noiseCodes: -1 },
      { shape: 'table', table: null },
      { glitchEverySamples: 2, glitchSamples: 3 },
      { shape: 'other' as 'dc' },
    ]
    for (const part of wrong) expect(() => source.configure({ ...signalDefaults, ...part })).toThrow(ErrnoError)
    source.render(0, dst, 10)
    expect([...bench.i16(dst, 10)]).toEqual(Array.from({ length: 10 }, () => 5))
  })
})

describe('synthTable and addNoise', () => {
  const noise = bench.i16(bench.at(1), noiseSamples + synthesisCell)
  const key = streamKey(3, 1, 0)

  beforeAll(() => fillNoise(noise, 5000, key))

  it('are the twin’s, at any index and length', () => {
    fc.assert(
      fc.property(
        indexes,
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.boolean(),
        (first, n, period, noisy) => {
          const table = bench.i16(bench.at(2), period + synthesisCell)
          for (let i = 0; i < period; i++) table[i] = Math.imul(i + period, 40503) >> 3
          for (let i = 0; i < synthesisCell; i++) table[period + i] = table[i]!
          const wanted = new Int16Array(n)
          twins.synthTable(table, period, noisy ? noise : null, key, first, wanted)
          bench.wipe(4, 2 * n + 64)
          bench.kernels.synthTable(table.byteOffset, period, noisy ? noise.byteOffset : 0, key, first, dst, n)
          expect(Buffer.compare(Buffer.from(bench.i16(dst, n)), Buffer.from(wanted))).toBe(0)
          expect(bench.untouched(dst + 2 * n)).toBe(true)
          bench.kernels.synthTable(table.byteOffset, period, 0, key, first, dst, n)
          if (noisy) bench.kernels.addNoise(noise.byteOffset, key, first, dst, n)
          expect(Buffer.compare(Buffer.from(bench.i16(dst, n)), Buffer.from(wanted))).toBe(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('choose a place in the table for every cell', () => {
    const places = Array.from({ length: 1000 }, (_, cell) => noisePlace(key, BigInt(cell)))
    expect(new Set(places).size).toBeGreaterThan(950)
    expect(Math.max(...places)).toBeLessThan(noiseSamples)
  })
})

describe('phase', () => {
  it('takes a frequency as the decimal number it was written as', () => {
    expect(decimalRatio(0.1)).toEqual({ numerator: 1n, denominator: 10n })
    expect(decimalRatio(1e21)).toEqual({ numerator: 10n ** 21n, denominator: 1n })
    expect(decimalRatio(1.5e-7)).toEqual({ numerator: 15n, denominator: 10n ** 8n })
    expect(periodSamples(1e6, 1e9)).toBe(1000n)
    expect(periodSamples(0.1, 1000)).toBe(10_000n)
    expect(phaseIncrement(0.25, 1)).toBe(1n << 62n)
    expect(phaseIncrement(5, 4)).toBe(1n << 62n)
    expect(phaseOfTurns(-0.25)).toBe(3n << 62n)
    expect(turnsOfPhase((1n << 64n) - 1n)).toBeLessThan(1)
  })

  it('gives a square wave equal halves at any whole period', () => {
    for (const period of [2, 6, 1000, 24_998]) {
      const settings = { ...signalDefaults, shape: 'square' as const, samplingFrequencyHz: period * 7, frequencyHz: 7 }
      const high = render(settings, 0, period).filter((code) => code > 0).length
      expect(high).toBe(period / 2)
    }
  })

  it('gives a pulse its share of a whole period, to the sample', () => {
    for (const tenths of [0, 1, 2, 3, 6, 7, 9, 10]) {
      const settings = { ...signalDefaults, shape: 'pulse' as const, frequencyHz: 1000, duty: tenths / 10 }
      expect(render(settings, 0, 1000).filter((code) => code > 0).length).toBe(tenths * 100)
    }
  })

  it('rounds to the nearest code and saturates', () => {
    expect([1.4, 1.5, -1.5, 40_000, -40_000].map(toCode)).toEqual([1, 2, -1, 32767, -32768])
  })
})
