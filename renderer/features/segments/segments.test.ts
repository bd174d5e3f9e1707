// The tab of segments over the fake instrument: settings, figures, the list by keys and by mouse, and the one that is drawn.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { runCommand } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import SegmentsTab from './SegmentsTab.vue'
import { useSegments } from './use-segments.ts'

// As a layout would have it: ten rows.
beforeEach(() => void vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(240))
afterEach(() => vi.restoreAllMocks())

async function opened(count = 1000) {
  const mounted = await mountWithFake(SegmentsTab, {}, 'operator', false)
  const { fake, screen } = mounted
  const tell = async (change = {}): Promise<void> => {
    const figures = await fake.handlers.segmentFigures()
    fake.events.segmentsKept.fire(figures === null ? null : { ...figures, ...change })
  }
  const changes = ['on', 'count'].map((name) => ({ path: `segments.${name}`, value: name === 'on' ? true : count }))
  await useInstrument().call('applySettings', { changes })
  await tell()
  const rows = () => screen.findAll('[role=option]')
  await vi.waitFor(() => expect(rows()[0]?.find('path').attributes('d')).toMatch(/^M/))
  const press = (key: string): Promise<void> => screen.get('[data-testid=segment-list]').trigger('keydown', { key })
  const chosen = () => screen.findAll('[role=option][aria-selected=true]').map((one) => one.attributes('id'))
  const drawn = () => screen.get('[data-testid=segment-picture]').attributes('aria-label')
  return { ...mounted, tell, rows, press, chosen, drawn, segments: useSegments() }
}

describe('the tab of segments', () => {
  it('says what it is for while none are kept, and switches them on by the one write path', async () => {
    const { fake, screen } = await mountWithFake(SegmentsTab, {}, 'operator', false)
    expect(screen.get('[data-testid=segments-nothing]').text()).toMatch(/^Keeps a record of each trigger/)
    const field = screen.get<HTMLInputElement>('[data-testid=segments-count]')
    await field.setValue('2500')
    await field.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(fake.state().segments.count).toBe(2500))
    expect(fake.calls.at(-1)).toEqual({
      name: 'applySettings',
      request: { changes: [{ path: 'segments.count', value: 2500 }] },
    })
  })

  it('tells what came of them', async () => {
    const { screen, tell } = await opened()
    const told = (id: string) => screen.get(`[data-testid=segments-${id}]`).text()
    expect(['kept', 'lost', 'cut', 'blind', 'rearm', 'least', 'mean', 'most'].map(told)).toEqual([
      ...['1\u2009000 of 1\u2009000', '3', '1', '0', '90 µs', '100 µs', '100 µs', '100 µs'],
    ])
    await tell({ kept: 1, rearm: null, dtMin: null })
    await vi.waitFor(() => expect([told('rearm'), told('least')]).toEqual(['–', '–']))
  })

  it('has the rows on the screen only, each with its number, time stamp, distance and picture', async () => {
    const { fake, rows } = await opened()
    expect(rows()).toHaveLength(11)
    expect(rows()[0]!.text()).toBe('10.000050000 s–')
    expect(rows()[1]!.text()).toBe('20.000150000 s100 µs')
    expect(rows()[1]!.attributes()).toMatchObject({ 'aria-posinset': '2', 'aria-setsize': '1000' })
    const [first, second] = rows().map((row) => row.get('path').attributes('d'))
    expect(first).not.toBe(second)
    const asked = fake.calls.filter(({ name }) => name === 'segmentRows')
    expect(asked).toHaveLength(1)
  })

  it('chooses by every key of a list, and draws what is chosen', async () => {
    const { rows, press, chosen, drawn, segments } = await opened()
    expect(drawn()).toBe('No segment of CH1')
    const seen: (number | null)[] = []
    for (const key of ['ArrowDown', 'ArrowDown', 'PageDown', 'ArrowUp', 'PageUp', 'Home', 'End', 'ArrowDown']) {
      await press(key)
      seen.push(segments.chosen)
    }
    expect(seen).toEqual([0, 1, 11, 10, 0, 0, 999, 999])
    await vi.waitFor(() => expect(rows().at(-1)!.find('path').attributes('d')).toMatch(/^M/))
    expect(chosen()).toEqual(['segment-999'])
    await vi.waitFor(() => expect(drawn()).toBe('Segment 1000 of CH1: from −110 mV to 110 mV'))
    await press('Home')
    await vi.waitFor(() => expect(drawn()).toBe('Segment 1 of CH1: from −1.01 V to 1.01 V'))
    await rows()[3]!.trigger('click')
    await vi.waitFor(() => expect(drawn()).toBe('Segment 4 of CH1: from −260 mV to 260 mV'))
    // Other keys stay those of the screen.
    const event = new KeyboardEvent('keydown', { key: 'g', cancelable: true })
    document.querySelector('[data-testid=segment-list]')!.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(false)
  })

  it('draws all of them over each other, until all are drawn, and the chosen one before them', async () => {
    const { fake, screen, press, drawn } = await opened()
    expect(screen.find('[data-testid=segment-overlay]').exists()).toBe(false)
    await runCommand('segmentsOverlay')
    await vi.waitFor(() => expect(fake.state().segments.overlay).toBe(1e7))
    await vi.waitFor(() =>
      expect(screen.get('[data-testid=segments-overlaid]').text()).toBe('1\u2009000 over each other'),
    )
    expect(screen.find('[data-testid=segment-overlay]').exists()).toBe(true)
    expect(drawn()).toBe('Segments of CH1: 1\u2009000 over each other')
    const asked = fake.calls.filter(({ name }) => name === 'segmentOverlay')
    expect(asked.length).toBeGreaterThanOrEqual(3)
    expect(asked[0]!.request).toMatchObject({ channel: 'voltage0', columns: 400, rows: 128 })
    await press('Home')
    await vi.waitFor(() =>
      expect(drawn()).toBe('Segment 1 of CH1: from −1.01 V to 1.01 V, before 1\u2009000 over each other'),
    )
    await runCommand('segmentsOverlay')
    await vi.waitFor(() => expect(screen.find('[data-testid=segment-overlay]').exists()).toBe(false))
  })

  it('goes to the first that differs, and says by how much, or that there is none', async () => {
    const { screen, press, chosen, segments } = await opened(20)
    const told = () => screen.get('[data-testid=segments-differing]').text()
    await screen.get('[data-testid=segments-next-differing]').trigger('click')
    await vi.waitFor(() => expect(told()).toBe('Segment 8 differs from 1 by 500 mV beyond it, at 0 s'))
    expect(segments.chosen).toBe(7)
    await press('End')
    await vi.waitFor(() => expect(chosen()).toEqual(['segment-19']))
    await runCommand('nextDiffering')
    await vi.waitFor(() => expect(told()).toBe('None of 7 behind 20 differs by more than 10 mV'))
    expect(segments.chosen).toBe(19)
    expect(useInstrument().problems.at(-1)?.message ?? '').toContain('None of 7')
  })

  it('forgets what was told of segments that there are no more', async () => {
    const { fake, screen, press, tell, segments } = await opened()
    await press('End')
    expect(segments.chosen).toBe(999)
    await screen.get('[data-testid=segments-clear]').trigger('click')
    expect(fake.calls.at(-1)?.name).toBe('clearSegments')
    await tell({ kept: 0, first: null })
    await vi.waitFor(() => expect(segments.chosen).toBeNull())
    expect(screen.findAll('[role=option]')).toHaveLength(0)
    await tell({ first: 7 })
    await vi.waitFor(() => expect(screen.find('#segment-0').text()).toMatch(/^10\.00005/))
  })

  it('shows an observer the same, and lets it clear nothing', async () => {
    const { fake, screen } = await mountWithFake(SegmentsTab, {}, 'observer', false)
    fake.change({ segments: { ...fake.state().segments, on: true } })
    await vi.waitFor(() => expect(screen.find('[data-testid=segments-clear]').exists()).toBe(true))
    await nextTick()
    expect(screen.get('[data-testid=segments-clear]').attributes('disabled')).toBeDefined()
  })
})
