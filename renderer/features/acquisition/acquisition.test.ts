// The panel of the acquisition mode and its key, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import { acquisitions } from '#shared/kinds/acquisitions.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useTraceFigures } from '../../state/use-trace-figures.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import AcquisitionPanel from './AcquisitionPanel.vue'
import '../../app/features.ts'

type Mounted = Awaited<ReturnType<typeof mountWithFake>>

async function opened(role?: 'operator' | 'observer'): Promise<Mounted> {
  const mounted = await mountWithFake(AcquisitionPanel, {}, role)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  return mounted
}

const asked = ({ fake }: Mounted) => fake.calls.flatMap((call) => (call.name === 'applySettings' ? [call.request] : []))

async function optionsOf({ screen }: Mounted, testId: string): Promise<Element[]> {
  const box = screen.get(`[data-testid="${testId}"] input`)
  await box.trigger('click')
  const list = document.getElementById(box.attributes('aria-controls') ?? '')
  return [...(list?.querySelectorAll('[role=option]') ?? [])]
}

async function choose(mounted: Mounted, testId: string, text: string): Promise<void> {
  const option = (await optionsOf(mounted, testId)).find((one) => one.textContent === text)
  option!.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
}

const shows = ({ screen }: Mounted) =>
  ['average-count', 'average-method', 'envelope-extent', 'envelope-count'].filter((name) =>
    screen.find(`[data-testid="acquisition.${name}"]`).exists(),
  )

describe('the acquisition panel', () => {
  it('offers every mode by its name, and no more than that while the samples are drawn', async () => {
    const mounted = await opened()
    const options = await optionsOf(mounted, 'acquisition-mode')
    expect(options.map((one) => one.textContent)).toEqual(Object.values(acquisitions).map(({ name }) => name))
    expect(shows(mounted)).toEqual([])
    expect(mounted.screen.find('[data-testid=acquisition-now]').exists()).toBe(false)
  })

  it('sets a mode and its parameters, and says what is drawn', async () => {
    const mounted = await opened()
    await choose(mounted, 'acquisition-mode', 'Average')
    await vi.waitFor(() => expect(shows(mounted)).toEqual(['average-count', 'average-method']))
    const count = mounted.screen.get('[data-testid="acquisition.average-count"]')
    await count.setValue('256')
    await count.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() =>
      expect(useInstrument().state?.acquisitionMode).toMatchObject({ kind: 'average', count: 256 }),
    )
    expect(asked(mounted)).toEqual([
      { changes: [{ path: 'acquisition.mode', value: 'average' }] },
      { changes: [{ path: 'acquisition.average.count', value: 256 }] },
    ])
    useTraceFigures().acquired = 'average of 12 of 256 records · +1.8 bits'
    await vi.waitFor(() =>
      expect(mounted.screen.get('[data-testid=acquisition-now]').text()).toBe(useTraceFigures().acquired),
    )
  })

  it('refuses a count beside the field, and says what would do', async () => {
    const mounted = await opened()
    await choose(mounted, 'acquisition-mode', 'Average')
    await vi.waitFor(() => expect(shows(mounted)).toHaveLength(2))
    const count = mounted.screen.get('[data-testid="acquisition.average-count"]')
    await count.setValue('1')
    await count.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(mounted.screen.get('[role=alert]').text()).toMatch(/2.*65,?536/))
    expect(useInstrument().state?.acquisitionMode).toMatchObject({ count: 64 })
  })

  it('asks an envelope for a count only when it is of so many', async () => {
    const mounted = await opened()
    await choose(mounted, 'acquisition-mode', 'Envelope')
    await vi.waitFor(() => expect(shows(mounted)).toEqual(['envelope-extent']))
    await choose(mounted, 'acquisition.envelope-extent', 'block')
    await vi.waitFor(() => expect(shows(mounted)).toEqual(['envelope-extent', 'envelope-count']))
  })

  it('is out of reach where the page only looks', async () => {
    const { screen } = await opened('observer')
    expect(screen.find('[data-testid=acquisition-panel] [inert] [data-testid=acquisition-mode]').exists()).toBe(true)
  })

  it('has a key that goes through all modes and begins again', async () => {
    await opened()
    const kinds: (string | undefined)[] = []
    for (const _ of Object.keys(acquisitions)) {
      await runCommand('nextAcquisitionMode')
      kinds.push(useInstrument().state?.acquisitionMode.kind)
    }
    expect(kinds).toEqual(['highres', 'average', 'envelope', 'sample'])
  })
})
