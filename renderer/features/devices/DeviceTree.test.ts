import { describe, expect, it, vi } from 'vitest'
import { runCommand } from '../../kit/keys/commands.ts'
import { useDevices } from '../../state/devices.ts'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import AttributeRow from './AttributeRow.vue'
import DeviceTree from './DeviceTree.vue'

describe('the device tree', () => {
  it('unfolds the capturing device; others open on request', async () => {
    const { screen } = await mountWithFake(DeviceTree)
    expect(screen.find('[data-testid="attribute-voltage0/source_frequency"]').exists()).toBe(true)
    expect(screen.find('[data-testid="attribute-voltage0/raw"]').exists()).toBe(false)
    await screen.findAll('button.device')[1]!.trigger('click')
    expect(screen.get('[data-testid="attribute-voltage0/raw"]').text()).toBe('73')
  })

  it('captures another device: by its button, and by I and Shift + I, which go round', async () => {
    const { fake, screen } = await mountWithFake(DeviceTree)
    expect(screen.findAll('.captured').map((word) => word.text())).toEqual(['captured'])
    expect(screen.find('[data-testid=capture-gigascope]').exists()).toBe(false)
    await screen.get('[data-testid=capture-dummy]').trigger('click')
    await vi.waitFor(() => expect(fake.state().deviceName).toBe('dummy'))
    await vi.waitFor(() => expect(screen.find('[data-testid=capture-gigascope]').exists()).toBe(true))
    for (const command of ['nextDevice', 'previousDevice', 'nextDevice']) await runCommand(command)
    expect(fake.calls.flatMap(({ name, request }) => (name === 'captureDevice' ? [request] : []))).toEqual(
      ['iio:device1', 'iio:device0', 'iio:device1', 'iio:device0'].map((device) => ({ device })),
    )
  })

  it('lets nobody choose who only looks', async () => {
    const { screen } = await mountWithFake(DeviceTree, {}, 'observer')
    expect(screen.find('.captured').exists()).toBe(true)
    expect(screen.find('[data-testid=capture-dummy]').exists()).toBe(false)
    expect(screen.find('[data-testid=add-device-address]').exists()).toBe(false)
  })

  it('adds the devices of another machine; a refusal stands below the address, which stays', async () => {
    const { fake, screen } = await mountWithFake(DeviceTree)
    const field = screen.get<HTMLInputElement>('[data-testid=add-device-address]')
    await field.setValue('nowhere')
    await screen.get('form.add').trigger('submit')
    await vi.waitFor(() => expect(screen.get('.add [role=alert]').text()).toContain('Nothing listens at nowhere'))
    expect(field.element.value).toBe('nowhere')
    await field.setValue('192.168.2.1')
    await screen.get('form.add').trigger('submit')
    await vi.waitFor(() => expect(field.element.value).toBe(''))
    expect(fake.calls).toContainEqual({ name: 'addContext', request: { address: '192.168.2.1' } })
    expect(screen.find('.add [role=alert]').exists()).toBe(false)
  })

  it('asks the network for boards when told to, and adds the one that is chosen', async () => {
    const { fake, screen } = await mountWithFake(DeviceTree)
    expect(fake.calls.some(({ name }) => name === 'findBoards')).toBe(false)
    await screen.get('[data-testid=find-boards]').trigger('click')
    await vi.waitFor(() =>
      expect(screen.get('[data-testid=found-boards]').text()).toContain('iiod on pluto ip:192.168.2.1'),
    )
    await screen.get('[data-testid=found-boards] button').trigger('click')
    await vi.waitFor(() =>
      expect(fake.calls).toContainEqual({ name: 'addContext', request: { address: 'ip:192.168.2.1' } }),
    )
    await vi.waitFor(() => expect(screen.find('[data-testid=found-boards]').exists()).toBe(false))
  })

  it('is read again while something in it moves, or a hand is on it; and once when something was written elsewhere', async () => {
    const { fake, screen } = await mountWithFake(DeviceTree)
    const readings = (): number => fake.calls.filter(({ name }) => name === 'listDevices').length
    fake.change({ acquisition: 'stopped' })
    await vi.waitFor(() => expect(useDevices().trees.some(({ moves }) => moves)).toBe(false))
    vi.useFakeTimers()
    try {
      const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
      let before = readings()
      await pass(60_000)
      expect(readings()).toBe(before)
      fake.values.set('voltage0/source_frequency', '3000000')
      fake.change({ devicesRevision: 7 })
      await vi.waitFor(() =>
        expect(screen.get<HTMLInputElement>('[data-testid="attribute-voltage0/source_frequency"]').element.value).toBe(
          '3 MHz',
        ),
      )
      expect(readings()).toBe(before + 1)
      before = readings()
      await screen.trigger('pointerenter')
      await pass(4000)
      expect(readings()).toBe(before + 3)
      await screen.trigger('pointerleave')
      await pass(60_000)
      expect(readings()).toBe(before + 3)
      fake.change({ acquisition: 'running' })
      await pass(4100)
      expect(readings()).toBeGreaterThanOrEqual(before + 5)
    } finally {
      vi.useRealTimers()
    }
  })

  it('writes an attribute in place', async () => {
    const { fake, screen } = await mountWithFake(DeviceTree)
    const field = screen.get('[data-testid="attribute-voltage0/source_frequency"]')
    await field.setValue('2000000')
    await field.trigger('keydown', { key: 'Enter' })
    const request = { device: 'iio:device0', path: 'voltage0/source_frequency', value: '2000000' }
    await vi.waitFor(() => expect(fake.calls).toContainEqual({ name: 'writeAttribute', request }))
  })

  it('offers options as a list and shows read-only values as text', async () => {
    const { fake, screen } = await mountWithFake(DeviceTree)
    const box = screen.get('[data-testid="attribute-voltage1/source"] input')
    await box.trigger('click')
    const list = document.getElementById(box.attributes('aria-controls') ?? '')
    const option = [...(list?.querySelectorAll('[role=option]') ?? [])].find((one) => one.textContent === 'triangle')
    option?.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
    await vi.waitFor(() => expect(fake.state().channels[1]?.source).toBe('triangle'))
    expect(screen.find('em[data-testid="attribute-buffer0/data_available"]').exists()).toBe(true)
  })

  it('shows values with their unit, and takes them so', async () => {
    const { fake, screen } = await mountWithFake(DeviceTree)
    const field = screen.get<HTMLInputElement>('[data-testid="attribute-voltage0/source_frequency"]')
    expect(field.element.value).toBe('1 MHz')
    await field.setValue('2,5 khz')
    await field.trigger('keydown', { key: 'Enter' })
    const request = { device: 'iio:device0', path: 'voltage0/source_frequency', value: '2500' }
    await vi.waitFor(() => expect(fake.calls).toContainEqual({ name: 'writeAttribute', request }))
    await vi.waitFor(() => expect(field.element.value).toBe('2.5 kHz'))
  })

  it('shows a refusal beside the attribute and keeps what was typed', async () => {
    const { screen } = await mountWithFake(DeviceTree)
    const field = screen.get<HTMLInputElement>('[data-testid="attribute-sampling_frequency"]')
    await field.setValue('12')
    await field.trigger('keydown', { key: 'Enter' })
    await vi.waitFor(() => expect(screen.get('[role=alert]').text()).toContain("'12' is outside"))
    expect(field.element.value).toBe('12')
  })

  it('says busy, not an error, where a value cannot be read while the device captures', async () => {
    const info = { path: 'voltage0/raw', value: '(EBUSY)', writable: false, options: null }
    const { screen } = await mountWithFake(AttributeRow, { device: 'iio:device0', name: 'raw', info })
    expect(screen.get('[data-testid="attribute-voltage0/raw"]').text()).toBe('busy')
    await screen.setProps({ info: { ...info, value: '512' } })
    expect(screen.get('[data-testid="attribute-voltage0/raw"]').text()).toBe('512')
  })
})
