// What the page knows of the instrument, over a real port and the real protocol.
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { connectInstrument, serveInstrument } from '#shared/contract/rpc.ts'
import { linkedPorts } from '#shared/port/linked.ts'
import { FakeInstrument } from '#shared/testing/fake-instrument.ts'
import { fakeStats } from '#shared/testing/fake-values.ts'
import { endWithTest } from '#shared/testing/leaks.ts'
import { useDevices } from './devices.ts'
import { useInstrument } from './instrument.ts'

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

async function connect(role: 'operator' | 'observer' = 'operator', fake = new FakeInstrument()) {
  const [near, far] = linkedPorts()
  endWithTest(serveInstrument(far, fake, role))
  const client = endWithTest(await connectInstrument(near, { client: 'test' }))
  const instrument = useInstrument()
  instrument.attach(client)
  return { fake, client, instrument }
}

describe('the instrument of the page', () => {
  it('is not there before it is connected: calls are refused, and asking says so in a line', async () => {
    const instrument = useInstrument()
    expect([instrument.link, instrument.live, instrument.running, instrument.enabledChannels]).toEqual([
      'connecting',
      false,
      false,
      [],
    ])
    await expect(instrument.call('run')).rejects.toMatchObject({ errno: 'ENODEV' })
    expect(await instrument.ask('run')).toBeNull()
    expect(instrument.problems).toMatchObject([
      { severity: 'error', message: 'The instrument is not connected.', times: 1 },
    ])
  })

  it('knows state, front and rights once connected, and every state after', async () => {
    const { fake, instrument } = await connect()
    expect([instrument.link, instrument.front, instrument.version]).toEqual(['live', 'headless', '0.0.0-fake'])
    expect([instrument.canOperate, instrument.running]).toEqual([true, true])
    fake.change({ acquisition: 'stopped' })
    await vi.waitFor(() => expect(instrument.running).toBe(false))
    fake.events.stats.fire(fakeStats(fake.state(), 1000))
    await vi.waitFor(() => expect(instrument.stats?.samples).toBe(100e6))
  })

  it('only looks where it may not operate', async () => {
    const { instrument } = await connect('observer')
    expect([instrument.live, instrument.readOnly, instrument.canOperate]).toEqual([true, true, false])
    await expect(instrument.call('stop')).rejects.toMatchObject({ errno: 'EACCES' })
    expect(instrument.running).toBe(true)
  })

  it('knows what a call changed as soon as it is answered', async () => {
    const { fake, instrument } = await connect()
    await instrument.call('stop')
    expect(instrument.state?.acquisition).toBe('stopped')
    const path = 'voltage0/source'
    await instrument.call('writeAttribute', { device: 'iio:device0', path, value: 'square' })
    expect(instrument.enabledChannels[0]?.source).toBe('square')
    fake.events.problem.fire({ severity: 'info', message: 'after it', tip: null })
    await vi.waitFor(() => expect(instrument.problems).toHaveLength(1))
    expect(instrument.running).toBe(false)
  })

  it('takes the state of an instrument that was started again, although it counts from the beginning', async () => {
    const { fake, client, instrument } = await connect()
    for (let change = 0; change < 5; change++) fake.change({ viewers: change })
    await vi.waitFor(() => expect(instrument.state?.viewers).toBe(4))
    client.dispose()
    instrument.lose({ errno: 'EPIPE', message: 'The link ended.' }, false)
    expect([instrument.link, instrument.live, instrument.stats]).toEqual(['lost', false, null])
    expect(instrument.linkError?.message).toBe('The link ended.')
    // What was known stays on the screen meanwhile.
    expect(instrument.state?.viewers).toBe(4)
    await connect()
    expect([instrument.link, instrument.linkError, instrument.state?.viewers]).toEqual(['live', null, 1])
  })

  it('hears nothing more from a link that has ended', async () => {
    const first = await connect()
    first.client.dispose()
    await connect()
    first.fake.change({ viewers: 77 })
    await new Promise((resolve) => setTimeout(resolve))
    expect(first.instrument.state?.viewers).toBe(1)
  })

  it('gives up where it never will work', () => {
    const instrument = useInstrument()
    instrument.lose({ errno: 'EPROTO', message: 'Another protocol.' }, true)
    expect(instrument.link).toBe('refused')
  })
})

describe('the lines of trouble', () => {
  it('count what comes again, keep the newest three, and leave when dismissed', () => {
    const instrument = useInstrument()
    const say = (message: string) => instrument.report({ severity: 'warning', message, tip: null })
    for (const message of ['a', 'b', 'a', 'c', 'd']) say(message)
    expect(instrument.problems.map(({ message, times }) => [message, times])).toEqual([
      ['a', 2],
      ['c', 1],
      ['d', 1],
    ])
    instrument.dismiss(instrument.problems[1]!.id)
    expect(instrument.problems.map(({ message }) => message)).toEqual(['a', 'd'])
  })

  it('forget remarks by themselves, but neither warnings nor errors', () => {
    const instrument = useInstrument()
    for (const severity of ['info', 'warning', 'error'] as const)
      instrument.report({ severity, message: severity, tip: null })
    instrument.forgetRemarks(performance.now() - 1000)
    expect(instrument.problems).toHaveLength(3)
    instrument.forgetRemarks(performance.now() + 1000)
    expect(instrument.problems.map(({ message }) => message)).toEqual(['warning', 'error'])
  })
})

describe('the device tree', () => {
  it('is read when asked for, and again after a write, which may move others', async () => {
    const { fake } = await connect()
    const devices = useDevices()
    expect(devices.attribute('sampling_frequency')).toBeNull()
    await devices.refresh()
    expect(devices.attribute('sampling_frequency')?.value).toBe('100000000')
    await devices.write('iio:device0', 'sampling_frequency', '1000000')
    expect(devices.attribute('sampling_frequency')?.value).toBe('1000000')
    expect(fake.calls.filter(({ name }) => name === 'listDevices')).toHaveLength(2)
  })

  it('knows what a write changed, also when another reading was under way as it began', async () => {
    const { fake } = await connect()
    const devices = useDevices()
    // The first reading is asked for before the write, and answered before it; all others share one more.
    const early = devices.refresh()
    const written = devices.write('iio:device0', 'sampling_frequency', '1000000')
    const late = [devices.refresh(), devices.refresh()]
    await written
    expect(devices.attribute('sampling_frequency')?.value).toBe('1000000')
    await Promise.all([early, ...late])
    expect(fake.calls.filter(({ name }) => name === 'listDevices').length).toBeLessThanOrEqual(3)
  })

  it('keeps what is known when a write is refused or nobody answers', async () => {
    const { client, instrument } = await connect()
    const devices = useDevices()
    await devices.refresh()
    await expect(devices.write('iio:device0', 'sampling_frequency', '3')).rejects.toMatchObject({ errno: 'EINVAL' })
    client.dispose()
    await devices.refresh()
    instrument.lose({ errno: 'EPIPE', message: 'gone' }, false)
    await devices.refresh()
    expect(devices.attribute('sampling_frequency')?.value).toBe('100000000')
  })
})
