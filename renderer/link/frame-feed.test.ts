import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { Emitter } from '#shared/lifecycle.ts'
import { rawFrame } from '../testing/frames.ts'
import { FrameFeed } from './frame-feed.ts'

function stream() {
  const frames = new Emitter<Frame>()
  const granted: [number, number][] = []
  return {
    frames,
    granted,
    stream: {
      onFrame: (listener: (frame: Frame) => void) => frames.on(listener),
      grant: (credits: number, seen: number) => void granted.push([credits, seen]),
    },
  }
}

/** A feed whose every refresh of the screen draws what has come, as the screen does. */
function screen() {
  const { frames, granted, stream: source } = stream()
  const feed = new FrameFeed()
  feed.attach(source)
  let sent = 0
  return {
    granted,
    feed,
    outstanding: () => granted.reduce((sum, [credits]) => sum + credits, 0) - sent,
    arrive: () => void frames.fire(rawFrame([1], { sequence: ++sent })),
    refresh() {
      if (!feed.hasNext) return void feed.missed()
      feed.take()
      feed.drawn()
    },
  }
}

describe('FrameFeed', () => {
  it('asks for two frames at first and for one in place of each that was drawn', () => {
    const { frames, granted, stream: source } = stream()
    const feed = new FrameFeed()
    feed.attach(source)
    frames.fire(rawFrame([1], { sequence: 1 }))
    expect(feed.take()?.sequence).toBe(1)
    expect(granted).toHaveLength(1)
    feed.drawn()
    expect(granted).toEqual([
      [2, 0],
      [1, 1],
    ])
  })

  it('gives every frame to be drawn, in order, and the last one again while there is no other', () => {
    const { frames, granted, stream: source } = stream()
    const feed = new FrameFeed()
    feed.attach(source)
    expect(feed.take()).toBeNull()
    frames.fire(rawFrame([1], { sequence: 1 }))
    frames.fire(rawFrame([2], { sequence: 2 }))
    expect(feed.latest?.sequence).toBe(2)
    const drawn = []
    for (let refresh = 0; refresh < 3; refresh++) {
      drawn.push(feed.take()?.sequence)
      feed.drawn()
    }
    expect(drawn).toEqual([1, 2, 2])
    expect(granted).toEqual([
      [2, 0],
      [1, 1],
      [1, 2],
    ])
  })

  it('asks further ahead, to a limit, when refreshes find nothing new', () => {
    const { feed, arrive, refresh, outstanding } = screen()
    arrive()
    refresh()
    expect(outstanding()).toBe(2)
    for (let late = 0; late < 5; late++) feed.missed()
    expect(outstanding()).toBe(3)
  })

  it('asks for one at a time where each comes before the next refresh', () => {
    const { arrive, refresh, outstanding } = screen()
    arrive()
    for (let refreshes = 0; refreshes < 200; refreshes++) {
      if (outstanding() > 0) arrive()
      refresh()
    }
    expect(outstanding()).toBe(1)
    expect(screen().outstanding()).toBe(2)
  })

  it('draws one frame per refresh though they come two at a time', () => {
    const { feed, granted, arrive, refresh, outstanding } = screen()
    for (let refreshes = 0; refreshes < 100; refreshes++) {
      if (refreshes % 2 === 0) for (let come = Math.min(2, outstanding()); come > 0; come--) arrive()
      refresh()
    }
    const asked = granted.reduce((sum, [credits]) => sum + credits, 0)
    expect(feed.latest?.sequence).toBeGreaterThanOrEqual(99)
    expect(asked - 100).toBeLessThanOrEqual(3)
  })

  it('always has one frame asked for or waiting, and never more than three', () => {
    const step = fc.constantFrom('arrive', 'refresh', 'missed')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { feed, arrive, refresh, outstanding } = screen()
        let waiting = 0
        for (const one of steps) {
          if (one === 'missed') feed.missed()
          else if (one === 'refresh') {
            refresh()
            waiting = Math.max(0, waiting - 1)
          } else if (outstanding() > 0) {
            arrive()
            waiting++
          }
          expect(outstanding() + waiting).toBeGreaterThanOrEqual(1)
          expect(outstanding() + waiting).toBeLessThanOrEqual(3)
        }
      }),
    )
  })

  it('counts anew for another stream, and keeps the picture of the one before', () => {
    const first = stream()
    const second = stream()
    const feed = new FrameFeed()
    const attached = feed.attach(first.stream)
    first.frames.fire(rawFrame([1], { sequence: 9 }))
    feed.take()
    feed.drawn()
    attached.dispose()
    feed.attach(second.stream)
    expect(feed.take()?.sequence).toBe(9)
    feed.drawn()
    feed.missed()
    expect(second.granted).toEqual([
      [2, 0],
      [1, 0],
    ])
  })

  it('keeps the last frame and asks for nothing after the stream ended', () => {
    const { frames, granted, stream: source } = stream()
    const feed = new FrameFeed()
    const attached = feed.attach(source)
    frames.fire(rawFrame([1], { sequence: 7 }))
    attached.dispose()
    expect(feed.take()?.sequence).toBe(7)
    feed.drawn()
    feed.missed()
    expect(feed.latest?.sequence).toBe(7)
    expect(granted).toEqual([[2, 0]])
    expect(frames.hasListeners).toBe(false)
  })
})
