// SCPI on the wire, byte by byte, with a real instrument.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '#shared/testing/eventually.ts'
import { Served } from './testing/served.ts'

let served: Served

beforeAll(async () => {
  served = await Served.begin({ analysis: false })
})

afterEach(async () => {
  const client = await served.client()
  client.send('*RST;*CLS')
  expect(await client.ask('*OPC?')).toBe('1')
  served.closeClients()
  await eventually(() => expect(served.server.clients).toBe(0))
})

afterAll(() => served.end())

describe('common commands', () => {
  it('say who it is, in four fields', async () => {
    const client = await served.client()
    expect(await client.ask('*IDN?')).toBe(`Blockscope,simulated,0,${served.instrument.version}`)
    expect(await client.ask('*idn?\r')).toMatch(/^Blockscope,/)
    expect(await client.ask('*TST?;*OPC?;:SYST:VERS?')).toBe('0;1;1999.0')
    // Who it is can be asked behind other questions, and before what is none.
    expect(await client.ask('*OPC?;*IDN?;*CLS')).toMatch(/^1;Blockscope,/)
  })

  it('keep all settings under a number, for every connection', async () => {
    const [client, other] = [await served.client(), await served.client()]
    client.send(':CHAN1:SCAL 0.2;:TRIG:LEV 0.125;*SAV 3')
    expect(await client.ask('*OPC?')).toBe('1')
    other.send('*RST;*RCL 3')
    expect(await other.ask(':CHAN1:SCAL?;:TRIG:LEV?')).toBe('0.2;0.125')
    for (const wrong of ['*RCL 4', '*SAV 10', '*RCL']) other.send(wrong)
    const errors = await other.ask(':SYST:ERR:ALL?')
    expect(errors).toContain('-221,"Settings conflict;register 4 is empty: *SAV 4 fills it"')
    expect(errors).toContain('-222,"Data out of range;a register is from 0 to 9"')
    expect(errors).toContain('-109')
    expect(await other.ask(':CHAN1:SCAL?')).toBe('0.2')
  })

  it('keep the registers of IEEE 488.2, of each connection', async () => {
    const [client, other] = [await served.client(), await served.client()]
    expect(await client.ask('*ESR?')).toBe('128')
    client.send('*ESE 60;*SRE 32')
    expect(await client.ask('*ESE?;*SRE?;*STB?')).toBe('60;32;16')
    client.send('FOO')
    expect(await client.ask('*STB?')).toBe('100')
    expect(await client.ask('*ESR?')).toBe('32')
    expect(await client.ask('*STB?')).toBe('4')
    client.send(':TRIG:LEV 1E9')
    expect(await client.ask('*ESR?')).toBe('16')
    client.send('*OPC')
    expect(await client.ask('*ESR?')).toBe('1')
    client.send('*IDN?;*IDN?')
    expect(await client.ask('*ESR?;:SYST:ERR?')).toBe('4;-113,"Undefined header;FOO"')
    client.send(':SYST:ERR?;:SYST:ERR?')
    expect(await client.wire.line()).toMatch(/^-222,.*;-440,"Query UNTERMINATED after indefinite response"$/)
    client.send(':TRIG:LEV 1E9;')
    client.send(':FOO')
    client.send('*SRE 255;*SRE 64')
    expect(await client.ask('*SRE?')).toBe('0')
    expect(await client.ask(':SYST:ERR:COUN?')).toBe('2')
    client.send('*CLS')
    expect(await client.ask(':SYST:ERR?;*STB?')).toBe('0,"No error";16')
    expect(await other.ask('*ESR?;:SYST:ERR:COUN?')).toBe('128;0')
  })

  it('have errors in ASCII, whatever was sent and whatever is said', async () => {
    const client = await served.client()
    client.send(`:SETT "${Buffer.from('±5 µs… 🙂').toString('latin1')}",1`)
    expect(await client.ask(':SYST:ERR?')).toBe('-224,"Illegal parameter value;there is no setting +-5 us... \\x1f642"')
    client.send(':TRIG:LEV 1E9')
    expect(await client.ask(':SYST:ERR?')).toMatch(/^-222,"[ -~]+"$/)
    expect(await client.ask('*OPT?')).toBe('0')
  })

  it('bound the error queue', async () => {
    const client = await served.client()
    for (let k = 0; k < 100; k++) client.send('FOO')
    const errors = await client.errors()
    expect(errors).toHaveLength(32)
    expect(errors.slice(0, 31).every((error) => error === '-113,"Undefined header;FOO"')).toBe(true)
    expect(errors.at(-1)).toBe('-350,"Queue overflow"')
  })
})

describe('headers', () => {
  it.each([
    ':TIM:SCAL?',
    'TIM:SCAL?',
    ':timebase:scale?',
    ':TIMebase:SCALe?',
    ':TIM1:SCAL?',
    ':TRIG:LEV 0;:TIM:SCAL?',
    ':TIM:POS 0;SCAL?',
    ':TIM:POS 0;*OPC;SCAL?',
    ':TIM:POS 0;\tSCAL?  ',
  ])('%s is the time base', async (message) => {
    const client = await served.client()
    expect(await client.ask(message)).toBe('2.0E-7')
    expect(await client.errors()).toEqual([])
  })

  it.each([
    ['FOO', -113],
    [':TIMEB:SCAL?', -113],
    [':TIM', -113],
    [':TIM?', -113],
    [':TIM:SCAL:FOO', -113],
    [':TRIG:LEV 0;:TIM:SCAL?;LEV?', -113],
    [':CHAN3:SCAL?', -114],
    [':CHAN0:SCAL?', -114],
    [':TIM2:SCAL?', -114],
    ['*FOO', -113],
    ['*IDN', -113],
    ['*IDN?;*OPC?', -440],
    [':AUT', -230],
    [':STAT:OPER 1', -113],
    [':STAT:OPER:ENAB 1E5', -222],
    [':STAT:PRES?', -113],
    ['*RST?', -113],
    [':RUN?', -113],
    [':SYST:ERR', -113],
    [':SYSTEMSYSTEMSYSTEM?', -112],
    [':TIM:SCAL', -109],
    [':TIM:SCAL 1E-3,2', -108],
    ['*CLS 1', -108],
    [':TIM:SCAL? 1', -128],
    [':TIM:SCAL? FOO', -224],
    [':TIM:SCAL "1"', -158],
    [':TIM:SCAL #15hello', -168],
    [':TIM:SCAL (1)', -178],
    [':TIM:SCAL FOO', -224],
    [':TIM:SCAL 1 V', -131],
    [':BUFF:BLOC 64 K', -131],
    [':TRIG:SKIP 3 S', -138],
    [':TIM:SCAL 1E99999', -123],
    [':TIM:SCAL 1E400', -123],
    [':TIM:SCAL 1..2', -121],
    [':TIM:SCAL 1 ABCDEFGHIJKLM', -134],
    [`:TIM:SCAL ${'1'.repeat(300)}`, -124],
    [':TIM:SCAL 1E-3 2', -103],
    [':TIM:SCAL 1E-3,', -109],
    [':TIM:SCAL ,', -102],
    [':TIM:SCAL #H', -121],
    [':TIM:SCAL 1000', -222],
    [':TRIG:SLOP UP', -224],
    [':TRIG:SLOP 1', -128],
    [':TRIG:SLOP ABCDEFGHIJKLM', -144],
    [':TRIG:PLAC CHAN9', -113],
    [':TRIG:CHAN CHAN9', -224],
    [':TRIG:CHAN "voltage9"', -222],
    [':CHAN1:LAB abc', -148],
    [':CHAN1:LAB "abc', -151],
    [':CHAN1:LAB "\xff"', -151],
    [':CHAN1:LAB "abcdefghijklmnop"', -222],
    [':CHAN1:ENAB MAYBE', -222],
    [':CHAN1:SOUR "file:/etc/hostname"', -203],
    ['*ESE 256', -222],
    ['*ESE ON', -148],
    [':ACQ:SRAT 7', -222],
    [':ACQ:SRAT', -109],
    [':SETT "nothing",1', -224],
    [':SETT nothing,1', -148],
    [':SYST:SET #15hello', -222],
    [':WAV:FORM BYTES', -224],
    [':WAV:DATA?', -221],
    [':MEAS:FREQ? CHAN9', -224],
    [':MEAS:PHAS? CHAN1,CHAN2', -221],
    [':MEAS:PHAS? CHAN1', -109],
    [':SING', -221],
    ['A,B', -111],
    ['A.B', -111],
    ['1', -102],
    [';', -102],
    ['*OPC;', -102],
    [':', -102],
    ['*', -102],
    ['::TIM:SCAL?', -102],
    ['\xe9', -101],
    ['@', -101],
    [':TIM:SCAL @', -101],
    [':TIM:SCAL (1', -171],
    [':TIM:SCAL #', -161],
    [':TIM:SCAL #1xabc', -161],
    [':SYST:SET #15abcde1', -161],
  ])('%j is error %i, and changes nothing', async (message, number) => {
    const client = await served.client()
    const before = await served.settings()
    client.send(message)
    const errors = await client.errors()
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(new RegExp(`^${number},"`))
    expect(await served.settings()).toBe(before)
  })

  it('are listed, each once, and each is known', async () => {
    const client = await served.client()
    const lines = (await client.askBlock(':SYST:HELP:HEAD?')).toString().trim().split('\n')
    expect(new Set(lines).size).toBe(lines.length)
    expect(lines).toContain(':CHANnel1:SCALe')
    expect(lines).toContain(':CHANnel2:SOURce:AMPLitude')
    expect(lines).toContain(':SYSTem:ERRor[:NEXT]?/qonly/')
    expect(lines).toContain(':RUN/nquery/')
    // Those that wait for a trigger, or for what is not measured here, are for other tests.
    const asked = lines.filter((line) => !/nquery|MEASure|WAVeform|SETTing$|HELP|SETup|LRN|ESR|EVENt/.test(line))
    for (const line of asked) {
      const header = line.replace(/\/.*|\?/g, '')
      const short = header.replace(/[a-z]+|\[.*\]/g, '')
      const [long, brief] = [await client.ask(`${header.replace(/[[\]]/g, '')}?`), await client.ask(`${short}?`)]
      expect({ header, value: brief }).toEqual({ header, value: long })
    }
    expect(await client.errors()).toEqual([])
    expect(asked.length).toBeGreaterThan(150)
  })
})

describe('settings', () => {
  it.each([
    [':TIM:SCAL 1 MS', 'timebase.secondsPerDiv', 0.001],
    [':TIM:SCAL 5.0e-6', 'timebase.secondsPerDiv', 5e-6],
    [':TIM:SCAL 50US', 'timebase.secondsPerDiv', 0.00005],
    [':TIM:SCAL MIN', 'timebase.secondsPerDiv', 1e-9],
    [':TRIG:LEV -250 MV', 'trigger.level', -0.25],
    [':TRIG:LEV 0.1;SLOP FALL', 'trigger.slope', 'falling'],
    [':TRIG:SLOP EITHER', 'trigger.slope', 'either'],
    [':TRIG:KIND PULSE;COND ">";WIDT 20 NS', 'trigger.width', 2e-8],
    [':TRIG:KIND PULS;WIDT2 3 US', 'trigger.width2', 3e-6],
    [':TRIG:CHAN CHAN1', 'trigger.channel', 'voltage0'],
    [':TRIG:HYST AUTO', 'trigger.hysteresis', 'auto'],
    [':TRIG:MODE NORM', 'trigger.mode', 'normal'],
    [':CHAN1:SCAL 0.5;OFFS -1', 'channels.voltage0.offset', -1],
    [':CHAN2:BAND 20 MHZ', 'channels.voltage1.bandwidth', 2e7],
    [':CHAN2:BAND OFF', 'channels.voltage1.bandwidth', 0],
    [":CHAN1:LAB 'it''s; \"#11'", 'channels.voltage0.label', `it's; "#11`],
    [':CHAN:INV ON', 'channels.voltage0.inverted', true],
    [':BUFF:BLOC 65536', 'buffer.blockBytes', 65_536],
    [':BUFF:BLOC 64 KIB;WAT 512', 'buffer.watermark', 512],
    [':BUFF:BLOC #H10000', 'buffer.blockBytes', 65_536],
    [':BUFF:BLOC DEF', 'buffer.blockBytes', 'auto'],
    [':ACQ:MODE AVER;AVER:COUN 16', 'acquisition.average.count', 16],
    [':ACQ:SRAT 10 MHZ', 'device/gigascope/sampling_frequency', '10000000'],
    [':DEV:SAMP:FREQ 1E6', 'device/gigascope/sampling_frequency', '1000000'],
    [':CHAN2:ENAB ON', 'device/gigascope/voltage1/en', '1'],
    [':CHAN1:SOUR SQUARE;SOUR:AMPL 0.25', 'device/gigascope/voltage0/source_amplitude', '0.25'],
    [':SETT "trigger.level",0.2', 'trigger.level', 0.2],
    [':SETT "device/dummy/voltage0/source","x"', null, null],
    [':CURS:T1 1E-7;T 2E-7', 'cursors.t1', 2e-7],
    [':MEAS:LIST "rise voltage0"', 'measurements.list', 'rise voltage0'],
    [':SEGM:LENG 100', 'segments.length', 100],
  ])('%s', async (message, path, value) => {
    const client = await served.client()
    client.send(message)
    const errors = await client.errors()
    if (path === null) return expect(errors).toHaveLength(1)
    expect(errors).toEqual([])
    expect((await served.instrument.settings.read()).get(path)).toBe(value)
  })

  it('are answered as they are taken', async () => {
    const client = await served.client()
    client.send(':CHAN2:ENAB ON')
    const latin1 = (text: string): string => Buffer.from(text).toString('latin1')
    client.send(`:TRIG:KIND PULS;COND "<";CHAN CHAN2;:CHAN1:LAB "a ""b"" ${latin1('µ')}";INV 1;:CAPT:DEV "gigascope"`)
    expect(await client.errors()).toEqual([])
    expect(await client.ask(':TRIG:KIND?;COND?;CHAN?;LEV?;HYST?')).toBe('PULS;"<";CHAN2;0;AUTO')
    expect(Buffer.from(await client.ask(':CHAN1:LAB?;INV?'), 'latin1').toString()).toBe('"a ""b"" µ";1')
    expect(await client.ask(':CAPT:DEV?;:CHAN1:ENAB?;SOUR?;SOUR:AMPL?')).toBe('"gigascope";1;"sine";0.8')
    expect(await client.ask(':TIM:SCAL? MIN;SCAL? MAX;SCAL? DEF')).toBe('1.0E-9;10;2.0E-7')
    expect(await client.ask(':SETT? "device/gigascope/sampling_frequency"')).toBe(await client.ask(':ACQ:SRAT?'))
    expect(await client.ask(':SETT:CAT?')).toContain('"trigger.level"')
  })

  it('of one message are changed together, or none of them is', async () => {
    const client = await served.client()
    client.send(':TRIG:LEV 0.1;:TIM:SCAL 1 MS;:BUFF:BLOC 1')
    client.send(':TRIG:LEV 0.1;:TIM:SCAL 1 MS;*OPC?;:BUFF:BLOC 1')
    client.send(':TRIG:LEV 0.1;:STOP;:TIM:SCAL 1 MS;:FOO')
    expect(await client.errors()).toHaveLength(3)
    expect(await client.ask(':TRIG:LEV?;:TIM:SCAL?;:BUFF:BLOC?')).toBe('0;2.0E-7;AUTO')
  })

  it('are written and read as a whole', async () => {
    const client = await served.client()
    client.send(':TIM:SCAL 1 MS;:TRIG:LEV 0.3')
    const text = await client.askBlock(':SYST:SET?')
    client.send('*RST')
    expect(await client.ask(':TIM:SCAL?;:TRIG:LEV?')).toBe('2.0E-7;0')
    client.wire.send(`:SYST:SET #${String(text.length).length}${text.length}`)
    client.wire.send(text)
    client.wire.send('\n')
    expect(await client.ask(':TIM:SCAL?;:TRIG:LEV?')).toBe('0.001;0.3')
    expect(await client.errors()).toEqual([])
  })

  it('follow the device that is captured', async () => {
    const client = await served.client()
    client.send(':CAPT:DEV "dummy"')
    expect(await client.ask(':CHAN1:ENAB?;:CAPT:DEV?')).toBe('1;"dummy"')
    client.send(':CHAN3:SCAL 1')
    client.send('*RST')
    expect(await client.ask(':CAPT:DEV?')).toBe('"gigascope"')
    client.send(':CHAN3:SCAL 1')
    expect(await client.errors()).toEqual(['-114,"Header suffix out of range;CHAN3:SCAL"'])
  })
})
