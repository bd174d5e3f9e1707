// The fields of any kind follow from its parameters.
import { mount } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { ErrnoError, say } from '#shared/errors.ts'
import type { Parameter, ParameterValue } from '#shared/kinds/parameter.ts'
import ParameterFields from './ParameterFields.vue'

const parameters: Readonly<Record<string, Parameter>> = {
  width: { type: 'quantity', name: 'Width', unit: 's', least: 1e-9, most: 1, default: 1e-6, step: '1-2-5' },
  low: { type: 'quantity', name: 'Low', unit: 'V', least: -1, most: 1, default: 0, step: 0.1 },
  events: { type: 'count', name: 'Events', things: 'events', least: 1, most: 9, default: 1 },
  polarity: { type: 'choice', name: 'Polarity', options: ['positive', 'negative'], default: 'positive' },
  rejects: { type: 'flag', name: 'Noise reject', default: false },
  channel: { type: 'channel', name: 'Channel', default: 'voltage0' },
}
const values = { width: 2e-6, low: 0.9, events: 9, polarity: 'positive', rejects: true, channel: 'voltage1' }
const channels = [
  { value: 'voltage0', text: 'CH1' },
  { value: 'voltage1', text: 'CH2' },
]

function mounted(refusal?: ErrnoError) {
  const set = vi.fn((_name: string, _value: ParameterValue) => (refusal ? Promise.reject(refusal) : Promise.resolve()))
  const screen = mount(ParameterFields, { props: { parameters, values, channels, set, prefix: 'trigger' } })
  const field = (name: string) => screen.get<HTMLInputElement>(`input[data-testid=trigger-${name}]`)
  return { set, screen, field }
}

it('every parameter has a field with its value, in its unit', () => {
  const { screen, field } = mounted()
  for (const { name } of Object.values(parameters)) expect(screen.text()).toContain(name)
  expect([field('width').element.value, field('low').element.value, field('events').element.value]).toEqual([
    '2 µs',
    '900 mV',
    '9',
  ])
})

it('what is typed is taken as the command line takes it, and a step stays within what can be', async () => {
  const { set, field } = mounted()
  await field('width').setValue('20ns')
  await field('width').trigger('keydown', { key: 'Enter' })
  await field('width').trigger('keydown', { key: 'ArrowUp' })
  await field('low').trigger('keydown', { key: 'ArrowUp' })
  await field('events').trigger('keydown', { key: 'ArrowUp' })
  await field('events').trigger('keydown', { key: 'ArrowDown' })
  expect(set.mock.calls).toEqual([
    ['width', 2e-8],
    ['width', 5e-6],
    ['low', 1],
    ['events', 9],
    ['events', 8],
  ])
})

it('what cannot be is refused beside the field with what would do, and so is what the instrument refuses', async () => {
  const { set, screen, field } = mounted(new ErrnoError('EBUSY', say`Not now.`))
  await field('width').setValue('2 s')
  await field('width').trigger('keydown', { key: 'Enter' })
  await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain('Width'))
  expect(set).not.toHaveBeenCalled()
  await field('low').setValue('0.5')
  await field('low').trigger('keydown', { key: 'Enter' })
  await vi.waitFor(() => expect(screen.findAll('[role=alert]').map((one) => one.text())).toContain('Not now.'))
})
