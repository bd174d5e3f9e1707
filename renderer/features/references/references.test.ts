// The panel of the references, over the fake instrument.
import { describe, expect, it, vi } from 'vitest'
import { fail } from '#shared/errors.ts'
import { sessionInsteadOfSignal } from '#shared/session/session.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import { channelGroups } from '../../kit/menu/menu.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useReferences } from '../../state/references.ts'
import { useView } from '../../state/view.ts'
import { rawFrame } from '../../testing/frames.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { showFrame } from '../../testing/shown-frame.ts'
import ReferencesPanel from './ReferencesPanel.vue'

async function opened(role?: 'operator' | 'observer') {
  const mounted = await mountWithFake(ReferencesPanel, {}, role, false)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  const { fake, screen } = mounted
  const at = (id: string) => screen.get<HTMLElement>(`[data-testid=${id}]`)
  const asked = (name: string) => fake.calls.flatMap((call) => (call.name === name ? [call.request] : []))
  const enter = async (id: string, text: string): Promise<void> => {
    await at(id).setValue(text)
    await at(id).trigger('keydown', { key: 'Enter' })
  }
  return { ...mounted, at, asked, enter }
}

/** Puts a frame on the screen, as a drawing takes it. */
function show(): void {
  showFrame(rawFrame(Array.from({ length: 4000 }, () => 0)))
  useInstrument().feed.take()
}

describe('the references', () => {
  it('keep the samples that the screen shows of the selected channel, by key and by button', async () => {
    const { screen, at, asked } = await opened()
    show()
    runCommand('keepReference')
    await vi.waitFor(() => expect(screen.find('[data-testid=reference-R1]').exists()).toBe(true))
    const [wish] = asked('keepReference') as { channel: string; first: number; end: number; zero: number }[]
    expect(wish).toMatchObject({ channel: useView().selectedChannel })
    expect(wish!.end).toBeGreaterThan(wish!.first)
    expect(wish!.zero).toBeCloseTo(3999.999999, 5)
    await vi.waitFor(() => expect(useReferences().drawn).toMatchObject([{ id: 'R1', channel: wish!.channel }]))
    await at('keep-reference').trigger('click')
    await vi.waitFor(() => expect(screen.find('[data-testid=reference-R2]').exists()).toBe(true))
    expect(at('reference-R1').text()).toMatch(/1\D000 samples/)
    // What was kept last goes first; then there is nothing to take back.
    for (const [gone, left] of [
      ['R2', ['R1']],
      ['R1', []],
    ] as const) {
      runCommand('removeReference')
      await vi.waitFor(() => expect(screen.find(`[data-testid=reference-${gone}]`).exists()).toBe(false))
      expect(useReferences().all.map(({ id }) => id)).toEqual(left)
    }
    runCommand('removeReference')
    await vi.waitFor(() => expect(asked('removeReference')).toEqual([{ id: 'R2' }, { id: 'R1' }]))
    expect(useInstrument().problems).not.toContainEqual(expect.objectContaining({ severity: 'error' }))
  })

  it('keep nothing while nothing is shown, and say so', async () => {
    const { at, screen, asked } = await opened()
    await at('keep-reference').trigger('click')
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toBe('There is nothing on the screen to keep.'))
    expect(asked('keepReference')).toEqual([])
  })

  it('import files by name, refuse beside the field, and are full at four', async () => {
    const { screen, at, asked, enter } = await opened()
    await enter('reference-file', 'missing.wav')
    await vi.waitFor(() => expect(at('references-panel').text()).toContain('This file is not offered.'))
    for (const id of ['R1', 'R2', 'R3', 'R4']) {
      await vi.waitFor(() => expect(at('reference-file').attributes('aria-busy')).toBe('false'))
      await enter('reference-file', 'tone.wav?column=2')
      await vi.waitFor(() => expect(screen.find(`[data-testid=reference-${id}]`).exists()).toBe(true))
    }
    expect(asked('importReference').at(-1)).toEqual({ channel: 'voltage0', file: 'tone.wav?column=2' })
    expect(at('reference-R4').text()).toContain('assumed')
    expect(screen.find('[data-testid=reference-file]').exists()).toBe(false)
    expect(at('keep-reference').attributes()).toHaveProperty('disabled')
    expect(
      channelGroups('voltage0')
        .flatMap(({ items }) => items)
        .find(({ text }) => text === 'Keep as a reference'),
    ).toMatchObject({ isOff: true })
  })

  it('ask for a signal in the dialog, and say why a session is none', async () => {
    const { fake, at, asked, screen } = await opened()
    useInstrument().fileWays = { dialog: true, upload: true, folders: true }
    vi.spyOn(fake.handlers, 'chooseFile').mockImplementation((wish) =>
      wish?.signal === true ? fail('EINVAL', sessionInsteadOfSignal('bench.blockscope')) : { name: 'tone.wav' },
    )
    await at('reference-browse').trigger('click')
    await vi.waitFor(() =>
      expect(screen.get('[role=alert]').text()).toBe(
        'bench.blockscope is a session, and no signal; Ctrl + O applies it.',
      ),
    )
    expect(asked('importReference')).toEqual([])
  })

  it('are hidden, moved and removed', async () => {
    const { screen, at, enter } = await opened()
    await enter('reference-file', 'tone.wav')
    await vi.waitFor(() => expect(useReferences().drawn).toHaveLength(1))
    await enter('reference-shift-R1', '-2 us')
    await vi.waitFor(() => expect(useReferences().drawn[0]?.beginSeconds).toBeCloseTo(-2e-6, 12))
    await enter('reference-shift-R1', 'nonsense')
    await vi.waitFor(() => expect(at('reference-R1').text()).toMatch(/nonsense/))
    runCommand('showReferences')
    await vi.waitFor(() => expect(useReferences().drawn).toEqual([]))
    expect(useReferences().all).toHaveLength(1)
    runCommand('showReferences')
    await vi.waitFor(() => expect(useReferences().drawn).toHaveLength(1))
    await at('reference-shown-R1').setValue(false)
    await vi.waitFor(() => expect(useReferences().drawn).toEqual([]))
    await at('reference-remove-R1').trigger('click')
    await vi.waitFor(() => expect(screen.find('[data-testid=reference-R1]').exists()).toBe(false))
  })

  it('are asked for again when another stretch is shown, and not when the same is', async () => {
    const { asked, enter } = await opened()
    await enter('reference-file', 'tone.wav')
    await vi.waitFor(() => expect(useReferences().drawn).toHaveLength(1))
    const before = asked('referenceColumns').length
    const view = useView()
    view.setTimebase({ secondsPerDiv: 1e-6, positionSeconds: 0 })
    await vi.waitFor(() => expect(asked('referenceColumns').length).toBeGreaterThan(before))
    const after = asked('referenceColumns').length
    await useInstrument().call('setReference', { id: 'R1', shown: true })
    await vi.waitFor(() => expect(useReferences().drawn).toHaveLength(1))
    expect(asked('referenceColumns').length).toBe(after)
  })

  it('are asked for anew when another one has the place, whatever it is called', async () => {
    const { asked, enter, at } = await opened()
    for (let k = 1; k <= 2; k++) {
      await enter('reference-file', 'tone.wav')
      await vi.waitFor(() => expect(useReferences().drawn).toHaveLength(1))
      expect(asked('referenceColumns')).toHaveLength(k)
      await at('reference-remove-R1').trigger('click')
      await vi.waitFor(() => expect(useReferences().drawn).toEqual([]))
    }
  })

  it('are out of reach for who only looks', async () => {
    const { at } = await opened('observer')
    expect(at('keep-reference').element.closest('[inert]')).not.toBeNull()
  })
})
