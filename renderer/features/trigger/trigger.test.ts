// The panel of the trigger and its figure in the top bar, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import type { Stats } from '#shared/contract/topics/status.ts'
import { defaultsOf } from '#shared/kinds/kinds.ts'
import { type TriggerSettings, triggers } from '#shared/kinds/triggers.ts'
import { fakeStats } from '#shared/testing/fake-values.ts'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import TriggerPanel from './TriggerPanel.vue'
import TriggerReadout from './TriggerReadout.vue'

type Mounted = Awaited<ReturnType<typeof mountWithFake>>

async function opened(role?: 'operator' | 'observer'): Promise<Mounted> {
  const mounted = await mountWithFake(TriggerPanel, {}, role)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  return mounted
}

async function type({ screen }: Mounted, text: string): Promise<HTMLInputElement> {
  const field = screen.get<HTMLInputElement>('[data-testid=trigger-level]')
  await field.setValue(text)
  await field.trigger('keydown', { key: 'Enter' })
  return field.element
}

const asked = ({ fake }: Mounted, name: string) =>
  fake.calls.flatMap((call) => (call.name === name ? [call.request] : []))

const pulse: TriggerSettings = {
  ...({ kind: 'pulse', channel: 'voltage1', polarity: 'negative', level: 0.5 } as const),
  ...({ condition: '<', width: 1e-7, width2: 1e-6 } as const),
}

describe('the trigger panel', () => {
  it('sets the level that was typed, and shows the one in force', async () => {
    const mounted = await opened()
    const field = await type(mounted, '250m')
    await vi.waitFor(() => expect(field.value).toBe('250 mV'))
    expect(asked(mounted, 'setTrigger')).toEqual([{ level: 0.25 }])
    mounted.fake.change({ trigger: { kind: 'edge', channel: 'voltage1', slope: 'falling', level: -1 } })
    await vi.waitFor(() => expect(field.value).toBe('−1 V'))
  })

  it('refuses what is no voltage beside the field, and asks for nothing', async () => {
    const mounted = await opened()
    const field = await type(mounted, '3 Hz')
    await vi.waitFor(() => expect(mounted.screen.get('[role=alert]').text()).not.toBe(''))
    expect(asked(mounted, 'setTrigger')).toEqual([])
    await mounted.screen.get('[data-testid=trigger-level]').trigger('keydown', { key: 'Escape' })
    expect(field.value).toBe('120 mV')
  })

  it('offers both slopes of every channel that is on, and sets channel and slope together', async () => {
    const mounted = await opened()
    const box = mounted.screen.get('[data-testid=trigger-edge] input')
    await box.trigger('click')
    const list = document.getElementById(box.attributes('aria-controls') ?? '')
    const options = [...(list?.querySelectorAll('[role=option]') ?? [])]
    expect(options.map((one) => one.textContent)).toEqual([
      'CH1 ↗ rising',
      'CH1 ↘ falling',
      'CH1 ↕ either',
      'CH2 ↗ rising',
      'CH2 ↘ falling',
      'CH2 ↕ either',
    ])
    options[4]!.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
    await vi.waitFor(() => expect(asked(mounted, 'setTrigger')).toEqual([{ channel: 'voltage1', slope: 'falling' }]))
  })

  it('names its kind, and has a field for each of its parameters', async () => {
    const { fake, screen } = await opened()
    expect(screen.get('.note').text()).toBe('edge')
    expect(screen.find('[data-testid=trigger-kind]').exists()).toBe(true)
    fake.change({ trigger: pulse })
    await vi.waitFor(() => expect(screen.get('.note').text()).toBe('pulse'))
    // A second width counts only between two.
    expect(screen.find('[data-testid=trigger-width2]').exists()).toBe(false)
    const fields = ['channel', 'polarity', 'condition', 'width', 'level']
    for (const name of fields) expect(screen.find(`[data-testid=trigger-${name}]`).exists()).toBe(true)
    expect(screen.find('[data-testid=trigger-edge]').exists()).toBe(false)
    const width = screen.get('[data-testid=trigger-width]')
    await width.setValue('20n')
    await width.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() =>
      expect(fake.calls).toContainEqual(expect.objectContaining({ name: 'setTrigger', request: { width: 2e-8 } })),
    )
  })

  it('forces a trigger only while it runs', async () => {
    const mounted = await opened()
    const button = mounted.screen.get<HTMLButtonElement>('[data-testid=force-trigger]')
    await button.trigger('click')
    await vi.waitFor(() => expect(asked(mounted, 'forceTrigger')).toHaveLength(1))
    mounted.fake.change({ acquisition: 'stopped' })
    await vi.waitFor(() => expect(button.element.disabled).toBe(true))
  })

  it('is out of reach where the page only looks', async () => {
    const { screen } = await opened('observer')
    for (const id of ['trigger-kind', 'trigger-level', 'force-trigger'])
      expect(screen.get(`[data-testid=${id}]`).element.closest('[inert]'), id).not.toBeNull()
  })
})

it('the figure of the trigger says channel, slope, level, kind and mode', async () => {
  const { fake, screen } = await mountWithFake(TriggerReadout)
  await vi.waitFor(() => expect(screen.text().replaceAll(/\s+/g, ' ')).toBe('CH1 ↗ 120 mVedge, auto'))
  fake.change({ triggerMode: 'normal', trigger: { kind: 'edge', channel: 'voltage1', slope: 'falling', level: 1.5 } })
  await vi.waitFor(() => expect(screen.text().replaceAll(/\s+/g, ' ')).toBe('CH2 ↘ 1.5 Vedge, normal'))
  expect(screen.get('[data-testid=trigger-readout]').classes()).toContain('channel-1')
  fake.change({ trigger: pulse })
  await vi.waitFor(() => expect(screen.text().replaceAll(/\s+/g, ' ')).toBe('CH2 ⊔ 500 mVpulse, normal'))
})

describe('what every kind has', () => {
  it('is in a part of the panel that folds, and is set by its paths', async () => {
    const mounted = await opened()
    const { screen, fake } = mounted
    expect(screen.get<HTMLDetailsElement>('details').element.open).toBe(false)
    const field = screen.get<HTMLInputElement>('[data-testid=trigger-hysteresis]')
    expect(field.element.value).toBe('auto')
    await field.setValue('20m')
    await field.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(field.element.value).toBe('20 mV'))
    expect(fake.state().triggerCommon).toMatchObject({ hysteresis: 0.02, noiseReject: false })
    const events = screen.get<HTMLInputElement>('[data-testid=trigger-holdoffEvents]')
    await events.setValue('-1')
    await events.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(screen.text()).toContain('takes a whole number of events'))
    expect(fake.state().triggerCommon.holdoffEvents).toBe(0)
  })
})

describe('the count of events', () => {
  it('says how often, and how long ago', async () => {
    const { screen, fake } = await opened()
    const figures = screen.get('[data-testid=trigger-events]')
    const text = (): string => figures.text().replaceAll(/\s+/g, ' ')
    const tell = (triggerFigures: Stats['triggerFigures']): void =>
      fake.events.stats.fire({ ...fakeStats(fake.state(), 0), triggerFigures })
    const apart = (shortestSeconds: number | null, longestSeconds: number | null) => ({
      shortestSeconds,
      longestSeconds,
    })
    expect(text()).toBe('– /s')
    tell({ kind: 'edge', count: 0, perSecond: 0, lastSecondsAgo: null, ...apart(null, null) })
    await vi.waitFor(() => expect(text()).toBe('0.00 /snone yet'))
    tell({ kind: 'pulse', count: 41_700, perSecond: 998_000, lastSecondsAgo: 1.2e-6, ...apart(9e-7, 4e-3) })
    await vi.waitFor(() => expect(text()).toBe('998 k/s1.20 µs ago'))
    const distances = screen.get('[data-testid=trigger-apart]')
    expect(distances.text().replaceAll(/\s+/g, ' ')).toBe('900 nsto 4.00 ms')
    tell({ kind: 'pulse', count: 41_700, perSecond: 998_000, lastSecondsAgo: 1.2e-6, ...apart(null, null) })
    await vi.waitFor(() => expect(distances.text()).toBe('–'))
  })
})

const sequence = defaultsOf(triggers, 'sequence') as TriggerSettings & { kind: 'sequence' }

it('the fields of a kind of two channels are in the order of its parameters, with the level among them', async () => {
  const { fake, screen } = await opened()
  fake.change({
    trigger: {
      ...sequence,
      ...({ armChannel: 'voltage1', armSlope: 'falling', armLevel: 0.5 } as const),
    },
  })
  await vi.waitFor(() => expect(screen.get('.note').text()).toBe('a then b'))
  const own = Object.keys(triggers.sequence.parameters).map((name) => `trigger-${name}`)
  const fields = (): (string | undefined)[] =>
    screen
      .findAll('[data-testid^=trigger-]')
      .map((one) => one.attributes('data-testid'))
      .filter((one) => own.includes(one!))
      .map((one) => one!.slice('trigger-'.length))
  const ofEdges = ['armKind', 'armChannel', 'armSlope', 'armLevel', 'event', 'channel', 'slope', 'level', 'within']
  expect(fields()).toEqual(ofEdges)
  // Of another kind of event there are other fields, and its level is none of the trigger's.
  fake.change({ trigger: { ...sequence, armKind: 'pulse', event: 'runt' } })
  const ofArm = ['armKind', 'armChannel', 'armPolarity', 'armLevel', 'armCondition', 'armWidth']
  await vi.waitFor(() =>
    expect(fields()).toEqual([...ofArm, 'event', 'channel', 'polarity', 'lower', 'upper', 'within']),
  )
})
