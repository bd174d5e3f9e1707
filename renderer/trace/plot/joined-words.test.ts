import { describe, expect, it } from 'vitest'
import { rawFrame } from '../../testing/frames.ts'
import { joinedWords } from './joined-words.ts'
import { dotRadiusOf } from './sample-dots.ts'
import { buildTrace } from './trace-builder.ts'

const codes = Array.from({ length: 100 }, (_, k) => Math.round(1000 * Math.sin(k)))
const frame = rawFrame(codes)
const window = { startSeconds: 20, endSeconds: 40 }
const scale = { divisionsPerCode: 1 / 500, divisionsAtZero: 0 }
const runOf = (between: 'sinc' | 'linear') =>
  buildTrace(frame, frame.sections[0]!, 0, window, { width: 400, height: 300 }, scale, between)
const picture = (between: 'sinc' | 'linear', dots: 'auto' | 'on' | 'off', glowing: number[] = []) => ({
  ...{
    window,
    runs: [runOf(between)],
    clipped: new Map(),
    glowing: new Set(glowing),
    dots,
    references: [],
    seams: [],
    gaps: [],
  },
})

describe('what joins samples', () => {
  it('is the samples and nothing else where lines are straight', () => {
    const { count, samples, low, x } = runOf('linear')
    expect(samples).toHaveLength(count)
    expect([...x].map((at, k) => [at, low[k]])).toEqual(
      [...x].map((at) => [at, Math.fround(codes[at]! * scale.divisionsPerCode)]),
    )
    expect(runOf('sinc').count).toBeGreaterThan(4 * count)
  })

  it('is said in words, and what glows beneath too where that is another', () => {
    expect(joinedWords(picture('sinc', 'off'), 400)).toBe('sin(x)/x')
    expect(joinedWords(picture('linear', 'auto'), 400)).toBe('linear · dots')
    expect(joinedWords(picture('linear', 'off', [0]), 400)).toBe('linear, glow by sin(x)/x')
    expect(joinedWords({ ...picture('linear', 'on'), runs: [] }, 400)).toBeNull()
  })
})

it('dots appear from 9 pixels apart by themselves, from 4 on demand, and never touch', () => {
  const run = { samples: new Int32Array(100) }
  expect(dotRadiusOf(run, 899, 'auto')).toBe(0)
  expect(dotRadiusOf(run, 900, 'auto')).toBeCloseTo(2.2)
  expect(dotRadiusOf(run, 399, 'on')).toBe(0)
  expect(dotRadiusOf(run, 400, 'on')).toBeCloseTo(1.4)
  expect(dotRadiusOf(run, 5000, 'off')).toBe(0)
  expect(dotRadiusOf({ samples: new Int32Array() }, 5000, 'on')).toBe(0)
})
