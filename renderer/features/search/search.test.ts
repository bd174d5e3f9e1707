// The tab of the search, and the steps from one event to the next, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import { runCommand } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useSearch } from '../../state/search.ts'
import { useView } from '../../state/view.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { marksPath } from '../memory/marks.ts'
import SearchTab from './SearchTab.vue'

async function opened(kind = 'runt') {
  const mounted = await mountWithFake(SearchTab, {}, 'operator', false)
  const { fake, screen } = mounted
  await useInstrument().call('applySettings', { changes: [{ path: 'search.kind', value: kind }] })
  if (kind !== 'off') fake.events.searchFigures.fire((await fake.handlers.searched()) ?? null)
  const options = () => screen.findAll('[role=option]')
  const chosen = () => screen.findAll('[role=option][aria-selected=true]').map((one) => one.text())
  if (kind !== 'off') await vi.waitFor(() => expect(options()).toHaveLength(100))
  return { ...mounted, options, chosen, search: useSearch(), view: useView() }
}

describe('the search', () => {
  it('says what it looks for and what it found, the newest first', async () => {
    const { screen, options } = await opened()
    expect(screen.get('[data-testid=search-count]').text()).toBe('100')
    expect(screen.get('[data-testid=search-last]').text()).toBe('100 µs')
    expect(options()[0]!.text()).toMatch(/^1000\.009899998 s/)
    expect(screen.find('[data-testid=search-lower]').exists()).toBe(true)
  })

  it('goes from event to event by N and P, and by the arrows of the list', async () => {
    const { chosen, search, view, screen } = await opened()
    await runCommand('previousEdge')
    await vi.waitFor(() => expect(view.atSample).toBe(990_000))
    await runCommand('previousEdge')
    await vi.waitFor(() => expect(search.selected).toBe(980_000))
    await vi.waitFor(() => expect(chosen()[0]).toMatch(/^99/))
    await runCommand('nextEdge')
    await vi.waitFor(() => expect(view.atSample).toBe(990_000))
    await screen.get('[data-testid=search-events]').trigger('keydown', { key: 'ArrowDown' })
    await vi.waitFor(() => expect(view.atSample).toBe(980_000))
    // Behind the last one there is none, and where one looks stays.
    await runCommand('nextEdge')
    await runCommand('nextEdge')
    await vi.waitFor(() =>
      expect(useInstrument().problems.at(-1)?.message).toBe('The search has found no event behind this.'),
    )
    expect(view.atSample).toBe(990_000)
    view.lookAt(null)
    expect(search.selected).toBeNull()
  })

  it('before the oldest event it knows one by one, it says that there may be others', async () => {
    const { fake, view } = await opened()
    const message = () => useInstrument().problems.at(-1)?.message
    view.lookAt(0)
    await runCommand('previousEdge')
    await vi.waitFor(() => expect(message()).toBe('The search has found no event before this.'))
    const figures = (await fake.handlers.searched())!
    fake.events.searchFigures.fire({ ...figures, count: 5000 })
    await vi.waitFor(() => expect(useSearch().figures?.count).toBe(5000))
    await runCommand('previousEdge')
    await vi.waitFor(() => expect(message()).toMatch(/newest 100 events: none of them is before this/))
  })

  it('looks at what is clicked, in the middle of the screen', async () => {
    const { options, view, chosen } = await opened()
    view.setTimebase({ positionSeconds: 1e-7 })
    await options()[3]!.trigger('click')
    expect([view.atSample, view.timebase.positionSeconds]).toEqual([960_000, 0])
    await vi.waitFor(() => expect(chosen()).toHaveLength(1))
  })

  it('off says what it is for, and N and P are those of the cursors', async () => {
    const { screen, view } = await opened('off')
    expect(screen.get('[data-testid=search-nothing]').text()).toMatch(/^Choose what to look for/)
    await runCommand('nextEdge')
    expect(view.atSample).toBeNull()
  })
})

it('marks stand where events are, higher where there are more, and none where there are none', () => {
  expect(marksPath([0, 0, 0])).toBe('')
  expect(marksPath([0, 1, 0])).toBe('M1 1v-1.000h1V1z')
  const heights = [...marksPath([1, 10, 1000]).matchAll(/v-([\d.]+)/g)].map(([, height]) => Number(height))
  expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  expect(heights[0]).toBeGreaterThan(0.4)
  expect(heights[2]).toBe(1)
})
