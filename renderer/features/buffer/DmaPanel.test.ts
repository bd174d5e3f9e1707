import { describe, expect, it, vi } from 'vitest'
import { fakeStats } from '#shared/testing/fake-values.ts'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import DmaPanel from './DmaPanel.vue'

async function type(screen: Awaited<ReturnType<typeof mountWithFake>>['screen'], id: string, text: string) {
  const field = screen.get<HTMLInputElement>(`[data-testid=${id}]`)
  await field.setValue(text)
  await field.trigger('keydown', { key: 'Enter' })
  return field
}

describe('the DMA buffer panel', () => {
  it('applies a block size while running and shows the one in force', async () => {
    const { fake, screen } = await mountWithFake(DmaPanel)
    const field = await type(screen, 'block-size', '65536')
    await vi.waitFor(() => expect(field.element.value).toBe('64 KiB'))
    expect(fake.calls.at(-1)).toEqual({ name: 'setBuffer', request: { blockBytes: 65536 } })
    expect(fake.state().acquisition).toBe('running')
  })

  it('is named as what the captured device has, live: a DMA buffer or a FIFO', async () => {
    const { fake, screen } = await mountWithFake(DmaPanel)
    expect(screen.text()).toContain('DMA buffer')
    fake.change({ buffer: { ...fake.state().buffer, mode: 'fifo' } })
    await vi.waitFor(() => expect(screen.text()).toContain('FIFO'))
    expect(screen.text()).toContain('an interrupt per sample')
    expect(screen.html()).not.toMatch(/DMA|block mode/)
  })

  it('refuses a wrong size beside the field and asks the instrument for nothing', async () => {
    const { fake, screen } = await mountWithFake(DmaPanel)
    await type(screen, 'block-size', '65537')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain('is not a multiple of 64 B'))
    expect(fake.calls.filter((call) => call.name === 'setBuffer')).toEqual([])
    const field = screen.get<HTMLInputElement>('[data-testid=block-size]')
    await field.trigger('keydown', { key: 'Escape' })
    expect(field.element.value).toBe('512 KiB')
    expect(screen.find('[role=alert]').exists()).toBe(false)
  })

  it("shows the instrument's own reason when it refuses", async () => {
    const { screen } = await mountWithFake(DmaPanel)
    await type(screen, 'watermark', '1000000000')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain('can never be reached'))
  })

  it('steps the block size by two and leaves it to the instrument again', async () => {
    const { fake, screen } = await mountWithFake(DmaPanel)
    const field = screen.get('[data-testid=block-size]')
    await field.trigger('keydown', { key: 'ArrowUp' })
    await vi.waitFor(() => expect(fake.state().buffer.blockBytes).toBe(1048576))
    expect(fake.state().buffer.blockBytesAuto).toBe(false)
    await vi.waitFor(() => expect(screen.get('[data-testid=block-size-auto]').attributes('aria-pressed')).toBe('false'))
    await screen.get('[data-testid=block-size-auto]').trigger('click')
    await vi.waitFor(() => expect(fake.state().buffer.blockBytesAuto).toBe(true))
  })

  it('says that a size is on its way until its first block is on the screen', async () => {
    const { fake, screen } = await mountWithFake(DmaPanel)
    const said = () => screen.get('[data-testid=block-size-under-way]').text()
    const { feed } = useInstrument()
    await vi.waitFor(() => expect(feed.latest).not.toBeNull())
    expect(said()).toBe('')
    const { buffer } = fake.state()
    fake.change({ buffer: { ...buffer, blockBytes: 1 << 20, changingFromBytes: buffer.blockBytes } })
    await vi.waitFor(() => expect(said()).toBe('changing to 1 MiB…'))
    // All frames that were asked for have come: the next one comes when one is drawn.
    await vi.waitFor(() => expect(feed.hasNext).toBe(true))
    const seam = {
      epoch: fake.state().epoch,
      atSample: feed.latest!.newestSample + 1,
      atUnixMs: 0,
      subject: 'blockBytes',
      from: 524288,
      to: 1048576,
      lostSamples: 0,
      costMs: 300,
      how: 'live',
    } as const
    fake.change({ buffer: { ...buffer, blockBytes: 1 << 20 }, seams: [seam] })
    await vi.waitFor(() => expect(useInstrument().state?.seams).toEqual([seam]))
    await vi.waitFor(() => {
      feed.take()
      feed.drawn()
      expect(said()).toBe('')
    })
    expect(feed.latest!.newestSample).toBeGreaterThanOrEqual(seam.atSample)
  })

  it('does not wait for a screen that waits for a trigger', async () => {
    const { fake, screen } = await mountWithFake(DmaPanel)
    const said = () => screen.get('[data-testid=block-size-under-way]').text()
    const { feed } = useInstrument()
    await vi.waitFor(() => expect(feed.latest).not.toBeNull())
    const { buffer, epoch } = fake.state()
    const change = {
      subject: 'blockBytes',
      from: 524288,
      to: 1048576,
      lostSamples: 0,
      costMs: 300,
      how: 'live',
    } as const
    const seam = { epoch, atSample: Number.MAX_SAFE_INTEGER, atUnixMs: 0, ...change }
    fake.events.stats.fire({ ...fakeStats(fake.state(), 0), triggerWord: 'armed' })
    fake.change({ buffer: { ...buffer, blockBytes: 1 << 20, changingFromBytes: buffer.blockBytes } })
    await vi.waitFor(() => expect(said()).toBe('changing to 1 MiB…'))
    // The block has come; no frame will show it.
    fake.change({ buffer: { ...buffer, blockBytes: 1 << 20 }, seams: [seam] })
    await vi.waitFor(() => expect(said()).toBe(''))
    fake.events.stats.fire({ ...fakeStats(fake.state(), 0), triggerWord: 'trigd' })
    await vi.waitFor(() => expect(said()).toBe('changing to 1 MiB…'))
  })

  it('says nothing of a change that was taken back, and of one while stopped', async () => {
    const { fake, screen } = await mountWithFake(DmaPanel)
    const said = () => screen.get('[data-testid=block-size-under-way]').text()
    const { buffer } = fake.state()
    fake.change({ buffer: { ...buffer, blockBytes: 1 << 20, changingFromBytes: buffer.blockBytes } })
    await vi.waitFor(() => expect(said()).toBe('changing to 1 MiB…'))
    fake.change({ buffer })
    await vi.waitFor(() => expect(said()).toBe(''))
    fake.change({ acquisition: 'stopped', buffer: { ...buffer, changingFromBytes: 4096 } })
    await vi.waitFor(() => expect(useInstrument().state?.buffer.changingFromBytes).toBe(4096))
    expect(said()).toBe('')
  })
})
