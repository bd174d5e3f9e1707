// AUToscale does what Auto-set of the window does, as one step.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Served } from './testing/served.ts'

let served: Served

beforeAll(async () => {
  served = await Served.begin({
    set: [
      { path: 'voltage0/source_frequency', value: '1000' },
      { path: 'voltage0/source_amplitude', value: '0.25' },
      { path: 'voltage0/source_offset', value: '0.5' },
    ],
  })
})

afterAll(() => served.end())

it('says that there is nothing to fit yet, and changes nothing', async () => {
  const client = await served.client()
  const before = await served.settings()
  client.send(':AUToscale')
  expect(await client.errors()).toEqual([expect.stringMatching(/^-230,"Data corrupt or stale;There are no samples/)])
  expect(await served.settings()).toBe(before)
})

it('fits time base, trigger and scale to the signal, in one step of undo', async () => {
  const client = await served.client()
  client.send(':TIM:SCAL 1 NS;POS 1;:CHAN1:SCAL 10;OFFS 3;:TRIG:LEV -1;:RUN')
  expect(await client.ask('*OPC?')).toBe('1')
  const before = await served.settings()
  client.send(':AUT')
  expect(await client.ask(':TIM:SCAL?;POS?;:CHAN1:SCAL?')).toBe('0.0005;0;0.1')
  expect(Number(await client.ask(':CHAN1:OFFS?'))).toBeCloseTo(-0.5, 1)
  expect(Number(await client.ask(':TRIG:LEV?'))).toBeCloseTo(0.5, 1)
  expect(await client.errors()).toEqual([])
  await served.instrument.settings.undo()
  expect(await served.settings()).toBe(before)
  client.send(':STOP')
  expect(await client.ask('*OPC?')).toBe('1')
})

it('changes nothing where a part of it is locked', async () => {
  const client = await served.client()
  client.send(':TRIG:LEV -1;:CHAN1:SCAL 5')
  expect(await client.ask('*OPC?')).toBe('1')
  const before = await served.settings()
  served.instrument.settings.locks.lock(['channels.voltage0.voltsPerDiv'], '/etc/x.json')
  client.send(':AUT')
  expect(await client.errors()).toEqual([expect.stringMatching(/^-203,/)])
  expect(await served.settings()).toBe(before)
})
