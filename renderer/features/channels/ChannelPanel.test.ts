import { describe, expect, it, vi } from 'vitest'
import { defaultInput } from '#shared/kinds/settings.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import ChannelPanel from './ChannelPanel.vue'

async function opened(unit = 'V') {
  const channel = {
    id: 'voltage0',
    index: 0,
    enabled: true,
    unit,
    source: 'sine',
    file: null,
    loading: null,
    stream: null,
    input: defaultInput,
  }
  const { screen } = await mountWithFake(ChannelPanel, { channel, clipped: false })
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const field = screen.get<HTMLInputElement>('[data-testid=volts-per-div-field-voltage0]')
  const type = async (text: string) => {
    await field.setValue(text)
    await field.trigger('keydown', { key: 'Enter' })
  }
  return { screen, field, type, view: () => useView().viewOf({ id: 'voltage0' }) }
}

describe('volts per division', () => {
  it('are units of what the channel measures', async () => {
    const { screen, field, type, view } = await opened('m/s²')
    await type('2 m/s^2')
    await vi.waitFor(() => expect(field.element.value).toBe('2 m/s²/div'))
    expect(view().voltsPerDiv).toBe(2)
    expect(screen.get<HTMLInputElement>('[data-testid=offset-voltage0]').element.value).toMatch(/ m?m\/s²$/)
  })

  it('are typed freely, and steps go on through the 1-2-5 list from there', async () => {
    const { field, type, view } = await opened()
    await type('300m')
    await vi.waitFor(() => expect(field.element.value).toBe('300 mV/div'))
    expect(view().voltsPerDiv).toBe(0.3)
    await field.trigger('keydown', { key: 'ArrowUp' })
    await vi.waitFor(() => expect(field.element.value).toBe('500 mV/div'))
    await type('0,3')
    await vi.waitFor(() => expect(field.element.value).toBe('300 mV/div'))
    await field.trigger('keydown', { key: 'ArrowDown' })
    await vi.waitFor(() => expect(field.element.value).toBe('200 mV/div'))
    await type('2 V')
    await vi.waitFor(() => expect(field.element.value).toBe('2 V/div'))
    await field.trigger('wheel', { deltaY: -100, altKey: true })
    await vi.waitFor(() => expect(field.element.value).toBe('5 V/div'))
  })

  it('that the screen has not are refused beside the field, and change nothing', async () => {
    const { screen, field, type, view } = await opened()
    const before = view()
    await type('20 V')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toBe('The scale goes from 1 mV/div to 10 V/div.'))
    expect(view()).toEqual(before)
    await field.trigger('keydown', { key: 'Escape' })
    expect(screen.find('[role=alert]').exists()).toBe(false)
    expect(field.element.value).toBe('500 mV/div')
  })

  it('are chosen from a list too', async () => {
    const { screen, field } = await opened()
    const list = screen.getComponent({ name: 'ElSelect' })
    expect(screen.get('[data-testid=volts-per-div-voltage0]').text()).toBe('500 mV/div')
    list.vm.$emit('update:modelValue', 0.05)
    await vi.waitFor(() => expect(field.element.value).toBe('50 mV/div'))
  })

  it('chosen from the list take the place of what was refused', async () => {
    const { screen, field, type, view } = await opened()
    await type('20 V')
    await vi.waitFor(() => expect(screen.find('[role=alert]').exists()).toBe(true))
    screen.getComponent({ name: 'ElSelect' }).vm.$emit('update:modelValue', 1)
    await vi.waitFor(() => expect(field.element.value).toBe('1 V/div'))
    expect(screen.find('[role=alert]').exists()).toBe(false)
    expect(view().voltsPerDiv).toBe(1)
  })
})
