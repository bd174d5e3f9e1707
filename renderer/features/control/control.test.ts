// The line that says who is in control, on pages at the machine itself and on pages of others.
import { describe, expect, it, vi } from 'vitest'
import { guestAtMachine } from '#shared/contract/access.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import ControlStrip from './ControlStrip.vue'

const bob = { role: 'operator', name: 'bob', isAtMachine: false } as const
const ann = { ...bob, name: 'ann' } as const

async function page(who: Parameters<typeof mountWithFake>[2]) {
  const mounted = await mountWithFake(ControlStrip, {}, who)
  const { screen, fake } = mounted
  const sharing = endWithTest(fake.desk.share())
  const text = (id: string): string => {
    const found = screen.find(`[data-testid=control-${id}]`)
    return found.exists() ? found.text() : ''
  }
  const click = (id: string) => screen.get(`[data-testid=control-${id}]`).trigger('click')
  await vi.waitFor(() => expect(text('holder')).not.toBe(''))
  return { ...mounted, sharing, text, click, instrument: useInstrument() }
}

describe('the line of control', () => {
  it('is there only while viewers of other machines may come', async () => {
    const { screen, sharing, text, instrument } = await page('operator')
    expect([text('holder'), text('take'), text('release')]).toEqual(['This machine is in control', '', ''])
    expect(instrument.readOnly).toBe(false)
    sharing.dispose()
    await vi.waitFor(() => expect(screen.find('.control').exists()).toBe(false))
  })

  it('shows who asks; the holder gives or keeps, and takes back at once', async () => {
    const { fake, text, click, instrument } = await page('operator')
    const seat = fake.desk.sit(bob)
    seat.ask()
    await vi.waitFor(() => expect(text('asks')).toBe('bob asks for control'))
    expect(text('left')).toBe('passes on in 20 s')
    await click('keep')
    await vi.waitFor(() => expect(text('asks')).toBe(''))
    seat.ask()
    await vi.waitFor(() => expect(text('asks')).toBe('bob asks for control'))
    await click('give')
    await vi.waitFor(() => expect(text('holder')).toBe('bob is in control'))
    expect(instrument.canOperate).toBe(false)
    expect(instrument.problems.map(({ message }) => message)).toContain('bob is in control now.')
    await expect(instrument.call('stop')).rejects.toThrow('stop is refused: bob is in control. Take control first.')
    await click('take')
    await vi.waitFor(() => expect(text('holder')).toBe('This machine is in control'))
    expect(instrument.canOperate).toBe(true)
  })

  it('asks by button and by key on another machine, and hears how that ended', async () => {
    const { fake, text, click, instrument } = await page(ann)
    const window = fake.desk.sit(guestAtMachine('operator'))
    expect([text('holder'), instrument.canOperate]).toEqual(['The machine itself is in control', false])
    await click('take')
    await vi.waitFor(() => expect(text('asked')).toBe('asked for it'))
    window.keep()
    await vi.waitFor(() =>
      expect(instrument.problems.map(({ message }) => message)).toEqual(['The machine itself keeps control.']),
    )
    runCommand('takeControl')
    await vi.waitFor(() => expect(text('asked')).toBe('asked for it'))
    await click('withdraw')
    await vi.waitFor(() => expect(text('take')).toBe('Take control'))
    expect(fake.desk.state.asking).toEqual([])
    runCommand('takeControl')
    await vi.waitFor(() => expect(text('asked')).toBe('asked for it'))
    window.give(instrument.party ?? -1)
    await vi.waitFor(() => expect(text('holder')).toBe('This page is in control'))
    expect(instrument.canOperate).toBe(true)
    await click('release')
    await vi.waitFor(() => expect(text('holder')).toBe('The machine itself is in control'))
  })

  it('is only read on a page that may only look', async () => {
    const { fake, screen, text } = await page({ ...ann, role: 'observer' })
    fake.desk.sit(bob).ask()
    await vi.waitFor(() => expect(text('holder')).toBe('bob is in control'))
    expect(screen.findAll('button')).toEqual([])
  })
})
