// The field most settings go through: what a person meets who types, presses keys, turns the wheel or clicks.
import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { fail, say } from '#shared/errors.ts'
import ValueField from './ValueField.vue'

function field(over: Record<string, unknown> = {}) {
  const commit = vi.fn<(text: string) => unknown>()
  const props = { label: 'Level', text: '500 mV', commit, tip: { text: 'Trigger level' }, testId: 'level', ...over }
  const screen = mount(ValueField, {
    props: props as InstanceType<typeof ValueField>['$props'],
    attachTo: document.body,
  })
  const input = screen.get<HTMLInputElement>('[data-testid=level]')
  const press = (key: string) => input.trigger('keydown', { key })
  const type = async (text: string): Promise<void> => {
    input.element.focus()
    await input.setValue(text)
  }
  return { screen, input, commit, press, type, refusal: () => screen.find('[role=alert]') }
}

describe('a field of the instrument', () => {
  it('shows the value in force, its name and what it means', async () => {
    const { screen, input } = field({ note: 'half of the screen', placeholder: 'volts', fieldId: 'the-level' })
    expect(input.element.value).toBe('500 mV')
    await nextTick()
    expect(input.attributes()).toMatchObject({ 'aria-label': 'Level', placeholder: 'volts', id: 'the-level' })
    expect(screen.get('small').text()).toBe('half of the screen')
    // Without a step there is nothing to press.
    expect(screen.findAll('button')).toEqual([])
  })

  it('follows a value that changes elsewhere, but not under the hand of who types', async () => {
    const { screen, input, type, press } = field()
    await screen.setProps({ text: '600 mV' })
    expect(input.element.value).toBe('600 mV')
    await type('1')
    await screen.setProps({ text: '700 mV' })
    expect(input.element.value).toBe('1')
    await press('Escape')
    expect(input.element.value).toBe('700 mV')
  })

  it('applies with Enter, once, and gives the keyboard back to the screen', async () => {
    const { input, commit, type, press } = field()
    await type('0.6')
    await press('Enter')
    await vi.waitFor(() => expect(document.activeElement).toBe(document.body))
    expect(commit.mock.calls).toEqual([['0.6']])
    expect(input.element.value).toBe('500 mV')
  })

  it('applies when it is left, and nothing when nothing was typed', async () => {
    const { input, commit, type } = field()
    await input.trigger('focus')
    await input.trigger('blur')
    expect(commit).not.toHaveBeenCalled()
    await type('0.7')
    await input.trigger('blur')
    expect(commit.mock.calls).toEqual([['0.7']])
  })

  it('keeps what was refused, and the keyboard, and says why; Escape goes back', async () => {
    const { input, type, press, refusal } = field({ commit: () => fail('EINVAL', say`At most 1 V.`) })
    await type('9')
    await press('Enter')
    await vi.waitFor(() => expect(refusal().text()).toBe('At most 1 V.'))
    expect([input.element.value, input.attributes('aria-invalid')]).toEqual(['9', 'true'])
    expect(document.activeElement).toBe(input.element)
    await press('Escape')
    expect([input.element.value, refusal().exists(), input.attributes('aria-invalid')]).toEqual([
      '500 mV',
      false,
      'false',
    ])
    expect(document.activeElement).toBe(document.body)
  })

  it('is busy until the instrument has answered', async () => {
    let answer = (): void => undefined
    const { input, type, press } = field({ commit: () => new Promise<void>((resolve) => (answer = resolve)) })
    await type('0.6')
    await press('Enter')
    expect(input.attributes('aria-busy')).toBe('true')
    answer()
    await vi.waitFor(() => expect(input.attributes('aria-busy')).toBe('false'))
  })

  it('steps with the arrows, the buttons, and Alt with the wheel, without applying what was typed', async () => {
    const step = vi.fn<(direction: 1 | -1) => unknown>()
    const { screen, input, commit, type, press } = field({ step })
    await type('12')
    await press('ArrowUp')
    await press('ArrowDown')
    await vi.waitFor(() => expect(input.element.value).toBe('500 mV'))
    const [down, up] = screen.findAll('button')
    expect([down!.attributes('aria-label'), up!.attributes('aria-label')]).toEqual(['Level down', 'Level up'])
    await up!.trigger('click')
    await down!.trigger('click')
    const box = screen.get('.box')
    await box.trigger('wheel', { deltaY: -100, altKey: true })
    await box.trigger('wheel', { deltaY: 100, altKey: true })
    // Without Alt the wheel scrolls the panel.
    await box.trigger('wheel', { deltaY: -100 })
    expect(step.mock.calls.flat()).toEqual([1, -1, 1, -1, 1, -1])
    expect(commit).not.toHaveBeenCalled()
  })

  it('says why a step is refused, until the next one is not', async () => {
    let most = true
    const { screen, refusal } = field({ step: () => (most ? fail('EINVAL', say`That is the most.`) : undefined) })
    const up = screen.findAll('button')[1]!
    await up.trigger('click')
    await vi.waitFor(() => expect(refusal().text()).toBe('That is the most.'))
    most = false
    await up.trigger('click')
    await vi.waitFor(() => expect(refusal().exists()).toBe(false))
  })

  it('offers nothing while it is disabled', () => {
    const { screen, input } = field({ step: () => undefined, disabled: true })
    expect(input.element.disabled).toBe(true)
    expect(screen.findAll('button').map((button) => button.element.disabled)).toEqual([true, true])
  })

  it('keeps keys it uses from the screen, and leaves it the others', async () => {
    const { press } = field({ step: () => undefined })
    const heard: string[] = []
    const hear = (event: KeyboardEvent): void => void heard.push(event.key)
    document.body.addEventListener('keydown', hear)
    for (const key of ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'F1']) await press(key)
    document.body.removeEventListener('keydown', hear)
    expect(heard).toEqual(['F1'])
  })
})
