import { describe, expect, it } from 'vitest'
import { expectSignal, play, refusal } from '../testing/play.ts'
import { signalA, signalB, voltsOf } from '../testing/signal.ts'

const f8 = (code: number): string => voltsOf(code).toFixed(8)
const lines = (make: (a: number, i: number) => string, end = '\n'): string =>
  signalA.map((a, i) => make(a, i) + end).join('')
const comma = (text: string): string => text.replaceAll('.', ',')

describe('which column is the signal', () => {
  const time = (i: number): string => (-1e-4 + i * 1e-6).toFixed(9)
  const two = lines((a, i) => `${time(i)},${f8(a)},${f8(signalB[i]!)}`)

  it.each([
    'Time [s]',
    't',
    'x',
    'Second',
    'Sequence',
    'X',
    'time/s',
    'Zeit',
    'Temps (s)',
    'x-axis',
    'in s',
    'Index',
    'Unix time',
  ])('is not the one called %s', async (name) => {
    const { codes, file } = await play('a.csv', `${name},CH1\n${lines((a, i) => `${time(i)},${f8(a)}`)}`)
    expectSignal(codes, signalA)
    expect(file.text).toMatchObject({ column: { number: 2, heading: 'CH1' }, axis: { number: 1, heading: name } })
  })

  it('is the second of them for the second channel, and goes round', async () => {
    const text = `Time,CH1,CH2\n${two}`
    expectSignal((await play('a.csv', text, { channel: 1 })).codes, signalB)
    expectSignal((await play('a.csv', text, { channel: 2 })).codes, signalA)
  })

  it('is not the first of several without names that rises evenly', async () => {
    expectSignal((await play('a.csv', two)).codes, signalA)
    expectSignal((await play('a.csv', two, { channel: 1 })).codes, signalB)
  })

  it('is a ramp that has the name of a signal, or is alone', async () => {
    const ramp = Array.from({ length: 200 }, (_, i) => i * 0.001)
    const named = await play(
      'a.csv',
      `CH1,CH2\n${ramp.map((v, i) => `${v.toFixed(4)},${f8(signalA[i]!)}`).join('\n')}\n`,
    )
    expectSignal(
      named.codes,
      ramp.map((v) => Math.round(v * 32768)),
    )
    const alone = await play('a.csv', ramp.map((v) => v.toFixed(4)).join('\n'))
    expectSignal(
      alone.codes,
      ramp.map((v) => Math.round(v * 32768)),
    )
    const samples = await play('a.csv', `samples\n${ramp.map((v) => v.toFixed(4)).join('\n')}`)
    expect(samples.codes).toHaveLength(200)
  })

  it('is a slow sawtooth without a name, though it begins like an axis', async () => {
    const rows = Array.from(
      { length: 40_000 },
      (_, i) => `${((i % 30_000) * 1e-5).toFixed(5)},${f8(signalA[i % 200]!)}`,
    )
    const { file, codes } = await play('a.csv', rows.join('\n'))
    expect(file.text).toMatchObject({ column: { number: 1 }, axis: null })
    expect(codes[20_000]).toBe(Math.round(0.2 * 32768))
  })

  it('is not a time printed with too few digits, and its rate is told all the same', async () => {
    const text = `${lines((a, i) => `${(0.5 + i * 1e-7).toFixed(6)},${f8(a)}`)}`
    const { codes, file } = await play('a.csv', text)
    expectSignal(codes, signalA)
    expect(file.rateHz).toBe(1e7)
  })

  it('is refused when there is only the time', async () => {
    expect(await refusal('a.csv', 'Time (s)\n0.1\n0.2\n0.3\n')).toMatch(
      /EINVAL: .*no signal: its only column of numbers is the axis; \?column=1/,
    )
    expect((await play('a.csv', 'Time (s)\n0.1\n0.2\n0.3\n', { options: 'column=1' })).codes).toEqual([
      3277, 6554, 9830,
    ])
  })

  it('can be named by number, by heading and by its place among the signals', async () => {
    const text = `Time,Vin (mV),Vout (V)\n${lines((a, i) => `${time(i)},${(voltsOf(a) * 1e3).toFixed(5)},${f8(signalB[i]!)}`)}`
    for (const options of ['column=3', 'column=Vout (V)', 'column=vout', 'channel=2'])
      expectSignal((await play('a.csv', text, { options })).codes, signalB)
    expect((await play('a.csv', text, { options: 'column=1' })).file.text).toMatchObject({
      column: { number: 1 },
      axis: null,
    })
    expect(await refusal('a.csv', text, { options: 'column=4' })).toMatch(/has 3 columns; there is no column 4/)
    expect(await refusal('a.csv', text, { options: 'column=Iout' })).toMatch(
      /no column 'Iout'; there are 'Time', 'Vin \(mV\)', 'Vout \(V\)'/,
    )
    expect(await refusal('a.csv', text, { options: 'channel=3' })).toMatch(/2 signals; there is no channel 3/)
    expect(await refusal('a.csv', `d;v\n${lines((a) => `ok;${f8(a)}`)}`, { options: 'column=1' })).toMatch(
      /Column 1 .* holds no numbers; those that do are 2/,
    )
  })

  it('says so when the time does not rise evenly', async () => {
    const { file } = await play('a.csv', 'Time,CH1\n0,0\n0.1,0.5\n5,0.25\n5.1,0\n')
    expect(file.notes).toEqual([expect.stringMatching(/does not rise evenly/)])
  })
})

describe('the separator and the decimal sign', () => {
  it.each([
    ['commas', ',', 'comma'],
    ['semicolons', ';', 'semicolon'],
    ['tabs', '\t', 'tab'],
    ['bars', '|', 'pipe'],
    ['a blank', ' ', 'space'],
    ['blanks and tabs', ' \t  ', 'tab'],
    ['commas and blanks', ', ', 'comma'],
  ])('are found: %s', async (_, sign, separator) => {
    const text = lines((a, i) => `${f8(a)}${sign}${f8(signalB[i]!)}`)
    const { codes, file } = await play('a.csv', text, { channel: 1 })
    expectSignal(codes, signalB)
    expect(file.text).toMatchObject({ separator, decimal: '.' })
    if (sign.includes(',')) return
    const german = await play('a.csv', comma(text), { channel: 1 })
    expectSignal(german.codes, signalB)
    expect(german.file.text).toMatchObject({ separator, decimal: ',' })
  })

  it('are found in one column of decimal commas', async () => {
    for (const text of [
      lines((a) => comma(f8(a))),
      `CH1\n${lines((a) => comma(f8(a)))}`,
      lines((a) => `"${comma(f8(a))}"`),
    ]) {
      const { codes, file } = await play('a.csv', text)
      expectSignal(codes, signalA)
      expect(file.text).toMatchObject({ separator: null, decimal: ',' })
    }
  })

  it('are found in quoted cells with decimal commas and commas between', async () => {
    const { codes } = await play('a.csv', `"Zeit","U"\n${lines((a, i) => `"${comma(f8(i))}","${comma(f8(a))}"`)}`)
    expectSignal(codes, signalA)
  })

  it('are two columns of codes where the signs say so', async () => {
    const { codes } = await play(
      'a.csv',
      lines((a, i) => `${a},${signalB[i]}`),
      { channel: 1 },
    )
    expect(codes).toEqual(signalB)
  })

  it('are not guessed where commas may be either', async () => {
    const either = '1,5\n2,7\n1,9\n'
    expect(await refusal('a.csv', either)).toMatch(/commas of .* may separate columns or be decimal commas; say which/)
    expect((await play('a.csv', either, { options: 'decimal=comma' })).codes).toEqual(
      [24576, 32768 * 0.85, 31130].map(() => expect.any(Number)),
    )
    expect((await play('a.csv', either, { options: 'separator=comma&channel=2' })).file.text).toMatchObject({
      columns: 2,
    })
    expect(await refusal('a.csv', '1,2\n3\n')).toMatch(/EINVAL/)
    for (const end of [',', `,${comma('0.25')}`])
      expect(
        await refusal(
          'a.csv',
          lines((a) => `${comma(f8(a))}${end}`),
        ),
      ).toMatch(/commas of .* may separate columns/)
  })

  it('are those of a sep= line, and of the options before that', async () => {
    const text = `sep=;\nTime;CH1\n${lines((a, i) => `${i};${f8(a)}`)}`
    expectSignal((await play('a.csv', text)).codes, signalA)
    const odd = lines((a, i) => `${i};${f8(a)}`)
    expectSignal((await play('a.csv', odd, { options: 'separator=semicolon&decimal=point' })).codes, signalA)
    expect(await refusal('a.csv', odd, { options: 'separator=tab' })).toMatch(/EINVAL/)
  })

  it.each(['1,234.5', '1.234,5', "1'234.5", '1 234,5', '1,234,567'])('refuse thousands: %s', async (number) => {
    const text = `t;v\n${lines((_, i) => `${i};${number}`)}`
    expect(await refusal('a.csv', text, { options: 'separator=semicolon' })).toMatch(
      /EINVAL: .*signs between its thousands|EINVAL: .*is not a number/,
    )
  })
})

describe('what the numbers are', () => {
  it.each([
    ['V', 1],
    ['Volt', 1],
    ['Volts', 1],
    ['mV', 1e3],
    ['millivolt', 1e3],
    ['uV', 1e6],
    ['µV', 1e6],
    ['μV', 1e6],
    ['nV', 1e9],
    ['kV', 1e-3],
  ])('is said by the heading: %s', async (unit, perVolt) => {
    for (const heading of [`Channel A (${unit})`, `Channel A [${unit}]`, `U / ${unit}`, `U in ${unit}`]) {
      const { codes, file } = await play('a.csv', `t,${heading}\n${lines((a, i) => `${i},${voltsOf(a) * perVolt}`)}`)
      expectSignal(codes, signalA)
      expect(file.scale).toBe(1)
    }
  })

  it('is volts in whole numbers when the heading says millivolts', async () => {
    const { codes } = await play('a.csv', 'CH1 (mV)\n100\n-200\n300\n')
    expect(codes).toEqual([3277, -6554, 9830])
  })

  it('is no ampere in Channel A and CH_A, and an ampere in brackets', async () => {
    for (const heading of ['Channel A', 'CH_A', 'A']) {
      const { file } = await play('a.csv', `Time,${heading}\n${lines((a, i) => `${i * 0.1},${f8(a)}`)}`)
      expect([heading, file.unit]).toEqual([heading, 'V, assumed'])
    }
    const { file, codes } = await play(
      'a.csv',
      `Time,Current (mA)\n${lines((a, i) => `${i * 0.1},${voltsOf(a) * 1e3}`)}`,
    )
    expectSignal(codes, signalA)
    expect(file).toMatchObject({
      unit: 'mA',
      notes: [expect.stringMatching(/in mA; they are played as if they were volts/)],
    })
  })

  it('is codes when all are whole numbers in the range', async () => {
    const every = Array.from({ length: 65536 }, (_, i) => i - 32768)
    const { codes, file } = await play('a.csv', every.join('\n'))
    expect(codes).toEqual(every)
    expect(file.unit).toBe('code, assumed')
  })

  it('is said by a column of units beside the numbers', async () => {
    expectSignal(
      (
        await play(
          'a.csv',
          lines((a) => `${(voltsOf(a) * 1e3).toFixed(5)} mV`),
        )
      ).codes,
      signalA,
    )
    expectSignal(
      (
        await play(
          'a.csv',
          lines((a, i) => `${i};${(voltsOf(a) * 1e3).toFixed(5)};mV`),
        )
      ).codes,
      signalA,
    )
  })

  it('is decided column by column: a time or a number beside codes changes nothing', async () => {
    const { codes } = await play('a.csv', `Time,CH1\n${lines((a, i) => `${i * 0.001},${a}`)}`)
    expect(codes).toEqual(signalA)
  })

  it('is levels one can see when there are only 0 and 1', async () => {
    const levels = Array.from({ length: 60 }, (_, i) => Math.floor(i / 3) % 2)
    for (const text of [levels.join('\n'), `Time [s],CH_A\n${levels.map((v, i) => `${i + 1}.0,${v}`).join('\n')}`]) {
      const { codes, file } = await play('a.csv', text)
      expect(codes).toEqual(levels.map((v) => (v === 1 ? 26214 : 0)))
      expect(file.notes).toEqual([expect.stringMatching(/1 is played as 0.8 V/)])
    }
  })

  it('is volts for small whole numbers: five volts are no five codes', async () => {
    const { codes, file } = await play('a.csv', 'CH1\n0\n5\n0\n5\n3\n')
    expect(codes).toEqual([0, 32767, 0, 32767, 19661])
    expect(file).toMatchObject({ scale: 0.2, notes: [expect.stringMatching(/reach 5.00 V.*scaled by 1\/5/)] })
  })

  it('is scaled into the range with the factor told, never flat-topped', async () => {
    const volts = Array.from({ length: 200 }, (_, i) => 1.65 + 1.6 * Math.sin((2 * Math.PI * i) / 50))
    const text = `Time (s),CH1 (V)\n${volts.map((v, i) => `${(i * 1e-6).toFixed(9)},${v.toFixed(5)}`).join('\n')}`
    const { codes, file } = await play('a.csv', text)
    expectSignal(
      codes,
      volts.map((v) => Math.round((v / 5) * 32768)),
    )
    expect(file).toMatchObject({
      scale: 0.2,
      notes: [expect.stringMatching(/beyond the converter's range of 1 V: scaled by 1\/5/)],
    })
    const plain = await play('a.csv', text, { options: 'scale=1' })
    expect(Math.max(...plain.codes)).toBe(32767)
    expect(plain.file).toMatchObject({
      scale: 1,
      notes: [expect.stringMatching(/^\d+ samples are beyond the range and clipped/)],
    })
    expectSignal(
      (await play('a.csv', text, { options: 'scale=1/10' })).codes,
      volts.map((v) => Math.round((v / 10) * 32768)),
    )
    expectSignal(
      (await play('a.csv', text, { options: 'unit=mV' })).codes,
      volts.map((v) => Math.round((v / 1e3) * 32768)),
    )
  })

  it('is scaled also when only a late sample is beyond the range', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => (i === 49_000 ? '7.5' : (Math.sin(i) / 2).toFixed(6)))
    const { codes, file } = await play('a.csv', rows.join('\n'))
    expect(file.scale).toBe(0.1)
    expect(codes[49_000]).toBe(24576)
    expect(Math.max(...codes.slice(0, 1000))).toBeLessThan(1700)
  })

  it('is codes no more when a late one is none', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => (i === 49_000 ? '0.5' : String((i % 2000) - 1000)))
    const { file } = await play('a.csv', rows.join('\n'))
    expect(file).toMatchObject({ unit: 'V, assumed', scale: 0.001 })
  })

  it('is scaled up where it is only a few steps high', async () => {
    const { codes, file } = await play('a.csv', `U (uV)\n${lines((a) => (voltsOf(a) * 20).toFixed(6))}`)
    expect(file.scale).toBe(100000)
    expectSignal(
      codes,
      signalA.map((a) => Math.round(a * 2)),
    )
    expect(file.notes).toEqual([expect.stringMatching(/reach only .* few steps/)])
  })

  it('is whole numbers beyond 16 bits scaled into them when they are called codes', async () => {
    const { codes, file } = await play('a.csv', 'ADC\n8388607\n-8388608\n0\n4194304\n')
    expect(file.scale).toBe(0.002)
    expect(codes).toEqual([16777, -16777, 0, 8389])
  })

  it('is what the person says', async () => {
    expect((await play('a.csv', '1\n2\n3\n', { options: 'unit=code' })).codes).toEqual([1, 2, 3])
    expect((await play('a.csv', 'CH1 (V)\n100\n200\n', { options: 'unit=mV' })).codes).toEqual([3277, 6554])
    expect((await play('a.csv', '0\n1\n1\n', { options: 'unit=logic&scale=0.5' })).codes).toEqual([0, 16384, 16384])
  })
})

describe('a unit in the preamble', () => {
  it('is that of the only column, behind a colon', async () => {
    const text = `CH1 Data OutPut:\nVOL Unit:mV\nSampling Rate:1MSa/s\nRecord Length:200\n\n${lines((a) => (voltsOf(a) * 1e3).toFixed(5))}`
    const { codes, file } = await play('a.csv', text)
    expectSignal(codes, signalA)
    expect(file).toMatchObject({ unit: 'mV', scale: 1, rateHz: 1e6 })
  })
})

describe('the shape of the file', () => {
  it('may be one line', async () => {
    for (const sign of [',', ', ', ';', '\t', ' ', ' | '])
      expectSignal((await play('a.txt', signalA.map((a) => voltsOf(a).toExponential(7)).join(sign))).codes, signalA)
    expectSignal((await play('a.txt', `${signalA.map((a) => comma(f8(a))).join(';')}\r\n`)).codes, signalA)
    const { file } = await play('a.txt', '0.1,0.2,0.3')
    expect(file.text).toMatchObject({ direction: 'rows', columns: 1 })
    expect(file.samples).toBe(3)
    expectSignal((await play('a.txt', `Voltage\n${signalA.map(f8).join(',')}\n`)).codes, signalA)
  })

  it('may be a few long lines, each a signal, with a name before it', async () => {
    const row = (name: string, values: readonly string[]): string => [name, ...values].join(',')
    const text = [
      row(
        'Time (s)',
        signalA.map((_, i) => (i * 1e-6).toFixed(7)),
      ),
      row(
        'CH1 (mV)',
        signalA.map((a) => (voltsOf(a) * 1e3).toFixed(5)),
      ),
      row('CH2 (V)', signalB.map(f8)),
    ].join('\n')
    const first = await play('a.csv', text)
    expectSignal(first.codes, signalA)
    expect(first.file).toMatchObject({
      rateHz: 1e6,
      text: { direction: 'rows', columns: 3, column: { number: 2, heading: 'CH1 (mV)' } },
    })
    expectSignal((await play('a.csv', text, { channel: 1 })).codes, signalB)
    expectSignal((await play('a.csv', text, { options: 'column=3' })).codes, signalB)
  })

  it('may have any name before a line, in any encoding', async () => {
    for (const name of ['Spannung µV', '電圧', '"a, b"', ' "U" '])
      for (const encoding of ['utf8', 'utf16le'] as const) {
        const text = `\ufeff${name},${signalA.slice(0, 80).map(f8).join(',')}\n${name},${signalB.slice(0, 80).map(f8).join(',')}\n`
        const { codes, file } = await play('a.csv', Buffer.from(text, encoding), { channel: 1, options: 'unit=V' })
        expectSignal(codes, signalB.slice(0, 80))
        expect(file.text?.column.heading).toBe(name.trim().replaceAll('"', ''))
      }
    const blanks = `U\t${signalA.map((a, i) => f8(a) + (i % 3 === 0 ? '\t' : ' ')).join('')}\n`
    expectSignal((await play('a.txt', blanks)).codes, signalA)
  })

  it('may be one long line of many millions of bytes', async () => {
    const many = Array.from({ length: 300_000 }, (_, i) => f8(signalA[i % 200]!)).join(',')
    const { codes } = await play('a.csv', many)
    expect(codes).toHaveLength(300_000)
    expect(codes.slice(299_800)).toEqual(signalA)
  })

  it('is refused when a line is longer than any row', async () => {
    expect(await refusal('a.csv', `0.1\n0.2\n${'1'.repeat(3 << 20)}\n`)).toMatch(
      /EINVAL: Line 3 of .* longer than 1 MiB/,
    )
    expect(await refusal('a.csv', '7'.repeat(3 << 20))).toMatch(/EINVAL/)
  })

  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['LF and an empty line between', '\n\n'],
    ['CR CR LF', '\r\r\n'],
  ])('may have lines that end in %s', async (_, end) => {
    expectSignal((await play('a.csv', `CH1${end}${lines(f8, end)}`)).codes, signalA)
  })

  it('may have a byte order mark, blanks around cells, quotes, and no line break at the end', async () => {
    expectSignal((await play('a.csv', `\ufeffCH1\r\n${lines(f8, '\r\n')}`)).codes, signalA)
    expectSignal(
      (
        await play(
          'a.csv',
          lines((a, i) => `  ${i / 10} ,\t ${f8(a)}  `),
        )
      ).codes,
      signalA,
    )
    expectSignal(
      (
        await play(
          'a.csv',
          lines((a, i) => `"${i / 10}","${f8(a)}"`),
        )
      ).codes,
      signalA,
    )
    expectSignal((await play('a.csv', signalA.map(f8).join('\n'))).codes, signalA)
  })

  it('may have remarks before, between and behind the samples', async () => {
    for (const sign of ['#', '%', '//', '!', '; a'])
      expectSignal(
        (
          await play(
            'a.csv',
            `${sign} by us\n${lines((a, i) => (i === 50 ? `${sign} half\n${f8(a)}` : f8(a)))}${sign === '; a' ? '' : `${sign} end\n`}`,
          )
        ).codes.slice(0, 50),
        signalA.slice(0, 50),
      )
  })

  it('may have its heading again among the samples', async () => {
    const text = `Time,CH1\n${lines((a, i) => (i === 77 ? `Time,CH1\n${i},${f8(a)}` : `${i},${f8(a)}`))}`
    const { codes, file } = await play('a.csv', text)
    expectSignal(codes, signalA)
    expect(file.notes).toEqual([expect.stringMatching(/heading stands 1 time more/)])
  })

  it('may have gaps, which are told', async () => {
    for (const gap of ['', 'NaN', 'nan', 'N/A', '-', 'null', '#N/A', '1.#QNAN']) {
      const { codes, file } = await play(
        'a.csv',
        lines((a, i) => `${i / 8},${i % 10 === 3 ? gap : f8(a)}`),
      )
      expectSignal(
        codes,
        signalA.map((a, i) => (i % 10 === 3 ? signalA[i - 1]! : a)),
      )
      expect(file.notes).toEqual(['20 samples are missing; the one before each goes on.'])
    }
    const begins = await play('a.csv', `a,b\n,\n,0.25\n0.5,0.125\n,\n`)
    expect(begins.codes).toEqual([16384, 16384, 16384])
  })

  it('may have values beyond the recorder, which are told', async () => {
    for (const sign of ['∞', '-∞', 'inf', '1.#INF']) {
      const { codes, file } = await play(
        'a.csv',
        lines((a, i) => `${i / 8},${i === 5 ? sign : f8(a)}`),
      )
      expect(codes[5]).toBe(codes[4])
      expect(file.notes).toEqual([expect.stringMatching(/1 sample was beyond the range of the recorder/)])
    }
  })

  it('may have a second signal that ends before the first', async () => {
    const { codes } = await play('a.csv', `CH1,CH2\n${lines((a, i) => `${f8(a)},${i < 120 ? f8(signalB[i]!) : ''}`)}`, {
      channel: 1,
    })
    expectSignal(codes, signalB.slice(0, 120))
  })

  it('may be cut off in its last line, or padded with zeros', async () => {
    const cut = await play('a.csv', `${lines((a, i) => `${i / 8},${f8(a)}`)}25.0`)
    expectSignal(cut.codes, signalA)
    expect(cut.file.notes).toEqual(['The last line is cut off, and left out.'])
    const padded = await play('a.csv', `${lines(f8)}${'\0'.repeat(5000)}`)
    expectSignal(padded.codes, signalA)
    expect(padded.file.notes).toEqual(['At the end 5000 bytes of padding are left out.'])
  })

  it('may have the minus of typographers', async () => {
    expectSignal(
      (
        await play(
          'a.csv',
          lines((a, i) => `${i / 8};${f8(a).replace('-', '\u2212')}`),
        )
      ).codes,
      signalA,
    )
  })

  it('is refused with the line that is wrong', async () => {
    const wrong: Record<string, [string, RegExp]> = {
      word: ['1\n2\nthree\n', /Line 3 of .*: 'three' is not a number/],
      'word among numbers': [lines((a, i) => (i === 100 ? 'oops' : f8(a))), /Line 101 of .*: 'oops' is not a number/],
      'word far behind': [
        `${Array.from({ length: 100_000 }, () => '0.25').join('\n')}\nx\n0.5\n`,
        /Line 100001 of .*: 'x' is not a number/,
      ],
      'row too short': [lines((a, i) => (i === 100 ? f8(a) : `${i / 8};${f8(a)}`)), /Line 101 of .* 1 column, not 2/],
      'row too long': [
        lines((a, i) => (i === 100 ? `${i};${f8(a)};3` : `${i / 8};${f8(a)}`)),
        /Line 101 of .* has 3 columns, not 2/,
      ],
      'too long, far behind': [
        `${'0.5;0.25\n'.repeat(60_000)}1;2;3\n0.5;1.5\n`,
        /Line 60001 of .* has 3 columns, not 2/,
      ],
      'two decimal signs': [
        lines((a, i) => (i === 100 ? comma(f8(a)) : f8(a))),
        /Line 101 of .*decimal comma, the others a point/,
      ],
      'units in cells': [lines((a) => `${f8(a)}V`), /has its unit behind the number/],
      hexadecimal: ['0x10\n0x20\n', /EINVAL/],
      empty: ['# nothing\n', /text without numbers/],
      prose: ['Dear all,\nplease find attached 3 files.\nRegards\n', /EINVAL/],
      'blank lines': ['\n\n\n', /EINVAL/],
    }
    for (const [name, [text, sentence]] of Object.entries(wrong))
      expect([name, await refusal('a.csv', text)]).toEqual([name, expect.stringMatching(sentence)])
  })

  it('begins where the person says', async () => {
    const text = `200\nCH1\n${lines(f8)}`
    expect(await refusal('a.csv', text)).toMatch(/Line 2 of .*'CH1' is not a number.*\?skip=2/)
    expectSignal((await play('a.csv', text, { options: 'skip=2' })).codes, signalA)
  })

  it('is refused when it holds more samples than there is memory for', async () => {
    expect(await refusal('a.csv', '0.5\n'.repeat(5000), { room: 4999 })).toMatch(
      /ENOMEM: .* holds 5000 samples .*memory for 4999 \(--memory gives more\)/,
    )
  })
})

describe('the sample rate of a file', () => {
  it.each([
    ['the time, s', 'Time (s),CH1', (i: number) => (i / 48_000).toFixed(9), 48_000],
    ['the time, ms', 'Time (ms),CH1', (i: number) => (i / 44.1).toFixed(6), 44_100],
    ['the time, ns', 't/ns,CH1', (i: number) => String(i * 4), 250e6],
    [
      'times of day',
      'Time,CH1',
      (i: number) => `12:00:${String(Math.floor(i / 20)).padStart(2, '0')}.${String((i % 20) * 50).padStart(3, '0')}`,
      20,
    ],
  ])('is told by %s', async (_, heading, time, rateHz) => {
    const { file } = await play('a.csv', `${heading}\n${lines((a, i) => `${time(i)},${f8(a)}`)}`)
    expect(file.rateHz).toBe(rateHz)
  })

  it('is not told by numbers of samples, and can be said', async () => {
    const text = `Sample,CH1\n${lines((a, i) => `${i},${f8(a)}`)}`
    expect((await play('a.csv', text)).file.rateHz).toBeNull()
    expect((await play('a.csv', text, { options: 'rate=96k' })).file.rateHz).toBe(96_000)
  })
})
