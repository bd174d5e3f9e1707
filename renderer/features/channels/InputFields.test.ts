import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import InputFields from './InputFields.vue'

/** The fields of the first channel, as it is now. */
const Fields = defineComponent(() => () => {
  const [channel] = useInstrument().state?.channels ?? []
  return channel === undefined ? null : h(InputFields, { channel })
})

async function opened() {
  const { screen } = await mountWithFake(Fields, {})
  await vi.waitFor(() => expect(screen.find('[data-testid=probe-factor-voltage0]').exists()).toBe(true))
  const field = (name: string) => screen.get<HTMLInputElement>(`[data-testid=${name}-voltage0]`)
  const type = async (name: string, text: string) => {
    await field(name).setValue(text)
    await field(name).trigger('keydown', { key: 'Enter' })
  }
  const channel = () => useInstrument().state!.channels[0]!
  return { field, type, channel }
}

describe('the fields of a probe', () => {
  it('take a factor as people write it, and steps of 1-2-5 from there', async () => {
    const { field, type, channel } = await opened()
    expect(field('probe-factor').element.value).toBe('1 x')
    await type('probe-factor', '10x')
    await vi.waitFor(() => expect(field('probe-factor').element.value).toBe('10 x'))
    expect(channel().factor).toBe(10)
    // The scale it begins with is that of the probe.
    expect(useView().viewOf(channel()).voltsPerDiv).toBe(5)
    expect(useView().rangeFor('voltage0')).toEqual({ min: 0.01, max: 100 })
    await field('probe-factor').trigger('keydown', { key: 'ArrowUp' })
    await vi.waitFor(() => expect(channel().factor).toBe(20))
  })

  it('limit the bandwidth: off, 20 MHz, 200 MHz by steps, and what is typed', async () => {
    const { type, field, channel } = await opened()
    expect(field('bandwidth').element.value).toBe('off')
    for (const [key, shown, hz] of [
      ['ArrowDown', '200 MHz', 200e6],
      ['ArrowDown', '20 MHz', 20e6],
      ['ArrowDown', '20 MHz', 20e6],
      ['ArrowUp', '200 MHz', 200e6],
      ['ArrowUp', 'off', 0],
    ] as const) {
      await field('bandwidth').trigger('keydown', { key })
      await vi.waitFor(() => expect(field('bandwidth').element.value).toBe(shown))
      expect(channel().input.bandwidth).toBe(hz)
    }
    await type('bandwidth', '150k')
    await vi.waitFor(() => expect(channel().input.bandwidth).toBe(150_000))
    await type('bandwidth', 'off')
    await vi.waitFor(() => expect(channel().input.bandwidth).toBe(0))
  })

  it('name the channel and its unit', async () => {
    const { type, field, channel } = await opened()
    await type('label', ' Vbus ')
    await vi.waitFor(() => expect(channel().input.label).toBe('Vbus'))
    await type('unit', 'N')
    await vi.waitFor(() => expect(channel().unit).toBe('N'))
    await type('unit', '')
    await vi.waitFor(() => expect(field('unit').element.value).toBe('V'))
  })
})
