import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { fakeLanes } from '#shared/testing/fake-values.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { useInstrument } from '../instrument.ts'
import { useView } from '../view.ts'
import { useBlocks } from './use-blocks.ts'

const nothing = defineComponent({ render: () => h('i') })
/** Blocks of 131072 samples at 100 MS/s: a thousand of them, and half of another. */
const nowMs = 1310.72 + 0.6

async function opened() {
  const { fake } = await mountWithFake(nothing)
  const instrument = useInstrument()
  await vi.waitFor(() => expect(instrument.feed.latest).not.toBeNull())
  fake.events.lanes.fire(fakeLanes(fake.state(), nowMs))
  await vi.waitFor(() => expect(instrument.lanes).not.toBeNull())
  const scans = 131072
  const blocks = useBlocks()
  /** Looks at a sample of the past, as the frame that comes then says. */
  const lookAt = (sample: number): void => {
    useView().lookAt(sample)
    Object.assign(instrument.feed.latest!, { anchor: 'past' })
  }
  return { fake, instrument, blocks, scans, lookAt }
}

describe('the block that is lit', () => {
  it('is the one under the pointer, on the trace or in the lanes', async () => {
    const { blocks, scans, lookAt } = await opened()
    expect(blocks.lit).toBeNull()
    lookAt(990 * scans + 5)
    blocks.point({ on: 'trace', across: 0.5 })
    expect(blocks.lit?.sequence).toBe(990)
    blocks.point({ on: 'lanes', sequence: 985 })
    expect(blocks.lit?.sequence).toBe(985)
    blocks.point(null)
    expect(blocks.lit).toBeNull()
  })

  it('is none where the trace shows a block that is not known', async () => {
    const { blocks, lookAt } = await opened()
    lookAt(17)
    blocks.point({ on: 'trace', across: 0.5 })
    expect(blocks.lit).toBeNull()
  })
})

describe('a block that is picked on the trace', () => {
  it('is asked for by its sample, stays, and is let go', async () => {
    const { fake, instrument, blocks, scans, lookAt } = await opened()
    // What the instrument knows by now: blocks of the last milliseconds.
    const known = fakeLanes(fake.state(), nowMs)
    fake.lanesAround = () => known
    lookAt(980 * scans + 7)
    await blocks.pick(0.5)
    expect(fake.calls.at(-1)).toEqual({ name: 'lanesAround', request: { epoch: 1, sample: 980 * scans + 7 } })
    expect(blocks.lit?.sequence).toBe(980)
    fake.events.lanes.fire(fakeLanes(fake.state(), 10 * nowMs))
    await vi.waitFor(() => expect(instrument.lanes?.nowMs).toBe(10 * nowMs))
    expect(blocks.shown).toEqual(known)
    expect(blocks.lit?.sequence).toBe(980)
    blocks.letGo()
    expect(blocks.shown).toBe(instrument.lanes)
    expect(blocks.lit).toBeNull()
  })

  it('may be picked in the lanes too', async () => {
    const { fake, instrument, blocks } = await opened()
    const window = { startMs: 1200, endMs: 1311, sharedWithTrace: false }
    blocks.stay(window)
    expect(blocks.picked).toBeNull()
    blocks.point({ on: 'lanes', sequence: 985 })
    blocks.stay(window)
    fake.events.lanes.fire(fakeLanes(fake.state(), 10 * nowMs))
    await vi.waitFor(() => expect(instrument.lanes?.nowMs).toBe(10 * nowMs))
    blocks.point(null)
    expect(blocks.lit?.sequence).toBe(985)
    expect(blocks.picked?.window).toEqual(window)
  })

  it('is let go with its stream', async () => {
    const { fake, instrument, blocks, scans, lookAt } = await opened()
    fake.lanesAround = () => fakeLanes(fake.state(), nowMs)
    lookAt(980 * scans)
    await blocks.pick(0.5)
    expect(blocks.picked?.sequence).toBe(980)
    fake.change({ epoch: 2 })
    await vi.waitFor(() => expect(instrument.state?.epoch).toBe(2))
    await vi.waitFor(() => expect(blocks.picked).toBeNull())
  })

  it('says so when it is not known any more, until something else is pointed at', async () => {
    const { blocks, lookAt } = await opened()
    lookAt(17)
    await blocks.pick(0.5)
    expect(blocks.picked).toBeNull()
    expect(blocks.refusal).toBe('What became of the block of this sample is not known any more.')
    blocks.point(null)
    expect(blocks.refusal).toBe('')
  })
})
