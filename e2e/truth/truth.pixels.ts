// The picture tells the truth: what the product lights of seeded signals, held against every sample of them.
import { afterAll, describe, expect, it } from 'vitest'
import { commands } from 'vitest/browser'
import { FlatPainter } from '#renderer/trace/phosphor/flat-painter.ts'
import { GlPainter } from '#renderer/trace/phosphor/gl-painter.ts'
import type { PhosphorPainter } from '#renderer/trace/phosphor/painter.ts'
import { lookNames, type TruthCase } from './looks.ts'
import { codesOf, height, PaintedScreen, rowOf, width } from './painted.ts'
import { columnLooks, foreignLines, relative } from './spectrum.ts'
import { judge } from './verdict.ts'

const screens = {
  webgl2: new PaintedScreen([(canvas) => GlPainter.open(canvas, true)]),
  '2d': new PaintedScreen([FlatPainter.open]),
} as const
type Painter = keyof typeof screens

/** A line is 1.5 pixels wide, and columns of a frame at most two. */
const lineSlack = 2
/** Samples far apart are dots, 2.2 pixels in radius. */
const dotSlack = 3.2
const dotsBelow = 1 / 9
/** A row of a map is two pixels high, and smoothed. */
const mapSlack = 3.5

const decades = Array.from({ length: 10 }, (_, k) => 10 ** (k - 9))
/** 1 ns to 10 s in steps of 1, 2, 5. */
const timeBases = [...decades.flatMap((decade) => [decade, 2 * decade, 5 * decade]), 10]
/** From a period of a hundred seconds to nearly one of two samples, none of them in step with a time base. */
const frequencies = Array.from({ length: 40 }, (_, k) => 0.01 * 1.003 * 10 ** ((k * 10.6) / 39))

/** Samples of a window that is looked at in full, at most; more need a lower rate. */
const rateOf = (secondsPerDiv: number, samples = 60_000): number => Math.min(1e9, samples / (10 * secondsPerDiv))

interface Checked {
  readonly looks: number
  /** Looks with a persistence map on the screen. */
  readonly maps: number
  /** What was wrong, one line for each look. */
  readonly wrong: readonly string[]
}

async function checkAll(cases: readonly TruthCase[]): Promise<Checked> {
  let [looks, maps] = [0, 0]
  const wrong: string[] = []
  const answers = await commands.lookAtSignals(cases)
  for (const [k, answer] of answers.entries()) {
    const { signal, hertz, samplingFrequencyHz, secondsPerDiv } = cases[k]!
    if (answer.length === 0) wrong.push(`${signal}, ${hertz} Hz, ${secondsPerDiv} s/div: not one look`)
    for (const look of answer) {
      const painter: Painter = looks++ % 8 === 0 ? 'webgl2' : '2d'
      const { light, hasMap } = await screens[painter].paint(look)
      if (hasMap) maps++
      const { must, may, mayGlow, points, view } = look
      const samplesPerPixel = (10 * view.secondsPerDiv * samplingFrequencyHz) / width
      const slack = samplesPerPixel < dotsBelow ? dotSlack : lineSlack
      const verdict = judge(
        light,
        { must: codesOf(must), may: codesOf(hasMap ? mayGlow : may), points: codesOf(points) },
        hasMap ? mapSlack : slack,
      )
      const { dark, false: lit } = verdict
      const what = `${signal} of ${hertz.toPrecision(6)} Hz at ${view.secondsPerDiv} s/div, ${samplingFrequencyHz} Sa/s, ${look.name}, ${painter}`
      if (dark.length > 0) wrong.push(`${what}: dark at ${dark.join(' ')}`)
      if (lit.length > 0) wrong.push(`${what}: lit at ${lit.join(' ')}`)
    }
  }
  return { looks, maps, wrong }
}

describe('the picture of a sine', () => {
  it.each(timeBases)('of forty frequencies at %s s/div holds every sample, and nothing else', async (secondsPerDiv) => {
    const samplingFrequencyHz = rateOf(secondsPerDiv)
    const cases = frequencies.map((hertz, k) => ({
      signal: 'sine' as const,
      // No sampler can tell more than half its rate from less.
      hertz: Math.min(hertz, 0.49 * samplingFrequencyHz),
      secondsPerDiv,
      samplingFrequencyHz,
      seed: k,
      looks: ['live', k % 2 === 0 ? 'bare' : 'stopped'] as const,
    }))
    const { looks, wrong } = await checkAll(cases)
    expect(wrong).toEqual([])
    expect(looks).toBeGreaterThan(40)
  })
})

describe('the picture of other signals', () => {
  // From a screen of few samples to hundreds in a column, and from a part of a period to hundreds.
  const scenes = [0.05, 0.7, 3, 9, 70].flatMap((samplesPerColumn, k) =>
    [0.4, 2.7, 11.3, 97].map((periods, seed) => ({ samplesPerColumn, periods, seed: 4 * k + seed })),
  )

  it.each(['square', 'pulse', 'chirp', 'noise', 'am', 'glitches', 'walk'] as const)(
    'live, stopped, zoomed, panned and scrubbed: %s',
    async (signal) => {
      const cases = scenes.map(({ samplesPerColumn, periods, seed }) => {
        const samplingFrequencyHz = 1e8
        const seconds = (samplesPerColumn * width) / samplingFrequencyHz
        const hertz = Math.min(periods / seconds, 0.4 * samplingFrequencyHz)
        return { signal, hertz, secondsPerDiv: seconds / 10, samplingFrequencyHz, seed, looks: lookNames }
      })
      const { looks, maps, wrong } = await checkAll(cases)
      expect(wrong).toEqual([])
      expect(looks).toBeGreaterThan(4 * cases.length)
      expect(maps).toBeGreaterThan(5)
    },
  )
})

describe('the picture where not every sample can be counted', () => {
  it.each(['sine', 'noise', 'am', 'glitches'] as const)('still holds each of them: %s', async (signal) => {
    // 1 GS/s for 8 ms, 100 MS/s for 80 ms: ten thousand samples in a column, of which a share is counted.
    const cases = [
      { samplingFrequencyHz: 1e9, secondsPerDiv: 8e-4 },
      { samplingFrequencyHz: 4e8, secondsPerDiv: 2e-3 },
    ].flatMap((rate, k) =>
      [1003.7, 1e5, 1.0007e6].map((hertz, seed) => ({ ...rate, signal, hertz, seed: 2 * k + seed, looks: lookNames })),
    )
    const { maps, wrong } = await checkAll(cases)
    expect(wrong).toEqual([])
    expect(maps).toBeGreaterThan(4)
  })
})

describe('the picture of a signal of many periods in a column', () => {
  const mostOfGrain = 20
  const slow = [
    { samplingFrequencyHz: 1e7, secondsPerDiv: 0.05 },
    { samplingFrequencyHz: 1e9, secondsPerDiv: 5e-4 },
  ]
  // In step with the columns, with the samples, and with nothing.
  const rates = [5.003e5, 1e6, 1.0007e6, 2.5e6, 1.2345e6, 842 * 3 * 1000]

  it.each(slow)('has no rhythm that a count of every sample has not, at $secondsPerDiv s/div', async (base) => {
    const looks = ['live'] as const
    const cases = rates.map((hertz, k) => ({ ...base, signal: 'sine' as const, hertz, seed: 2 * k + 1, looks }))
    const answers = await commands.lookAtSignals(cases)
    const found: string[] = []
    for (const [k, [look]] of answers.entries()) {
      const { light, hasMap, countedShare } = await screens['2d'].paint(look!)
      expect(hasMap).toBe(true)
      // Not all of it can be counted, and the screen says so.
      expect(countedShare).toBeLessThan(1)
      const { brightness, centre } = columnLooks(light)
      // A column of few periods is not quite the same as the next one, whoever counts it.
      const [mean, square] = [codesOf(look!.mean), codesOf(look!.square)]
      const dark = foreignLines(brightness, relative(square), mostOfGrain)
      const off = foreignLines(centre, Array.from(mean, rowOf), mostOfGrain)
      if (dark.length + off.length > 0)
        found.push(`${rates[k]} Hz: brightness ${dark.join(' ')}, centre ${off.join(' ')}`)
    }
    expect(found).toEqual([])
  })

  it('would be found out: samples at a fixed stride draw a sine that is not there', () => {
    const light = new Uint8Array(width * height)
    for (let column = 0; column < width; column++)
      for (let k = 0; k < 8; k++) {
        const phase = 2 * Math.PI * (12 * (column / width) + k / 800)
        light[Math.round(height / 2 + 180 * Math.sin(phase)) * width + column] = 255
      }
    const counted = new Float32Array(width).fill(height / 2)
    expect(foreignLines(columnLooks(light).centre, counted, 5 * mostOfGrain)).toEqual([12])
  })
})

describe('without a graphics card', () => {
  it('every frame paints the trace, every other the glow; of another stream both are painted at once', async () => {
    const base = { hertz: 1e6, secondsPerDiv: 2e-7, samplingFrequencyHz: 1e9, seed: 1, looks: ['live'] as const }
    const [sine, square] = (
      await commands.lookAtSignals([
        { ...base, signal: 'sine' },
        { ...base, signal: 'square' },
      ])
    ).map(([look]) => look!)
    let glows = 0
    const counting: PhosphorPainter = { kind: '2d', paint: () => void glows++, dispose: () => undefined }
    const screen = new PaintedScreen([() => counting])
    const before = await screen.paint(sine!, 1000)
    expect(before).toMatchObject({ hasMap: true })
    const first = glows
    screen.wipe()
    const waiting = await screen.paint(sine!, 1016)
    expect(waiting).toEqual(before)
    expect(glows).toBe(first)
    await screen.paint(sine!, 1033)
    expect(glows).toBe(first + 1)
    const other = await screen.paint(square!, 1040)
    expect(other.light).not.toEqual(before.light)
    expect(glows).toBe(first + 2)
    screen.dispose()
  })
})

afterAll(() => {
  for (const screen of Object.values(screens)) screen.dispose()
})
