// The page of who only looks: it says so, and offers nothing to change.
import { describe, expect, it, vi } from 'vitest'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import App from './App.vue'

// It paints, which only a browser can.
vi.mock('../trace/TraceArea.vue', () => ({ default: { template: '<div />' } }))

describe('the page of a read-only viewer', () => {
  it('says what it is, shows everything, and its controls are off', async () => {
    const { fake, screen } = await mountWithFake(App, {}, 'observer')
    await vi.waitFor(() => expect(screen.find('[data-testid=read-only]').text()).toBe('Read only'))
    for (const id of ['run', 'single', 'autoset', 'record'])
      expect(screen.get<HTMLButtonElement>(`[data-testid=${id}]`).element.disabled, id).toBe(true)
    for (const id of ['trigger-level', 'trigger-edge', 'block-size', 'watermark', 'source-voltage0'])
      expect(screen.get(`[data-testid=${id}]`).element.closest('[inert]'), id).not.toBeNull()
    // Its own view stays its own.
    for (const id of ['volts-per-div-voltage0', 'time-per-div-field', 'zoom-on', 'cursors-time'])
      expect(screen.get(`[data-testid=${id}]`).element.closest('[inert]'), id).toBeNull()
    const all = screen.findAll<HTMLInputElement>('input[type=checkbox].on-off')
    const own = '[data-testid=cursor-panel], [data-testid=zoom-panel]'
    const switches = all.filter(({ element }) => element.closest(own) === null)
    expect(switches.length).toBeGreaterThan(0)
    expect(switches.every(({ element }) => element.disabled)).toBe(true)
    // No attribute of the tree can be written; there are some.
    expect(screen.findAll('.tree .attribute').length).toBeGreaterThan(0)
    expect(screen.findAll('.tree .attribute input')).toEqual([])
    const changing = /^(run|stop|single|autoSet|forceTrigger|set(Buffer|Trigger)|write|startRec|stopRec|choose)/
    expect(fake.calls.filter(({ name }) => changing.test(name))).toEqual([])
  })

  it('says no to the keys that change something', async () => {
    const { fake, screen } = await mountWithFake(App, {}, 'observer')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', code: 'Space', bubbles: true }))
    await vi.waitFor(
      () => expect(screen.get('[data-testid=problems]').text()).toContain('this view is read-only'),
      30_000,
    )
    expect(fake.state().acquisition).toBe('running')
  })

  it('has all of it for who operates', async () => {
    const { screen } = await mountWithFake(App)
    expect(screen.find('[data-testid=read-only]').exists()).toBe(false)
    expect(screen.findAll('[inert]')).toEqual([])
    expect(screen.get<HTMLButtonElement>('[data-testid=run]').element.disabled).toBe(false)
    expect(screen.findAll('.tree .attribute input').length).toBeGreaterThan(0)
  })
})
