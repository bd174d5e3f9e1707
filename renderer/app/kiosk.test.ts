// The page of a screen on a wall: the trace, and nothing that can be pressed.
import { expect, it, vi } from 'vitest'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import App from './App.vue'

// It paints, which only a browser can.
vi.mock('../trace/TraceArea.vue', () => ({ default: { template: '<div class="area" />' } }))

it('a kiosk page is the trace alone, and hears no key', async () => {
  const { fake, screen } = await mountWithFake(App, { kiosk: true })
  expect(screen.findAll('.area')).toHaveLength(1)
  expect(screen.get('[data-testid=kiosk]').attributes('inert')).toBeDefined()
  expect(screen.findAll('button, input, header, footer, aside')).toEqual([])
  window.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', code: 'Space', bubbles: true }))
  // The view is sent in any case, behind whatever a key had asked for.
  await vi.waitFor(() => expect(fake.viewers[0]?.view).not.toBeNull())
  expect(fake.state().acquisition).toBe('running')
})
