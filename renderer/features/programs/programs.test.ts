import { expect, it, vi } from 'vitest'
import { mountWithFake } from '../../testing/mount-with-fake.ts'
import { ClientRates } from './client-rates.ts'
import ProgramsPanel from './ProgramsPanel.vue'

it('rates are what was sent between two looks', () => {
  const rates = new ClientRates()
  const client = { address: '127.0.0.1:5', devices: ['iio:device0'], skippedScans: 0 }
  expect(rates.look([{ ...client, sampleBytes: 500 }], 1000)[0]!.bytesPerSecond).toBeNaN()
  const [first, other] = rates.look(
    [
      { ...client, sampleBytes: 4500 },
      { ...client, address: '127.0.0.1:6', sampleBytes: 9000 },
    ],
    3000,
  )
  expect(first!.bytesPerSecond).toBe(2000)
  // It has just come.
  expect(other!.bytesPerSecond).toBeNaN()
})

it('serves, shows the address and each client, and ends', async () => {
  const { fake, screen } = await mountWithFake(ProgramsPanel)
  await vi.waitFor(() => expect(screen.get('.note').text()).toBe('off'))
  expect(screen.find('[data-testid=iiod-uri]').exists()).toBe(false)
  const port = screen.get('[data-testid=iiod-port]')
  await port.setValue('40000')
  await port.trigger('keydown', { key: 'Enter' })
  await screen.get('[data-testid=serve-iiod]').setValue(true)
  await vi.waitFor(() => expect(screen.get('[data-testid=iiod-uri]').text()).toBe('ip:127.0.0.1:40000'))
  const client = { address: '127.0.0.1:5', devices: ['iio:device0'], sampleBytes: 0, skippedScans: 7 }
  fake.iiodClients = [client, { ...client, address: '127.0.0.1:6', devices: [], skippedScans: 0 }]
  fake.change({ iiod: { ...fake.state().iiod, clients: 2 } })
  await vi.waitFor(() => expect(screen.findAll('[data-testid=iiod-clients] li')).toHaveLength(2))
  const [first, second] = screen.findAll('[data-testid=iiod-clients] li').map((one) => one.text())
  expect(first).toMatch(/^127\.0\.0\.1:5.*iio:device0.*7 scans lost$/)
  expect(second).toMatch(/no buffer open$/)
  expect(screen.get('.note').text()).toBe('2 clients')
  // Who started the program chose another one.
  fake.change({ iiod: { ...fake.state().iiod, uri: 'ip:127.0.0.1:40001' } })
  await vi.waitFor(() => expect((port.element as HTMLInputElement).value).toBe('40001'))
  await screen.get('[data-testid=serve-iiod]').setValue(false)
  await vi.waitFor(() => expect(screen.get('.note').text()).toBe('off'))
  expect(screen.find('[data-testid=iiod-clients]').exists()).toBe(false)
})

it('refuses a port that is none', async () => {
  const { fake, screen } = await mountWithFake(ProgramsPanel)
  await vi.waitFor(() => expect(screen.get('.note').text()).toBe('off'))
  const port = screen.get('[data-testid=iiod-port]')
  await port.setValue('70000')
  await port.trigger('keydown', { key: 'Enter' })
  await vi.waitFor(() => expect(screen.text()).toContain("A port is a whole number from 1 to 65535, not '70000'."))
  expect(fake.state().iiod.uri).toBeNull()
})
