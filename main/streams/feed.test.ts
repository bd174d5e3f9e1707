// Writers, one after the other: what is told of them, and what comes of their samples.
import { describe, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { Feed, type Supply, type Writer } from './feed.ts'
import { type FeedStatus, noStatus } from './feed-status.ts'
import { RingFiller } from './ring-filler.ts'
import { ringBytes, SampleRing } from './sample-ring.ts'

const form = { kind: 'int', bytes: 2, bigEndian: false, unsigned: false } as const

function feedOf(writers: (Writer | null)[], isOnce = false) {
  const shape = { channels: 1, scans: 16 }
  const ring = SampleRing.make(new SharedArrayBuffer(ringBytes(shape)), 0, shape)
  const told: FeedStatus[] = []
  const filler = new RingFiller(ring, { forms: [form], frameBytes: 2, places: [0], scale: 1 })
  const feed = new Feed(ring, filler, (status) => told.push(status))
  const supply: Supply = { isOnce, next: () => Promise.resolve(writers.shift() ?? null) }
  return { ring, feed, told, running: feed.run(supply), last: () => told.at(-1) ?? noStatus }
}

async function* giving(...pieces: readonly (readonly number[] | Error)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece
    yield Uint8Array.from(piece)
  }
}

const read = (ring: SampleRing): number[] => {
  const codes = new Int16Array(ring.available)
  ring.copy(0, 0, codes)
  ring.advance(codes.length)
  return [...codes]
}

describe('a feed', () => {
  it('begins the next writer with a whole scan, and counts what the one before left', async () => {
    const { ring, running, last } = feedOf([giving([1, 0, 2], [0, 3]), giving([4], [0, 5, 0])])
    await running
    expect(read(ring)).toEqual([1, 2, 4, 5])
    expect(last()).toMatchObject({ phase: 'ended', writers: 2, bytes: 9, scans: 4, leftOverBytes: 1, isDrained: false })
  })

  it('says why a writer broke off, and goes on', async () => {
    const { ring, running, told } = feedOf([giving([1, 0], new Error('ECONNRESET')), giving([2, 0])])
    await running
    expect(read(ring)).toEqual([1, 2])
    expect(told.map(({ phase, cause }) => [phase, cause])).toEqual([
      ['flowing', null],
      ['waiting', 'The writer broke off: ECONNRESET.'],
      ['flowing', null],
      ['waiting', null],
      ['ended', null],
    ])
  })

  it('says in one sentence what a reason says in one', async () => {
    const { running, told } = feedOf([giving([1, 0], new Error('x.wav became shorter while it was read.'))])
    await running
    expect(told.map(({ cause }) => cause)).toContain('The writer broke off: x.wav became shorter while it was read.')
  })

  it('lets a writer wait while the ring is full, and ends when all is taken', async () => {
    const many = Array.from({ length: 80 }, (_, k) => (k % 2 === 0 ? k / 2 : 0))
    const { ring, feed, running, last } = feedOf([giving(many)], true)
    await eventually(() => {
      feed.look()
      expect(last().phase).toBe('held')
    })
    expect(ring.room).toBe(0)
    const got: number[] = []
    await eventually(() => {
      got.push(...read(ring))
      expect(got).toHaveLength(40)
    })
    await running
    feed.look()
    expect(got).toEqual(Array.from({ length: 40 }, (_, k) => k))
    expect(last()).toMatchObject({ phase: 'ended', isDrained: true })
  })
})
