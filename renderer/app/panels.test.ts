// The page of the panels and the page of the trace, each over the fake instrument: what moves, what follows, and what it costs.
import { mount } from '@vue/test-utils'
import { createPinia, type Pinia, setActivePinia } from 'pinia'
import { expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { connectInstrument, serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { panelsQuery } from '#shared/port/panels-page.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import { runCommand } from '../kit/keys/commands.ts'
import type { Side } from '../link/page-pair.ts'
import { useInstrument } from '../state/instrument.ts'
import { useLayout } from '../state/layout.ts'
import { comebackMs, usePair } from '../state/pair/use-pair.ts'
import { usePreferences } from '../state/preferences.ts'
import { useSearch } from '../state/search.ts'
import { useTraceFigures } from '../state/use-trace-figures.ts'
import { useView } from '../state/view.ts'
import { FakeBrowser, type FakePage } from '../testing/fake-pages.ts'
import { rawFrame } from '../testing/frames.ts'
import { showFrame } from '../testing/shown-frame.ts'
import App from './App.vue'
import { useLateParts } from './late-parts.ts'

vi.mock('../trace/TraceArea.vue', () => ({ default: { template: '<div class="area" tabindex="-1" />' } }))
vi.mock('../features/devices/DeviceTree.vue', () => ({ default: { template: '<nav class="devices" />' } }))
vi.mock('../features/buffer/lanes/DmaLanes.vue', () => ({ default: { template: '<div />' } }))
vi.mock('../features/memory/MemoryBar.vue', () => ({ default: { template: '<div />' } }))
vi.mock('../features/channels/ChannelPanel.vue', () => ({
  default: { props: ['channel', 'clipped'], template: '<section />' },
}))
vi.mock('../features/math/MathPanel.vue', () => ({ default: { template: '<section />' } }))
vi.mock('../features/timebase/TimebasePanel.vue', () => ({ default: { template: '<section />' } }))
vi.mock('../features/trigger/TriggerPanel.vue', () => ({ default: { template: '<section />' } }))
vi.mock('../features/buffer/DmaPanel.vue', () => ({ default: { template: '<section class="dma" />' } }))

async function open(fake: FakeInstrument, page: FakePage, side: Side, id: string) {
  const pinia: Pinia = createPinia()
  const inPage = <T>(act: () => T): T => {
    setActivePinia(pinia)
    return act()
  }
  inPage(() => usePair().begin(side, id, page))
  const [near, far] = linkedPorts()
  endWithTest(serveInstrument(far, fake))
  const client = endWithTest(await connectInstrument(near, { client: 'test' }))
  inPage(() => useInstrument().attach(client, side === 'trace'))
  inPage(() => useLateParts().bringAll())
  const screen = inPage(() => mount(App, { global: { plugins: [pinia] }, attachTo: document.body }))
  return { page, screen, inPage, do: (id: string) => inPage(() => runCommand(id)) }
}

async function apart() {
  localStorage.clear()
  const browser = new FakeBrowser()
  const fake = new FakeInstrument({ pace: () => undefined })
  const trace = await open(fake, browser.page(), 'trace', '')
  trace.do('movePanels')
  const id = trace.page.keptPair()
  expect(trace.page.opened).toEqual([panelsQuery(id)])
  const panels = await open(fake, browser.page(), 'panels', id)
  await eventually(() => expect(trace.screen.find('aside').exists()).toBe(false))
  return { browser, fake, trace, panels, id }
}

it('the panels leave the trace when their page is there, and come back with its end', async () => {
  const { trace, panels } = await apart()
  for (const part of ['aside.panels', '.devices', '[data-testid=tab-strip]']) {
    expect(trace.screen.find(part).exists(), part).toBe(false)
    expect(panels.screen.find(part).exists(), part).toBe(true)
  }
  expect([trace.screen.findAll('.area').length, panels.screen.findAll('.area').length]).toEqual([1, 0])
  expect(trace.screen.get('[data-testid=move-panels]').attributes('aria-pressed')).toBe('true')
  trace.do('movePanels')
  await eventually(() => expect(panels.page.isGone).toBe(true))
  await eventually(() => expect(trace.screen.find('aside.panels').exists()).toBe(true))
})

it('a page of panels asks for no frames and shows no view: it is given a few that the trace has', async () => {
  const { fake, trace, panels } = await apart()
  expect(fake.viewers).toHaveLength(2)
  await eventually(() => expect(fake.viewers[0]!.view).not.toBeNull())
  expect(fake.viewers[1]!.view).toBeNull()
  trace.inPage(() => showFrame(rawFrame([1, 2, 3], { newestSample: 77 })))
  const seen = () => panels.inPage(() => useInstrument().feed)
  await eventually(() => expect(seen().latest?.newestSample).toBe(77))
  expect(seen().shown?.sections).toEqual(rawFrame([1, 2, 3]).sections)
  trace.inPage(() => showFrame(rawFrame([4, 5, 6], { newestSample: 99 })))
  await eventually(() => expect(seen().latest?.newestSample).toBe(99))
})

it('what no instrument keeps is the same on both', async () => {
  const { trace, panels } = await apart()
  panels.inPage(() => {
    useView().selectedChannel = 'voltage1'
    useView().lookAt(500)
    useSearch().selected = 500
    useView().marked = { name: 'frequency', channel: 'voltage0', to: null }
    usePreferences().toggleTheme()
  })
  await eventually(() =>
    trace.inPage(() => {
      const { selectedChannel, atSample, marked } = useView()
      expect([selectedChannel, atSample, marked?.name]).toEqual(['voltage1', 500, 'frequency'])
      expect([useSearch().selected, usePreferences().theme]).toEqual([500, 'light'])
    }),
  )
  trace.inPage(() => {
    useView().selectedChannel = 'voltage0'
    useView().columns = 777
    useTraceFigures().clippedChannels = 3
    useLayout().showTab('search')
  })
  await eventually(() =>
    panels.inPage(() => {
      expect([useView().selectedChannel, useView().columns, useTraceFigures().clippedChannels]).toEqual([
        'voltage0',
        777,
        3,
      ])
      expect(useLayout().strip).toMatchObject({ tab: 'search', isOpen: true })
    }),
  )
  // Nothing is marked for a tab that is not there any more.
  panels.page.close()
  await eventually(() => expect(trace.inPage(() => useView().marked)).toBeNull())
})

it('a page that comes later is told how things are', async () => {
  const { browser, fake, trace, panels, id } = await apart()
  panels.page.close()
  await eventually(() => expect(trace.screen.find('aside.panels').exists()).toBe(true))
  trace.inPage(() => {
    useView().selectedChannel = 'voltage1'
  })
  localStorage.clear()
  const again = await open(fake, browser.page(), 'panels', id)
  await eventually(() => expect(again.inPage(() => useView().selectedChannel)).toBe('voltage1'))
})

it('beside the trace they lie over it when they are asked for, as in a narrow window', async () => {
  const { trace, panels } = await apart()
  trace.do('blockSize')
  await nextTick()
  expect(trace.screen.get('aside').classes()).toContain('over')
  trace.do('panels')
  await nextTick()
  expect(trace.screen.find('aside').exists()).toBe(false)
  // On their own page they are what there is.
  panels.do('panels')
  await nextTick()
  expect(panels.screen.find('aside').exists()).toBe(true)
})

it('what needs the trace is done where that is', async () => {
  const { trace, panels } = await apart()
  panels.do('savePng')
  const said = (of: typeof trace) => of.inPage(() => useInstrument().problems.map(({ message }) => message))
  await eventually(() => expect(said(trace)).toEqual(['There is no trace to take a picture of.']))
  expect(said(panels)).toEqual([])
  trace.page.close()
  await eventually(() => expect(panels.inPage(() => usePair().isOtherThere)).toBe(false))
  panels.do('savePng')
  expect(said(panels)).toEqual(['There is no trace in this window.'])
})

it('panels wait a while for a trace that is loaded again, and then go', async () => {
  const { browser, fake, trace, panels, id } = await apart()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    trace.page.close()
    await vi.advanceTimersByTimeAsync(comebackMs - 100)
    expect(panels.page.isGone).toBe(false)
    const again = await open(fake, browser.page(id), 'trace', id)
    await vi.advanceTimersByTimeAsync(2 * comebackMs)
    expect([panels.page.isGone, again.inPage(() => usePair().panelsAway)]).toEqual([false, true])
    again.page.close()
    await vi.advanceTimersByTimeAsync(comebackMs)
    expect(panels.page.isGone).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})

it('where pages cannot know of each other the panels stay, and that is said', async () => {
  localStorage.clear()
  const page: FakePage = new FakeBrowser().page()
  Object.defineProperty(page, 'pairs', { value: null })
  const trace = await open(new FakeInstrument({ pace: () => undefined }), page, 'trace', '')
  trace.do('movePanels')
  expect(page.opened).toEqual([])
  expect(trace.inPage(() => useInstrument().problems[0]?.message)).toContain('the panels stay')
})
