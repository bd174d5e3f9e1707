import { describe, expect, it } from 'vitest'
import type { BlockLife, Lanes } from '#shared/contract/topics/lanes.ts'
import { boxAt, laneBoxes, laneWindow, pickedWindow, sampleToMs } from './lane-builder.ts'

const rate = 1000 // one sample per ms
const life = (sequence: number, over: Partial<BlockLife> = {}): BlockLife => ({
  sequence,
  bytes: 40,
  firstSample: sequence * 10,
  scans: 10,
  lostBefore: 0,
  queuedMs: sequence * 10 - 30,
  activeMs: sequence * 10,
  doneMs: sequence * 10 + 10,
  heldMs: sequence * 10 + 11,
  readMs: sequence * 10 + 15,
  returnedMs: sequence * 10 + 400,
  ...over,
})
const lanes = (lives: BlockLife[], nowMs: number): Lanes => ({
  epoch: 1,
  nowMs,
  queued: 0,
  active: 0,
  done: 0,
  held: 0,
  kept: 0,
  lives,
})
const all = { startMs: -1000, endMs: 1000, sharedWithTrace: false }
const spans = (given: Lanes, window = all) =>
  laneBoxes(given, rate, window).map((box) => [box.lane, box.startMs, box.endMs])

describe('lane boxes', () => {
  it('follow a block from queued to returned', () => {
    expect(spans(lanes([life(3)], 60))).toEqual([
      ['queued', 0, 30],
      ['active', 30, 40],
      ['done', 40, 41],
      ['held', 41, 45],
    ])
  })

  it('reach to now for what is still going on', () => {
    expect(spans(lanes([life(3, { doneMs: null, heldMs: null, readMs: null, returnedMs: null })], 36))).toEqual([
      ['queued', 0, 30],
      ['active', 30, 36],
    ])
    expect(spans(lanes([life(3, { readMs: null, returnedMs: null })], 50)).at(-1)).toEqual(['held', 41, 50])
  })

  it('show as active only the block that is being filled, however many the hardware holds', () => {
    const handed = { activeMs: 0, doneMs: null, heldMs: null, readMs: null, returnedMs: null }
    const given = lanes([life(3, { activeMs: 0 }), life(4, handed), life(5, handed)], 46)
    const active = laneBoxes(given, rate, all).filter((box) => box.lane === 'active')
    expect(active.map((box) => [box.block.sequence, box.startMs, box.endMs])).toEqual([
      [3, 30, 40],
      [4, 40, 46],
    ])
    expect(laneBoxes(given, rate, all).find((box) => box.block.sequence === 5)?.lane).toBe('queued')
  })

  it('outside the window are left out', () => {
    expect(spans(lanes([life(3)], 60), { ...all, startMs: 42 })).toEqual([['held', 41, 45]])
  })

  it('are found by the pointer, the newest first', () => {
    const boxes = laneBoxes(lanes([life(3), life(4)], 80), rate, all)
    expect(boxAt(boxes, 'queued', 20)?.block.sequence).toBe(4)
    expect(boxAt(boxes, 'active', 35)?.block.sequence).toBe(3)
    expect(boxAt(boxes, 'done', 20)).toBeNull()
  })
})

describe('the window of the lanes', () => {
  const given = { ...lanes([life(3), life(4), life(5)], 60), active: 1 }

  it('is that of the trace when blocks can be told apart on it', () => {
    expect(laneWindow(given, rate, { first: 30, last: 60 })).toEqual({ startMs: 30, endMs: 60, sharedWithTrace: true })
    expect(sampleToMs(given, rate)?.(42)).toBe(42)
  })

  it('is the newest blocks when the trace shows less than a block, or another part of time', () => {
    const newest = { startMs: 60 - 240, endMs: 60, sharedWithTrace: false }
    expect(laneWindow(given, rate, { first: 30, last: 32 })).toEqual(newest)
    expect(laneWindow(given, rate, { first: -90, last: 0 })).toEqual(newest)
    expect(laneWindow(given, rate, { first: -940, last: 60 })).toEqual(newest)
    expect(laneWindow(given, rate, null)).toEqual(newest)
    expect(sampleToMs(lanes([], 0), rate)).toBeNull()
  })

  it('of a stream that has ended stays where it ended', () => {
    const ended = { startMs: 65 - 240, endMs: 65, sharedWithTrace: false }
    expect(laneWindow(lanes([life(3), life(4), life(5)], 5000), rate, null)).toEqual(ended)
    // A block that is still being filled, or read, is one of now.
    const going = { ...lanes([life(5)], 5000), active: 1 }
    expect(laneWindow(going, rate, null).endMs).toBe(5000)
    expect(laneWindow({ ...lanes([life(5)], 5000), held: 1 }, rate, null).endMs).toBe(5000)
  })

  it('of a block that was picked has it in the middle', () => {
    expect(pickedWindow(given, rate, 4)).toEqual({ startMs: 45 - 120, endMs: 45 + 120, sharedWithTrace: false })
  })
})
