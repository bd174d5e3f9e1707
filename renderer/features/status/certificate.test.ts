import { describe, expect, it } from 'vitest'
import type { Stats } from '#shared/contract/topics/status.ts'
import { clockTime } from '#shared/time-words.ts'
import { certificate } from './certificate.ts'

const began = Date.UTC(2024, 1, 1, 9, 14, 2)
const stats = (stream: Partial<Stats['stream']> = {}) =>
  ({
    samples: 5_140_000_000,
    lostSamples: 12_000_000,
    stream: {
      sinceUnixMs: began,
      samples: 2_000_000,
      lostSamples: 0,
      gaps: 0,
      slippedMs: 0,
      lastTroubleUnixMs: null,
      warmUp: null,
      ...stream,
    },
  }) as Stats
const running = { acquisition: 'running' } as const

describe('the certificate of the capture', () => {
  it('counts samples and losses since the time it names, not since the program began', () => {
    const now = certificate(true, running, stats())
    expect(now).toMatchObject({ text: `gap-free since ${clockTime(began)}`, samples: 2_000_000, lostSamples: 0 })
    expect(now).toMatchObject({ led: 'ok', tone: 'good' })
    expect(now.tip).toContain('Since the program began: 5.1400 G samples, 12\u2009000\u2009000 lost.')
  })

  it('claims nothing gap-free after a gap, and says when the last one was', () => {
    const gap = certificate(true, running, stats({ gaps: 3, lostSamples: 700, lastTroubleUnixMs: began + 60_000 }))
    expect(gap).toMatchObject({ text: `3 gaps since ${clockTime(began)}`, lostSamples: 700, led: 'warn' })
    expect(gap.tip).toContain(`All is well since ${clockTime(began + 60_000)}.`)
    expect(certificate(true, running, stats({ gaps: 1 })).text).toContain('1 gap since')
  })

  it('claims nothing gap-free while the clock of the samples fell behind', () => {
    const slow = certificate(true, running, stats({ slippedMs: 52, lastTroubleUnixMs: began }))
    expect(slow).toMatchObject({ text: `clock 52 ms behind since ${clockTime(began)}`, led: 'warn', lostSamples: 0 })
  })

  it('proves nothing where another machine does not say what is missing', () => {
    const remote = certificate(true, running, { ...stats(), gapsByClock: true })
    expect(remote).toMatchObject({ text: `no gap by the clock since ${clockTime(began)}`, led: '', tone: '' })
    expect(remote.tip).toContain('judged by its rate and the clock')
    expect(certificate(true, running, { ...stats({ gaps: 1 }), gapsByClock: true })).toMatchObject({ led: 'warn' })
  })

  it('says that the program warms up when its first seconds went wrong, and counts from their end on', () => {
    const warmUp = { isOver: false, lostSamples: 272_692_894, slippedMs: 0 }
    const early = certificate(true, running, stats({ gaps: 3, lostSamples: 272_692_894, warmUp }))
    expect(early).toMatchObject({ text: `warming up since ${clockTime(began)}`, led: 'warn' })
    expect(early.tip).toContain('first seconds were too slow: 272\u2009692\u2009894 samples lost.')
    const later = certificate(true, running, stats({ warmUp: { ...warmUp, slippedMs: 104, isOver: true } }))
    expect(later).toMatchObject({ text: `gap-free since ${clockTime(began)}`, lostSamples: 0, led: 'ok' })
    expect(later.tip).toContain('(in it: 272\u2009692\u2009894 samples lost and the clock 104 ms behind)')
  })

  it('has no green light when stopped, disconnected or faulty', () => {
    const stopped = certificate(true, { acquisition: 'stopped' }, stats())
    expect(stopped).toMatchObject({ led: '', tone: '', text: `stopped · gap-free since ${clockTime(began)}` })
    expect(certificate(true, { acquisition: 'fault' }, stats())).toMatchObject({ led: 'bad' })
    const lost = certificate(false, running, stats())
    expect(lost).toMatchObject({ text: 'not connected', led: 'bad' })
    expect(lost.samples).toBeNaN()
    expect(certificate(true, running, null)).toMatchObject({ text: 'no capture yet', led: '' })
  })
})
