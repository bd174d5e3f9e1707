import { describe, expect, it } from 'vitest'
import { logTicks, writeLogPlot } from './log-plot.ts'

const plot = {
  title: 'a < b & c',
  xLabel: 'x',
  yLabel: 'y',
  formatX: String,
  formatY: String,
  series: [
    { name: 'falls', points: [[1, 100] as const, [100, 1] as const] },
    { name: 'flat', points: [[1, 10] as const, [100, 10] as const] },
  ],
}

describe('ticks of a logarithmic axis', () => {
  it('enclose the values, and are not fewer than two', () => {
    expect(logTicks([3, 40])).toEqual([1, 10, 100])
    expect(logTicks([1, 1000])).toEqual([1, 10, 100, 1000])
    expect(logTicks([64, 4096], 4)).toEqual([64, 256, 1024, 4096])
    expect(logTicks([10])).toEqual([10, 100])
  })

  it('need values that have a logarithm', () => {
    for (const values of [[], [0], [-1, 1], [Number.NaN], [Number.POSITIVE_INFINITY]])
      expect(() => logTicks(values)).toThrow(/^a logarithmic axis needs/)
  })
})

describe('a plot', () => {
  it('puts equal factors at equal distances, and larger values higher', () => {
    const svg = writeLogPlot(plot)
    const [falls, flat] = [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points)
    expect(falls).toBe('84,72 840,424')
    expect(flat).toBe('84,248 840,248')
  })

  it('is well-formed whatever the words are', () => {
    const svg = writeLogPlot(plot)
    expect(svg).toContain('<title>a &lt; b &amp; c</title>')
    expect(svg.match(/<(\w+)[^>]*[^/]>|<(\w+)>/g)?.length).toBe(svg.match(/<\/\w+>/g)?.length)
    expect(svg.match(/<circle/g)).toHaveLength(4)
  })
})
