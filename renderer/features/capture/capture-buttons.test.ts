import { expect, it, vi } from 'vitest'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import CaptureButtons from './CaptureButtons.vue'

async function opened(role?: 'operator' | 'observer') {
  const mounted = await mountWithFake(CaptureButtons, {}, role)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const button = (id: string) => mounted.screen.get<HTMLButtonElement>(`[data-testid=${id}]`)
  return { ...mounted, button }
}

it('the first button says what it will do, and does it', async () => {
  const { fake, button } = await opened()
  await vi.waitFor(() => expect(button('run').text()).toBe('Stop'))
  await button('run').trigger('click')
  await vi.waitFor(() => expect(fake.state().acquisition).toBe('stopped'))
  await vi.waitFor(() => expect(button('run').text()).toBe('Run'))
  await button('run').trigger('click')
  await vi.waitFor(() => expect(fake.state().acquisition).toBe('running'))
})

it('single is lit while it waits; without a channel there is nothing to run', async () => {
  const { fake, button } = await opened()
  await button('single').trigger('click')
  await vi.waitFor(() => expect(button('single').attributes('aria-pressed')).toBe('true'))
  await button('run').trigger('click')
  await vi.waitFor(() => expect(fake.state().acquisition).toBe('stopped'))
  fake.change({ channels: fake.state().channels.map((channel) => ({ ...channel, enabled: false })) })
  await vi.waitFor(() => expect(useInstrument().enabledChannels).toEqual([]))
  const calls = fake.calls.length
  await button('run').trigger('click')
  await button('single').trigger('click')
  expect(fake.calls.slice(calls)).toEqual([])
})

it('who only looks cannot press them', async () => {
  const { button } = await opened('observer')
  for (const id of ['run', 'single', 'autoset']) expect(button(id).element.disabled).toBe(true)
})

it('auto-set says what it did, and when there was nothing to do', async () => {
  const { fake, button } = await opened()
  fake.change({ screen: { ...fake.state().screen, secondsPerDiv: 1e-3 } })
  const said = () => useInstrument().problems.map(({ message }) => message)
  await vi.waitFor(() => expect(useInstrument().state?.screen.secondsPerDiv).toBe(1e-3))
  await button('autoset').trigger('click')
  await vi.waitFor(() => expect(said().join()).toMatch(/^Auto-set: time per division 1 ms → 200 ns/))
  expect(fake.state().screen.secondsPerDiv).toBe(2e-7)
  await button('autoset').trigger('click')
  await vi.waitFor(() => expect(said().join()).toContain('Auto-set: the settings fit the signal already.'))
})
