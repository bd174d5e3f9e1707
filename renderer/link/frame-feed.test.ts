import { describe, expect, it } from 'vitest'
import type { Frame } from '#shared/contract/frame.ts'
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

describe('FrameFeed', () => {
  it('grants two credits at first and one for each frame drawn', () => {
    const { frames, granted, stream: source } = stream()
    const feed = new FrameFeed()
    feed.attach(source)
    frames.fire(rawFrame([1], { sequence: 1 }))
    feed.drawn()
    expect(granted).toEqual([
      [2, 0],
      [1, 1],
    ])
  })

  it('gives back the credits of frames that were never drawn because a newer one came', () => {
    const { frames, granted, stream: source } = stream()
    const feed = new FrameFeed()
    feed.attach(source)
    frames.fire(rawFrame([1], { sequence: 1 }))
    frames.fire(rawFrame([2], { sequence: 2 }))
    feed.drawn()
    feed.drawn()
    expect(feed.latest?.sequence).toBe(2)
    expect(granted).toEqual([
      [2, 0],
      [2, 2],
    ])
  })

  it('keeps the last frame and grants nothing after the stream ended', () => {
    const { frames, granted, stream: source } = stream()
    const feed = new FrameFeed()
    const attached = feed.attach(source)
    frames.fire(rawFrame([1], { sequence: 7 }))
    attached.dispose()
    feed.drawn()
    expect(feed.latest?.sequence).toBe(7)
    expect(granted).toEqual([[2, 0]])
    expect(frames.hasListeners).toBe(false)
  })
})
