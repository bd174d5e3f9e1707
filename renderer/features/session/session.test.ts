import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import ToolButton from '../../app/top-bar/ToolButton.vue'
import TopBar from '../../app/top-bar/TopBar.vue'
import { useKeys } from '../../app/use-keys.ts'
import { useFiles } from '../../state/files.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { saveSession, sessionName } from './save-session.ts'

const App = defineComponent({
  setup() {
    useKeys()
    return () => h(TopBar)
  },
})

const press = (key: string, over: KeyboardEventInit = {}): boolean =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, cancelable: true, ...over }),
  )

afterEach(() => vi.restoreAllMocks())

describe('undo and redo', () => {
  it('go by key, also right after the hand let go, and their buttons say what they would do', async () => {
    const { fake, screen } = await mountWithFake(App)
    const tip = (id: string): unknown =>
      screen
        .findAllComponents(ToolButton)
        .find((button) => button.props('testId') === id)
        ?.props('tip')
    expect(screen.get('[data-testid=undo]').attributes('aria-disabled')).toBe('true')
    expect(tip('undo')).toBe('Nothing to undo')
    useView().setTimebase({ secondsPerDiv: 1e-3 })
    // The page has not even sent it.
    expect(press('z')).toBe(false)
    await vi.waitFor(() => expect(fake.calls.some(({ name }) => name === 'undo')).toBe(true))
    await vi.waitFor(() => expect(useView().timebase.secondsPerDiv).toBe(2e-7))
    expect(fake.state().screen.secondsPerDiv).toBe(2e-7)
    await vi.waitFor(() => expect(tip('redo')).toBe('Redo: time per division 200 ns → 1 ms'))
    press('Z', { shiftKey: true })
    await vi.waitFor(() => expect(useView().timebase.secondsPerDiv).toBe(1e-3))
    await vi.waitFor(() => expect(tip('undo')).toBe('Undo: time per division 1 ms → 200 ns'))
    await screen.get('[data-testid=undo]').trigger('click')
    await vi.waitFor(() => expect(useView().timebase.secondsPerDiv).toBe(2e-7))
    press('y')
    await vi.waitFor(() => expect(useView().timebase.secondsPerDiv).toBe(1e-3))
  })

  it('leave a text that is being typed alone', async () => {
    const { fake } = await mountWithFake(App)
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true })
    expect(field.dispatchEvent(event)).toBe(true)
    expect(fake.calls.some(({ name }) => name === 'undo')).toBe(false)
    field.remove()
  })

  it('are not offered where the page only looks', async () => {
    const { screen } = await mountWithFake(App, {}, 'observer')
    expect(screen.find('[data-testid=undo]').exists()).toBe(false)
  })
})

describe('a session file', () => {
  it('is downloaded under a name of its time', async () => {
    await mountWithFake(App)
    const made = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
    await saveSession()
    expect(clicked).toHaveBeenCalledOnce()
    expect((clicked.mock.contexts[0] as HTMLAnchorElement).download).toMatch(
      /^session \d{4}-\d\d-\d\d \d\d\.\d\d\.blockscope$/,
    )
    const blob = made.mock.calls[0]?.[0] as Blob
    expect(await blob.text()).toContain('"format": "blockscope session"')
    expect(sessionName(new Date(2026, 0, 2, 3, 4))).toBe('session 2026-01-02 03.04.blockscope')
  })

  it('that is dropped or opened is applied, and not played', async () => {
    const { fake } = await mountWithFake(App)
    const { text } = await useInstrument().call('saveSession')
    const other = text.replace('"timebase.secondsPerDiv": 2e-7', '"timebase.secondsPerDiv": 0.5')
    expect(other).not.toBe(text)
    await useFiles().take('voltage0', new File([other], 'whatever.csv'))
    await vi.waitFor(() => expect(useView().timebase.secondsPerDiv).toBe(0.5))
    expect(fake.calls.some(({ name }) => name === 'writeAttribute')).toBe(false)
  })

  it('that is broken is explained in a line', async () => {
    const { fake } = await mountWithFake(App)
    const before = fake.state().screen
    await useFiles().take('voltage0', new File(['{"format":"blockscope session","version":9}'], 'new.blockscope'))
    expect(useInstrument().problems.map(({ message }) => message)).toEqual([
      'The session file is of version 9, and this program reads versions up to 1: a newer Blockscope wrote it.',
    ])
    expect(fake.state().screen).toEqual(before)
  })
})
