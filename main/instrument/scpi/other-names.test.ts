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

it('and their commands that mean something else here are understood', async () => {
  const client = await served.client()
  client.send(
    '*RST;:CHAN1:ENAB 1;:TRIG:MODE EDGE;:TRIG:MODE NORM;:CHAN1:PROB 10;:CHAN1:COUP DC;:TIM:OFFS 0.001;:TIM:MAIN:SCAL 0.0001',
  )
  expect(
    await client.ask(':TRIG:KIND?;:TRIG:TYPE?;:TRIG:MODE?;:CHAN1:PROB?;:CHAN1:ATT?;:CHAN1:COUP?;:TIM:POS?;:TIM:SCAL?'),
  ).toBe('EDGE;EDGE;NORM;VOLT;10;DC;0.001;0.0001')
  client.send(':TRIG:MODE PULSe;:ACQ:TYPE AVER;:WAV:MODE NORM')
  expect(await client.ask(':TRIG:KIND?;:ACQ:MODE?;:ACQ:TYPE?;:WAV:MODE?;:TRIG:STAT?')).toBe('PULS;AVER;AVER;NORM;STOP')
  expect(await client.errors()).toEqual([])
  for (const wrong of [':CHAN1:COUP AC', ':TRIG:MODE SOMETIMES', ':WAV:MODE RAW', ':ACQ:TYPE FAST', ':MEAS:ITEM? NONE'])
    client.send(wrong)
  expect(await client.errors()).toEqual(Array.from({ length: 5 }, () => expect.stringMatching(/^-224,/)))
})

it('a byte of each sample is its upper eight bits, and is worth as many codes', async () => {
  const client = await served.client()
  client.send('*RST;:CHAN1:ENAB 1;:SING')
  expect(await client.ask('*OPC?')).toBe('1')
  const [, yIncrement, yReference] = (await client.ask(':WAV:FORM WORD;:WAV:FORM?;:WAV:YINC?;:WAV:YREF?')).split(';')
  const words = await client.askBlock(':WAV:DATA?')
  const [, increment, reference] = (await client.ask(':WAV:FORM BYTE;:WAV:FORM?;:WAV:YINC?;:WAV:YREF?')).split(';')
  const bytes = await client.askBlock(':WAV:DATA?')
  expect(bytes.length).toBe(words.length / 2)
  for (let k = 0; k < bytes.length; k++) {
    const volts = (words.readInt16LE(2 * k) - Number(yReference)) * Number(yIncrement)
    const off = volts - (bytes[k]! - Number(reference)) * Number(increment)
    expect(off >= -1e-9 && off < Number(increment)).toBe(true)
  }
  const [item, same] = (await client.ask(':MEAS:ITEM? VPP,CHAN1;:MEAS:VPP? CHAN1')).split(';')
  expect([Number.isFinite(Number(item)), item]).toEqual([true, same])
})

it('*LRN? is a message that brings all settings back', async () => {
  const client = await served.client()
  client.send('*RST;:TIM:SCAL 0.002')
  client.send('*LRN?')
  expect((await client.wire.bytes(10)).toString()).toBe(':SYST:SET ')
  const head = (await client.wire.bytes(2)).toString()
  const digits = (await client.wire.bytes(Number(head[1]))).toString()
  const text = (await client.wire.bytes(Number(digits))).toString()
  expect(await client.wire.line()).toBe('')
  client.send(':TIM:SCAL 0.001')
  client.send(`:SYST:SET ${head}${digits}${text}`)
  expect(await client.ask(':TIM:SCAL?;:SYST:ERR?')).toBe('0.002;0,"No error"')
})
