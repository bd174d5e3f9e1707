// The palette over the fake instrument, by the keyboard and by hand.
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { fail, say } from '#shared/errors.ts'
import { runCommand } from '../../kit/keys/commands.ts'
import { useInstrument } from '../../state/instrument.ts'
import { usePreferences } from '../../state/preferences.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import CommandPalette from './CommandPalette.vue'

async function opened(role: 'operator' | 'observer' = 'operator') {
  const { screen, fake } = await mountWithFake(CommandPalette, {}, role, false)
  await vi.waitFor(() => expect(useInstrument().state).not.toBeNull())
  await runCommand('palette')
  await nextTick()
  const dialog = screen.get<HTMLDialogElement>('[data-testid=palette]')
  const field = screen.get<HTMLInputElement>('[data-testid=palette-field]')
  const press = (key: string) => field.trigger('keydown', { key })
  const hint = () => screen.get('[data-testid=palette-hint]').text()
  const chosen = () => screen.get('[aria-selected=true]').text()
  return { screen, fake, dialog, field, press, hint, chosen }
}

describe('the palette', () => {
  it('sets what is typed, closes, and is empty when it is opened again', async () => {
    const { fake, dialog, field, press, hint, chosen } = await opened()
    expect([dialog.element.open, document.activeElement === field.element]).toEqual([true, true])
    await field.setValue('trigger level 20mV')
    expect(chosen()).toMatch(/^Trigger level.* → 20 mV$/)
    expect(hint()).toContain('Enter sets it')
    await press('Enter')
    await vi.waitFor(() => expect(fake.state().trigger).toMatchObject({ level: 0.02 }))
    await vi.waitFor(() => expect(dialog.element.open).toBe(false))
    expect(fake.state().undoes).toMatchObject([{ path: 'trigger.level', to: 0.02 }])
    await runCommand('palette')
    await vi.waitFor(() => expect(dialog.element.open).toBe(true))
    expect(field.element.value).toBe('')
  })

  it('stays open where it was opened again before the browser told that it had closed', async () => {
    const { dialog } = await opened()
    dialog.element.dispatchEvent(new Event('close'))
    await nextTick()
    expect(dialog.element.open).toBe(true)
  })

  it('is shown when it is asked for after the browser closed it, before that is told', async () => {
    const { dialog, field } = await opened()
    dialog.element.removeAttribute('open')
    await runCommand('palette')
    await nextTick()
    expect([dialog.element.open, document.activeElement === field.element]).toEqual([true, true])
  })

  it('closes by Escape wherever in it the keyboard is', async () => {
    const { screen, dialog } = await opened()
    await screen.get('#palette-list').trigger('keydown', { key: 'Escape' })
    expect(dialog.element.open).toBe(false)
    await runCommand('palette')
    await nextTick()
    expect(dialog.element.open).toBe(true)
  })

  it('completes the name of a setting, and says what it takes', async () => {
    const { field, press, hint } = await opened()
    await field.setValue('watermark')
    await press('Enter')
    expect(field.element.value).toBe('Watermark ')
    expect(hint()).toContain('a whole number of samples')
    await field.setValue('watermark many')
    expect(hint()).toMatch(/^buffer\.watermark takes a whole number of samples/)
    await press('Enter')
    expect(field.element.value).toBe('watermark many')
  })

  it('keeps what the instrument refuses, with the reason, until something else is typed', async () => {
    const { fake, dialog, field, press, hint } = await opened()
    const apply = fake.handlers.applySettings
    Object.assign(fake.handlers, { applySettings: () => fail('EBUSY', say`Not while it records.`) })
    await field.setValue('block 64k')
    await press('Enter')
    await vi.waitFor(() => expect(hint()).toBe('Not while it records.'))
    expect([dialog.element.open, field.element.value]).toEqual([true, 'block 64k'])
    Object.assign(fake.handlers, { applySettings: apply })
    await field.setValue('block 128k')
    expect(hint()).toContain('Enter sets it')
  })

  it('stays open for what is asked next when an answer comes late', async () => {
    const { fake, dialog, field, press } = await opened()
    const apply = fake.handlers.applySettings
    let answer = (): void => undefined
    const late = new Promise<void>((resolve) => {
      answer = resolve
    })
    Object.assign(fake.handlers, { applySettings: () => late })
    await field.setValue('block 64k')
    await press('Enter')
    await runCommand('palette')
    await field.setValue('level 20mV')
    answer()
    Object.assign(fake.handlers, { applySettings: apply })
    // What is asked behind it is answered behind it.
    await useInstrument().call('listSettings')
    await nextTick()
    expect([dialog.element.open, field.element.value]).toEqual([true, 'level 20mV'])
  })

  it('runs a command behind itself, by arrow keys and by hand', async () => {
    const { screen, dialog, field, press, chosen } = await opened()
    const preferences = usePreferences()
    const before = preferences.theme
    await field.setValue('fold')
    const all = screen.findAll('[role=option]').map((one) => one.text())
    expect(all.length).toBeGreaterThan(1)
    await press('ArrowDown')
    expect(chosen()).toBe(all[1])
    await press('ArrowUp')
    await press('ArrowUp')
    expect(chosen()).toBe(all[0])
    await press('PageDown')
    expect(chosen()).toBe(all.at(Math.min(8, all.length - 1)))
    await field.setValue('dark or light')
    await screen.get('[role=option]').trigger('click')
    await vi.waitFor(() => expect(preferences.theme).not.toBe(before))
    expect(dialog.element.open).toBe(false)
  })

  it('says that nothing has a name', async () => {
    const { field, hint, screen, press } = await opened()
    await field.setValue('xyzzy')
    expect([hint(), screen.findAll('[role=option]').length]).toEqual(['Nothing has this name.', 0])
    await press('Enter')
    await press('ArrowDown')
    expect(field.element.value).toBe('xyzzy')
  })

  it('shows a page that only looks every setting, and why it cannot set one', async () => {
    const { field, press, hint } = await opened('observer')
    await field.setValue('level 1')
    await press('Enter')
    await vi.waitFor(() => expect(hint()).toBe('This page only looks: it cannot change settings.'))
  })
})
