// What people who come from a bench scope type first.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { Served } from './testing/served.ts'

let served: Served

beforeAll(async () => {
  // Through any level that is set here, ten thousand times a second.
  served = await Served.begin({ set: [{ path: 'voltage0/source_frequency', value: '10000' }] })
})

afterAll(() => served.end())

it('names of bench scopes do what the names of here do', async () => {
  const client = await served.client()
  client.send(':CHANnel2:DISPlay ON')
  client.send(':TRIG:EDGE:SOUR CHAN2;:TRIG:EDGE:SLOP NEG;:TRIG:EDGE:LEV 0.25;:TRIG:SWE NORM')
  expect(await client.ask(':TRIG:CHAN?;:TRIG:SLOP?;:TRIG:LEV?;:TRIG:MODE?')).toBe('CHAN2;FALL;0.25;NORM')
  client.send(':CHANnel2:DISPlay OFF')
  expect(await client.ask(':CHAN2:ENAB?')).toBe('0')
  client.send(':CHAN2:DISP 1;:TRIG:SLOP POSitive;:TRIG:SWE AUTO;:TRIG:SOUR CHAN1')
  expect(await client.ask(':TRIG:EDGE:SLOP?;:TRIG:SWE?;:TRIG:SOUR?;:CHAN2:DISP?')).toBe('RIS;AUTO;CHAN1;1')
  client.send(':INIT')
  expect(await client.ask('*OPC?;:ACQ:STAT?')).toBe('1;STOP')
  expect(await client.ask(':WAV:XREF?;:WAV:YOR?')).toBe('0;0')
  const pairs = ['VMAX MAX', 'VMIN MIN', 'VAV MEAN', 'VRMS RMS', 'VTOP TOP', 'VBAS BASE', 'RIS RISE', 'FALL FALL']
  for (const pair of pairs) {
    const [other, here] = pair.split(' ')
    // The record may be measured once more between the two.
    await eventually(async () => {
      const [one, same] = (await client.ask(`:MEAS:${other}?;:MEAS:${here}?`)).split(';')
      expect([Number.isFinite(Number(one)), one], pair).toEqual([true, same])
    })
  }
  client.send(':RUN;:INIT:IMM;:TFOR;:ABOR')
  expect(await client.ask(':ACQ:STAT?;:SYST:ERR?')).toBe('STOP;0,"No error"')
})
