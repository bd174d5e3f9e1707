import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useInstrument } from '../../state/instrument.ts'
import { usePreferences } from '../../state/preferences.ts'
import { lockOf } from '../../state/rights/locks.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import ProfilesDialog from './ProfilesDialog.vue'
import { useProfiles } from './use-profiles.ts'

describe('the dialog of profiles', () => {
  it('saves, asks before it replaces, deletes or puts back, and says what was done', async () => {
    const { fake, screen } = await mountWithFake(ProfilesDialog, {}, 'operator', false)
    const profiles = useProfiles()
    const get = (id: string) => screen.get(`[data-testid=${id}]`)
    profiles.open()
    await nextTick()
    expect(get('profiles-dialog').text()).toContain('No profile is kept yet.')
    await get('profile-name').setValue('bench 3')
    await screen.get('form').trigger('submit')
    await vi.waitFor(() => expect(get('profiles-done').text()).toBe("The settings are kept as 'bench 3'."))
    await get('profile-name').setValue('bench 3')
    await screen.get('form').trigger('submit')
    await vi.waitFor(() => expect(get('profiles-question').text()).toContain('Replace it?'))
    await get('profiles-confirm').trigger('click')
    await vi.waitFor(() => expect(fake.calls.at(-1)?.request).toEqual({ name: 'bench 3', replace: true }))
    await get('profile-choose').trigger('click')
    await vi.waitFor(() => expect(get('profiles-done').text()).toBe("The settings are those of 'bench 3'."))
    await get('profile-delete').trigger('click')
    expect(fake.state().profiles).toEqual(['bench 3'])
    await get('profiles-confirm').trigger('click')
    await vi.waitFor(() => expect(fake.state().profiles).toEqual([]))
    await get('factory-reset').trigger('click')
    await get('profiles-confirm').trigger('click')
    await vi.waitFor(() => expect(get('profiles-done').text()).toContain('before-reset'))
  })

  it('changes nothing where the page only looks, and says so', async () => {
    const { screen } = await mountWithFake(ProfilesDialog, {}, 'observer', false)
    useProfiles().open()
    await nextTick()
    expect(screen.get('[data-testid=profile-save]').attributes('disabled')).toBeDefined()
    expect(screen.text()).toContain('This page only looks')
  })
})

describe('what is kept and locked', () => {
  it('the theme goes to the instrument and comes from it; a locked one stays', async () => {
    const { fake } = await mountWithFake(ProfilesDialog, {}, 'operator', false)
    const preferences = usePreferences()
    preferences.toggleTheme()
    expect(preferences.theme).toBe('light')
    await vi.waitFor(() => expect(fake.state().preferences).toEqual({ theme: 'light' }))
    preferences.toggleFrameRate()
    expect(preferences.frameRate).toBe(30)
    await vi.waitFor(() => expect(fake.state().preferences).toMatchObject({ frameRate: 30 }))
    fake.change({ preferences: { theme: 'dark', blockUnit: 'time', frameRate: 60 } })
    await vi.waitFor(() => expect([preferences.theme, preferences.blockUnit]).toEqual(['dark', 'time']))
    expect(preferences.frameRate).toBe(60)
    fake.change({ locked: ['preferences.theme'], lockedBy: '/etc/x.json' })
    await vi.waitFor(() => expect(useInstrument().state?.locked).toHaveLength(1))
    preferences.toggleTheme()
    expect(preferences.theme).toBe('dark')
  })

  it('a lock is known by the names that controls have for its setting', () => {
    const locked = ['trigger.level', 'buffer.blockCount', 'device/gigascope/voltage0/source']
    const state = { locked, lockedBy: '/etc/x.json', deviceName: 'gigascope', device: 'iio:device0' }
    for (const name of ['trigger.level', 'buffer0/length', 'in_voltage0_source', 'voltage0/source'])
      expect(lockOf({ state }, name), name).toBe('/etc/x.json')
    for (const name of ['trigger.kind', 'in_voltage1_source', undefined]) expect(lockOf({ state }, name)).toBeNull()
  })
})
