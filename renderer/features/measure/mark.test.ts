// The mark of a measurement over the trace.
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import type { Frame } from '#shared/frame/frame.ts'
import { encodeMark, type MeasuredMark } from '#shared/frame/measured.ts'
import { sectionKind } from '#shared/frame/sections.ts'
import { Emitter } from '#shared/lifecycle.ts'
import { divisionsToVolts } from '../../scale/vertical.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import MeasureMark from './MeasureMark.vue'
import { useMeasure } from './use-measure.ts'

const rate = 1e9
/** A triggered frame whose time zero is sample 5000. */
const frameWith = (mark: MeasuredMark): Frame =>
  ({
    anchor: 'trigger',
    firstSample: 0,
    points: 10_000,
    scansPerPoint: 1,
    triggerSample: 5000,
    samplingFrequencyHz: rate,
    sections: [{ kind: sectionKind.measured, channel: 0, data: encodeMark(mark) }],
  }) as unknown as Frame

async function mounted() {
  const drawn = new Emitter<Frame>()
  const { screen, fake } = await mountWithFake(MeasureMark, { drawn })
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const measure = useMeasure()
  measure.isOpen = true
  measure.add({ name: 'rise', channel: 'voltage0', to: null })
  await vi.waitFor(() => expect(fake.state().measurements).toHaveLength(1))
  const show = async (mark: MeasuredMark): Promise<void> => {
    drawn.fire(frameWith(mark))
    await flushPromises()
  }
  const isShown = (): boolean => screen.find('[data-testid=measure-mark]').exists()
  return { screen, measure, show, isShown }
}

describe('the mark of a measurement', () => {
  it('stands where the frame says, while its row is looked at', async () => {
    const { screen, measure, show, isShown } = await mounted()
    const { timebase, viewOf } = useView()
    const [channel] = useInstrument().enabledChannels
    const scale = viewOf(channel!)
    /** A division below the middle of the screen, and two above. */
    const levels = [
      { of: '10 %', at: divisionsToVolts(-1, scale) },
      { of: '90 %', at: divisionsToVolts(2, scale) },
    ] as const
    const samples = timebase.secondsPerDiv * rate
    const middle = 5000 + timebase.positionSeconds * rate
    const mark = { value: 2 * timebase.secondsPerDiv, instants: [middle - samples, middle + samples], levels }
    await show(mark)
    expect(isShown()).toBe(false)
    measure.look('rise voltage0')
    await flushPromises()
    expect(useView().settings.marked).toEqual({ name: 'rise', channel: 'voltage0', to: null })
    await show(mark)
    const styleOf = (name: string): string => screen.get(`[data-testid="${name}"]`).attributes('style') ?? ''
    expect(styleOf('mark-span')).toBe('left: 40.000%; width: 20.000%;')
    expect(levels.map(({ of }) => styleOf(`mark-level-${of}`))).toEqual(['top: 62.500%;', 'top: 25.000%;'])
    expect(screen.get('output').text()).toContain('Rise time')
    measure.look(null)
    await flushPromises()
    expect(isShown()).toBe(false)
    expect(useView().settings.marked).toBeUndefined()
  })

  it('is not there when what it marks is beyond the screen', async () => {
    const { measure, show, isShown } = await mounted()
    measure.pick('rise voltage0')
    await flushPromises()
    await show({ value: 1, instants: [1e9, 2e9], levels: [] })
    expect(isShown()).toBe(false)
  })
})
