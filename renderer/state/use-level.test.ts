import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { CallRequest } from '#shared/contract/topics.ts'
import { levelOf } from '#shared/kinds/triggers.ts'
import { fullScale } from '#shared/screen/codes.ts'
import { mountWithFake } from '../testing/mount-with-fake.ts'
import { useLevel } from './use-level.ts'

const Host = defineComponent({ setup: () => () => h('div') })

describe('the trigger level under a hand', () => {
  it('ends where the converter ends, and asks the instrument for nothing beyond', async () => {
    const { fake } = await mountWithFake(Host)
    const level = useLevel()
    const { low, high } = fullScale(fake.state().channels[0]!)
    level.setByHand(25)
    expect(level.volts).toBe(high)
    await vi.waitFor(() => expect(levelOf(fake.state().trigger)).toBe(high))
    level.setByHand(-25)
    await vi.waitFor(() => expect(levelOf(fake.state().trigger)).toBe(low))
    level.lower()
    await vi.waitFor(() => expect(level.volts).toBe(low))
    const asked = fake.calls.filter(({ name }) => name === 'applySettings').map(({ request }) => request)
    const levels = asked.flatMap((request) =>
      (request as CallRequest<'applySettings'>).changes.map(({ value }) => value),
    )
    expect(levels.length).toBeGreaterThan(0)
    expect(levels.every((level) => Math.abs(Number(level)) <= 1.0001)).toBe(true)
  })

  it('is the instrument’s where the page only looks, whatever key is pressed', async () => {
    const { fake } = await mountWithFake(Host, {}, 'observer')
    const level = useLevel()
    level.raise()
    expect(level.volts).toBe(levelOf(fake.state().trigger))
    fake.change({ trigger: { kind: 'edge', channel: 'voltage0', slope: 'rising', level: 0.5 } })
    await vi.waitFor(() => expect(level.volts).toBe(0.5))
  })

  it('goes in steps that can be read', async () => {
    const { fake } = await mountWithFake(Host)
    useLevel().setByHand(-0.65953)
    await vi.waitFor(() => expect(levelOf(fake.state().trigger)).toBe(-0.66))
  })
})
