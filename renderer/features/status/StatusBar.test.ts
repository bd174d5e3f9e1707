// The status bar tells who else looks, and nothing that is not so now.
import { describe, expect, it, vi } from 'vitest'
import { fakeStats } from '#shared/testing/fake-values.ts'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import StatusBar from './StatusBar.vue'

describe('the status bar', () => {
  it('says how many look, from two on', async () => {
    const { fake, screen } = await mountWithFake(StatusBar, { fps: 60 })
    expect(screen.find('[data-testid=status-viewers]').exists()).toBe(false)
    fake.change({ viewers: 2 })
    await vi.waitFor(() => expect(screen.get('[data-testid=status-viewers]').text()).toBe('2 viewers'))
    fake.change({ viewers: 1 })
    await vi.waitFor(() => expect(screen.find('[data-testid=status-viewers]').exists()).toBe(false))
  })

  it('has dashes for figures while the instrument is not connected', async () => {
    const { fake, screen } = await mountWithFake(StatusBar, { fps: 60 })
    fake.events.stats.fire(fakeStats(fake.state(), 5000))
    const textOf = (id: string): string => screen.get(`[data-testid=status-${id}]`).text()
    await vi.waitFor(() => expect(textOf('rate')).toMatch(/\d/))
    expect(textOf('blocks')).toMatch(/\d/)
    useInstrument().lose({ errno: 'ENODEV', message: 'gone' }, false)
    await vi.waitFor(() => expect(textOf('rate')).not.toMatch(/\d/))
    for (const id of ['blocks', 'lost', 'samples']) expect(textOf(id), id).toContain('–')
    expect(textOf('gapfree')).toBe('not connected')
  })
})
