// A million waveforms through the analysis, cycle by cycle, against statistics of two passes over periods that were planted.
import { expect, it } from 'vitest'
import { AnalysisRig } from '../../testing/analysis-rig.ts'
import { normal } from '../../testing/signals.ts'

const cycles = 1_000_000
const rate = 1e6
/** Codes of both states, and of an edge that lasts two samples. */
const height = 10_000
const meanPeriod = 12
const piece = 100_000

it('the statistics of a million waveforms are those of two passes over all their periods', async () => {
  const rig = await AnalysisRig.start({ samplingFrequencyHz: rate })
  rig.host.measuring.set([{ name: 'period', of: { scanIndex: 0, voltsPerCode: 1e-4, offsetCodes: 0 }, to: null }])
  const chance = normal(11)
  /** Crossings of 50 %, at rising edges; they wander about those of a clock. */
  const edges = new Float64Array(cycles + 1)
  for (let k = 0; k <= cycles; k++) edges[k] = 8 + meanPeriod * k + Math.max(-1.5, Math.min(1.5, 0.4 * chance()))
  const ramp = (away: number): number => Math.max(0, Math.min(1, 0.5 + away / 2))
  let at = 0
  const code = (sample: number): number => {
    while (at < cycles && edges[at + 1]! - 1 <= sample) at++
    const away = sample - edges[at]!
    return Math.round(height * (ramp(away) - ramp(away - meanPeriod / 2)))
  }
  const samples = Math.ceil(edges[cycles]!) + 4
  for (let first = 0; first < samples; first += piece)
    rig.pushCodes(Int16Array.from({ length: Math.min(piece, samples - first) }, (_, k) => code(first + k)))
  rig.host.setRunning(false)
  const [period] = await rig.host.measuring.figures()
  await rig.host.stop()

  const periods = Float64Array.from({ length: cycles }, (_, k) => (edges[k + 1]! - edges[k]!) / rate)
  const mean = periods.reduce((sum, one) => sum + one, 0) / cycles
  const squares = periods.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  const found = period!.figures
  expect(period!.share).toBeGreaterThan(0.9999)
  expect(found.count).toBe(cycles)
  // An edge is found to a code: a ten-thousandth of what it takes, two samples.
  const slack = 4e-4 / rate
  expect(Math.abs(found.mean - mean)).toBeLessThan(slack / 100)
  expect(Math.abs(found.sigma - Math.sqrt(squares / (cycles - 1)))).toBeLessThan(slack / 10)
  expect(Math.abs(found.min - periods.reduce((least, one) => Math.min(least, one)))).toBeLessThan(slack)
  expect(Math.abs(found.max - periods.reduce((most, one) => Math.max(most, one)))).toBeLessThan(slack)
  expect(Math.abs(found.now - periods.at(-1)!)).toBeLessThan(slack)
}, 60_000)
