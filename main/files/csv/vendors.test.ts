// Exports as scopes, loggers and programs write them: their preambles, headings, rows of units and signs, with samples of
// our own. Each gives back the signal, whatever stands above it.
import { describe, expect, it } from 'vitest'
import { expectSignal, play } from '../testing/play.ts'
import { signalA, signalB, voltsOf } from '../testing/signal.ts'

const volts = (code: number): string => voltsOf(code).toFixed(8)
const seconds = (i: number, step = 1e-6, start = -1e-4): number => start + i * step
const rows = (make: (i: number, a: number, b: number) => string, end = '\n'): string =>
  signalA.map((a, i) => make(i, a, signalB[i]!) + end).join('')

interface Export {
  readonly text: string
  readonly name?: string
  /** Heading of the first signal. */
  readonly heading?: string | null
  readonly rateHz?: number | null
  /** The second signal is there too. */
  readonly two?: boolean
}

const exports: Readonly<Record<string, Export>> = {
  'Rigol DS1000Z: sequence numbers, increment in the heading, trailing commas': {
    text: `X,CH1,CH2,Start,Increment,\r\nSequence,Volt,Volt,-1.000000e-04,1.000000e-06\r\n${rows((i, a, b) => `${i},${voltsOf(a).toExponential(7)},${voltsOf(b).toExponential(7)},`, '\r\n')}`,
    heading: 'CH1',
    rateHz: 1e6,
    two: true,
  },
  'Rigol MSO5000: interval as text in the heading': {
    text: `Time(s),CH1V,CH2V,t0 =-1.000000e-04, tInc = 1.000000e-06,\n${rows((i, a, b) => `${seconds(i).toExponential(6)},${volts(a)},${volts(b)},,`)}`,
    heading: 'CH1V',
    rateHz: 1e6,
    two: true,
  },
  'Tektronix MDO: rows of names and values, then TIME,CH1': {
    text: `Model,MDO3024\nFirmware Version,1.30\n\nWaveform Type,ANALOG,\nPoint Format,Y,\nHorizontal Units,s,\nHorizontal Scale,4e-05,\nHorizontal Delay,0,\nSample Interval,1e-06,\nRecord Length,200,\nGating,0.0% to 100.0%,\nProbe Attenuation,1,\nVertical Units,V,\nVertical Offset,0,\nVertical Scale,0.2,\n,,\n,,\n,,\n,,\nTIME,CH1,CH1 Peak Detect\n${rows((i, a) => `${seconds(i).toExponential(5)},${volts(a)},`)}`,
    heading: 'CH1',
    rateHz: 1e6,
  },
  'Tektronix TDS2000: the preamble stands beside the samples': {
    text: rows((i, a) => {
      const beside = [
        'Record Length,2.0e+02',
        'Sample Interval,1.0e-06',
        'Trigger Point,1.0e+02',
        ',',
        ',',
        ',',
        'Source,CH1',
        'Vertical Units,V',
        'Vertical Scale,2.0e-01',
        'Vertical Offset,0.0e+00',
        'Horizontal Units,s',
        'Horizontal Scale,5.0e-05',
        'Pt Fmt,Y',
        'Yzero,0.0e+00',
        'Probe Atten,1.0e+00',
        'Model Number,TDS2024',
        'Serial Number,C012345',
        'Firmware Version,FV:v12.10',
      ][i]
      return `${beside ?? ','},,${seconds(i).toFixed(12)},${volts(a)},`
    }),
    heading: null,
    rateHz: 1e6,
  },
  'Keysight InfiniiVision: numbers as names, a row of units': {
    text: `x-axis,1,2\r\nsecond,Volt,Volt\r\n${rows((i, a, b) => `${seconds(i).toExponential(6)},${voltsOf(a).toExponential(7)},${voltsOf(b).toExponential(7)}`, '\r\n')}`,
    heading: '1',
    rateHz: 1e6,
    two: true,
  },
  'Keysight Infiniium: names and values with colons, then Data:': {
    text: `Revision:,0\nType:,raw\nStart:,0\nPoints:,200\nCount:,1\nXInc:,1e-06\nXOrg:,-1e-04\nYData range:,1.6\nDate:,12 DEC 2024\nTime:,12:00:01\nFrame:,54855A:MY1\nX Units:,second\nY Units:,Volt\nData:\n${rows((i, a) => `${seconds(i).toExponential(9)},${volts(a)}`)}`,
    rateHz: 1e6,
  },
  'Siglent: Source and Second above the columns': {
    text: `Record Length,Analog:200\nSample Interval,Analog:1E-06\nVertical Units,CH1:V,CH2:V\nVertical Scale,CH1:0.20,CH2:0.20\nVertical Offset,CH1:0.0,CH2:0.0\nHorizontal Units,s\nHorizontal Scale,5E-05\nModel Number,SDS1104X-E\nSerial Number,SDS1\nSoftware Version,8.2.6\nSource,CH1,CH2\nSecond,Volt,Volt\n${rows((i, a, b) => `${seconds(i).toFixed(9)},${volts(a)},${volts(b)}`)}`,
    heading: 'CH1',
    rateHz: 1e6,
    two: true,
  },
  'LeCroy: segments and a trigger time above Time,Ampl': {
    text: `LECROYWR625Zi,12345,Waveform\nSegments,1,SegmentSize,200\nSegment,TrigTime,TimeSinceSegment1\n#1,11-Sep-2024 15:28:12,0\nTime,Ampl\n${rows((i, a) => `${seconds(i).toExponential(5)},${volts(a)}`)}`,
    heading: 'Ampl',
    rateHz: 1e6,
  },
  'PicoScope: a row of units, an empty line, over-range': {
    text: `Time,Channel A,Channel B\r\n(us),(mV),(V)\r\n\r\n${rows((i, a, b) => `${(seconds(i) * 1e6).toFixed(4)},${(voltsOf(a) * 1e3).toFixed(5)},${volts(b)}`, '\r\n')}`,
    heading: 'Channel A',
    rateHz: 1e6,
    two: true,
  },
  'PicoScope in German': {
    text: `Zeit;Kanal A;Kanal B\r\n(ms);(mV);(V)\r\n\r\n${rows((i, a, b) => `${(seconds(i) * 1e3).toFixed(6)};${(voltsOf(a) * 1e3).toFixed(5)};${volts(b)}`, '\r\n').replaceAll('.', ',')}`,
    heading: 'Kanal A',
    rateHz: 1e6,
    two: true,
  },
  'Yokogawa: quoted names with values per trace, an empty first column': {
    text: `"//YOKOGAWA ASCII FILE FORMAT"\n"Model","DL9040"\n"BlockNumber",1\n"TraceName","CH1","CH2"\n"BlockSize",200,200\n"VUnit","V","mV"\n"SampleRate",1.0E+06,1.0E+06\n"HResolution",1.0E-06,1.0E-06\n"HOffset",-1.0E-04,-1.0E-04\n"HUnit","s","s"\n"Date","2024/12/01","2024/12/01"\n"Time","12:00:00.00","12:00:00.00"\n\n${rows((_, a, b) => `"",${voltsOf(a).toExponential(6)},${(voltsOf(b) * 1e3).toExponential(6)}`)}`,
    heading: 'CH1',
    rateHz: 1e6,
    two: true,
  },
  'Hantek: the first heading is a number sign': {
    text: `#CHANNEL:CH1\n#CLOCK:1.0us\n#SIZE:200\n#,CH1 (mV)\n${rows((i, a) => `${i},${(voltsOf(a) * 1e3).toFixed(5)}`)}`,
    heading: 'CH1 (mV)',
    rateHz: null,
  },
  'Saleae: time in brackets': {
    text: `Time [s],Channel 0,Channel 1\n${rows((i, a, b) => `${(i * 1e-6).toFixed(9)},${volts(a)},${volts(b)}`)}`,
    heading: 'Channel 0',
    rateHz: 1e6,
    two: true,
  },
  'sigrok: remarks with semicolons, the rate in one of them': {
    text: `; CSV generated by libsigrok 0.5.2 on Sun Dec  1 12:00:00 2024\n; Acquisition with 2/2 channels at 1 MHz\n; Samplerate: 1 MHz\n; Channels (2/2): CH1, CH2\nCH1,CH2\n${rows((_, a, b) => `${volts(a)},${volts(b)}`)}`,
    heading: 'CH1',
    rateHz: 1e6,
    two: true,
  },
  'Digilent WaveForms: remarks, an empty line': {
    text: `#Digilent WaveForms Oscilloscope Acquisition\n#Device Name: Discovery2NI\n#Serial Number: SN:1\n#Date Time: 2024-12-01 12:00:00.123.456\n#Sample rate: 1e+06Hz\n#Samples: 200\n#Trigger: Source: Channel 1 Type: Edge\n\nTime (s),Channel 1 (V),Channel 2 (V)\n${rows((i, a, b) => `${seconds(i)},${voltsOf(a)},${voltsOf(b)}`, '\r\n')}`,
    heading: 'Channel 1 (V)',
    rateHz: 1e6,
    two: true,
  },
  'LTspice as text: tabs, nodes in brackets': {
    text: `time\tV(out)\tV(in)\n${rows((i, a, b) => `${seconds(i, 1e-6, 0).toExponential(15)}\t${voltsOf(a).toExponential(15)}\t${voltsOf(b).toExponential(15)}`)}`,
    name: 'draft.txt',
    heading: 'V(out)',
    rateHz: 1e6,
    two: true,
  },
  'LabVIEW measurement file (.lvm)': {
    text: `LabVIEW Measurement\t\nWriter_Version\t2\nReader_Version\t2\nSeparator\tTab\nDecimal_Separator\t.\nMulti_Headings\tNo\nX_Columns\tOne\nTime_Pref\tAbsolute\nOperator\tme\nDate\t2024/12/01\nTime\t12:00:00.000000\n***End_of_Header***\t\n\t\nChannels\t2\t\nSamples\t200\t200\nDate\t2024/12/01\t2024/12/01\nTime\t12:00:00\t12:00:00\nY_Unit_Label\tVolts\tVolts\nX_Dimension\tTime\tTime\nX0\t0.0E+0\t0.0E+0\nDelta_X\t1.0E-6\t1.0E-6\n***End_of_Header***\t\t\nX_Value\tVoltage_0\tVoltage_1\tComment\n${rows((i, a, b) => `${(i * 1e-6).toFixed(6)}\t${volts(a)}\t${volts(b)}`, '\r\n')}`,
    name: 'log.lvm',
    heading: 'Voltage_0',
    rateHz: 1e6,
    two: true,
  },
  'GW Instek: keys with trailing commas, then values alone': {
    text: `Format,2.0B,\nMemory Length,200,\nVertical Units,V,\nSampling Period,1.000E-06,\nFirmware,V1.20,\nMode,Detail,\nWaveform Data,\n${rows((_, a) => `${volts(a)},`)}`,
    rateHz: 1e6,
  },
  'R&S RTB: units with "in"': {
    text: `in s,CH1 in V,CH2 in V\n${rows((i, a, b) => `${seconds(i).toExponential(8)},${volts(a)},${volts(b)}`)}`,
    heading: 'CH1 in V',
    rateHz: 1e6,
    two: true,
  },
  'NumPy savetxt: the heading is a remark, blanks between': {
    text: `# time_s ch1_V ch2_V\n${rows((i, a, b) => `${seconds(i).toExponential(18)} ${voltsOf(a).toExponential(18)} ${voltsOf(b).toExponential(18)}`)}`,
    name: 'data.dat',
    heading: 'ch1_V',
    rateHz: 1e6,
    two: true,
  },
  'MATLAB writematrix: no heading, time first': {
    text: rows((i, a, b) => `${seconds(i, 1e-6, 0).toFixed(6)},${volts(a)},${volts(b)}`),
    heading: null,
    rateHz: 1e6,
    two: true,
  },
  'gnuplot: aligned with several blanks': {
    text: `# Curve 0, 200 points\n# x y\n${rows((i, a) => ` ${seconds(i).toExponential(6).padStart(16)}   ${volts(a).padStart(14)}`)}`,
    name: 'curve.txt',
    rateHz: 1e6,
  },
  'a logger with dates': {
    text: `Timestamp,Sensor [mV]\n${rows((i, a) => `2024-12-01 12:00:0${Math.floor(i / 100)}.${String((i % 100) * 10).padStart(3, '0')},${(voltsOf(a) * 1e3).toFixed(5)}`)}`,
    heading: 'Sensor [mV]',
    rateHz: 100,
  },
  'a data logger with a column of words': {
    text: `No;Status;Spannung (V)\n${rows((i, a) => `${i + 1};ok;${volts(a)}`)}`.replaceAll('.', ','),
    heading: 'Spannung (V)',
    rateHz: null,
  },
  'an axis for each signal': {
    text: `time,ch1,time,ch2\n${rows((i, a, b) => `${seconds(i).toFixed(7)},${volts(a)},${seconds(i).toFixed(7)},${volts(b)}`)}`,
    heading: 'ch1',
    rateHz: 1e6,
    two: true,
  },
  'an axis for each signal, without names': {
    text: rows((i, a, b) => `${seconds(i).toFixed(7)},${volts(a)},${seconds(i).toFixed(7)},${volts(b)}`),
    heading: null,
    rateHz: 1e6,
    two: true,
  },
  'a number and a time before the signal': {
    text: `Index,Time (ms),Value\n${rows((i, a) => `${i},${(i * 1e-3).toFixed(4)},${volts(a)}`)}`,
    heading: 'Value',
    rateHz: 1e6,
  },
  'Fortran: exponents with D': {
    text: rows((_, a) => voltsOf(a).toExponential(9).replace('e', 'D'), '\r\n'),
    name: 'out.dat',
  },
  'a file of old Mac OS: CR alone': {
    text: `CH1 (V)\r${rows((_, a) => volts(a), '\r')}`,
    heading: 'CH1 (V)',
  },
  'pipes between': {
    text: `t | v\n${rows((i, a) => `${seconds(i).toFixed(7)} | ${volts(a)}`)}`,
    heading: 'v',
    rateHz: 1e6,
  },
  'a heading in Chinese': {
    text: `时间(s),通道1(mV)\n${rows((i, a) => `${seconds(i).toFixed(7)},${(voltsOf(a) * 1e3).toFixed(4)}`)}`,
    heading: '通道1(mV)',
    rateHz: 1e6,
  },
}

describe('exports of scopes and programs', () => {
  it.each(Object.entries(exports))('%s', async (_, { text, name = 'export.csv', heading, rateHz, two }) => {
    const first = await play(name, text)
    expectSignal(first.codes, signalA)
    if (heading !== undefined) expect(first.file.text?.column.heading).toBe(heading)
    if (rateHz !== undefined) expect(first.file.rateHz).toBe(rateHz)
    expect(first.file.scale).toBe(1)
    expect(first.file.notes).toEqual([])
    const second = await play(name, text, { channel: 1 })
    expectSignal(second.codes, two ? signalB : signalA)
    expect([first.file.channels, second.file.channel]).toEqual(two ? [2, 2] : [1, 1])
  })

  it.each(Object.entries(exports))('%s, in UTF-16', async (_, { text, name = 'export.csv' }) => {
    for (const [mark, bigEndian] of [
      [true, false],
      [true, true],
      [false, false],
      [false, true],
    ] as const) {
      const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
      const { codes, file } = await play(name.replace(/dat$/, 'txt'), bigEndian ? bytes.swap16() : bytes)
      expectSignal(codes, signalA)
      expect(file.text?.encoding).toBe(bigEndian ? 'UTF-16 BE' : 'UTF-16 LE')
    }
  })
})
