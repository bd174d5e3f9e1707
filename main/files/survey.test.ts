import { describe, expect, it } from 'vitest'
import { play, refusal } from './testing/play.ts'
import { signalA, voltsOf } from './testing/signal.ts'

const numbers = signalA.map((code) => voltsOf(code).toFixed(8)).join('\n')
const binary = (begin: string): Buffer =>
  Buffer.concat([
    Buffer.from(begin, 'latin1'),
    Buffer.from(Uint8Array.from({ length: 600 }, (_, i) => (i * 37) & 0xff)),
  ])
const zip = (name: string): string =>
  `PK\x03\x04\x14\0\0\0\x08\0${'\0'.repeat(16)}${String.fromCharCode(name.length)}\0\0\0${name}`

/** How files of other programs begin, and what the refusal has to name. */
const others: Readonly<Record<string, readonly [string, RegExp]>> = {
  PNG: ['\x89PNG\r\n\x1a\n', /PNG/],
  JPEG: ['\xff\xd8\xff\xe0\0\x10JFIF', /JPEG/],
  GIF: ['GIF89a', /GIF/],
  TIFF: ['II*\0', /TIFF/],
  WebP: ['RIFF\x10\0\0\0WEBPVP8 ', /WebP/],
  AVI: ['RIFF\x10\0\0\0AVI LIST', /AVI/],
  PDF: ['%PDF-1.7\n1 0 obj\n', /PDF/],
  ZIP: [zip('readme.txt'), /ZIP/],
  Excel: [zip('xl/workbook.xml'), /Excel.*CSV/],
  'a spreadsheet of LibreOffice': [`${zip('mimetype')}application/vnd.oasis.opendocument.spreadsheet`, /spreadsheet/],
  'NumPy archive': [zip('arr_0.npy'), /NumPy/],
  gzip: ['\x1f\x8b\x08\0\0\0\0\0', /gzip/],
  bzip2: ['BZh91AY&SY', /bzip2/],
  xz: ['\xfd7zXZ\0', /xz/],
  zstd: ['\x28\xb5\x2f\xfd', /zstd/],
  '7z': ['7z\xbc\xaf\x27\x1c', /7z/],
  FLAC: ['fLaC\0\0\0\x22', /FLAC/],
  Ogg: ['OggS\0\x02', /Ogg/],
  MP3: ['ID3\x04\0\0', /MP3/],
  'MP4 sound': ['\0\0\0\x20ftypM4A ', /MP4/],
  AU: ['.snd\0\0\0\x18', /AU/],
  CAF: ['caff\0\x01\0\0', /Core Audio/],
  Wave64: ['riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb', /Wave64/],
  IFF: ['FORM\0\0\0\x108SVXVHDR', /IFF file of the kind '8SVX'/],
  HDF5: ['\x89HDF\r\n\x1a\n', /HDF5/],
  MATLAB: ['MATLAB 5.0 MAT-file, Platform: GLNXA64', /MATLAB/],
  Parquet: ['PAR1', /Parquet/],
  SQLite: ['SQLite format 3\0', /SQLite/],
  TDMS: ['TDSm\x0e\0\0\0', /TDMS/],
  'Saleae binary': ['<SALEAE>\0\0\0\0', /Saleae/],
  'Rigol WFM': ['RG03\0\0', /Rigol/],
  'Keysight binary': ['AG10\x20\0\0\0', /Keysight/],
  'Tektronix WFM': ['\x0f\x0f:WFM#003', /Tektronix/],
  'LeCroy TRC': ['#9000011210WAVEDESC\0\0\0\0', /LeCroy/],
  LTspice: ['T\0i\0t\0l\0e\0:\0 \0x\0\n\0P\0l\0o\0t\0n\0a\0m\0e\0:\0', /LTspice.*text/],
  ELF: ['\x7fELF\x02\x01\x01\0', /program/],
}

const texts: Readonly<Record<string, readonly [string, RegExp]>> = {
  VCD: ['$date today $end\n$timescale 1ns $end\n#0\n1!\n', /VCD/],
  JSON: ['{"samples": [1, 2, 3]}\n', /JSON/],
  'SigMF meta': ['{\n  "global": {"core:datatype": "ci16_le"}\n}', /JSON/],
  'a JSON list': ['[0.1, 0.2, 0.3]', /JSON/],
  XML: ['<?xml version="1.0"?>\n<a>1</a>', /XML/],
  HTML: ['<!DOCTYPE html><p>1</p>', /HTML/],
  PostScript: ['%!PS-Adobe-3.0\n1 2 moveto', /PostScript/],
  'ngspice raw': ['Title: rc\nDate: today\nPlotname: Transient\nVariables:\n', /ngspice/],
  'Tektronix ISF': [':WFMPRE:BYT_NR 1;BIT_NR 8\n', /ISF/],
}

describe('files that are something else', () => {
  it.each(Object.entries(others))('%s is refused whatever it is called', async (_, [begin, what]) => {
    for (const name of ['x', 'x.raw', 'x.bin', 'x.csv', 'x.unknown'])
      expect(await refusal(name, binary(begin))).toMatch(
        new RegExp(`^EINVAL: /files/${name} is .*(${what.source}).*\\. WAV, AIFF, text`),
      )
  })

  it.each(Object.entries(texts))('%s is refused though it is text', async (_, [text, what]) => {
    for (const name of ['x', 'x.raw', 'x.csv', 'x.txt']) expect(await refusal(name, text)).toMatch(what)
  })

  it.each([
    'x.mp3',
    'x.flac',
    'x.PNG',
    'x.xlsx',
    'x.zip',
    'x.wfm',
    'x.trc',
    'x.sr',
    'x.mat',
    'x.npy',
    'x.json',
    'x.sigmf-meta',
    'x.exe',
    'x.m4a',
  ])('%s is refused by its name, whatever is in it', async (name) => {
    const said = await refusal(name, Buffer.from(Uint8Array.from({ length: 4000 }, (_, i) => (i * i) & 0xff)))
    expect(said).toMatch(/^EINVAL: .* is called \..* cannot be played.*\?format=csv or \?format=raw\.$/)
    expect(await refusal(name, numbers)).toMatch(/is called/)
    expect((await play(name, numbers, { options: 'format=csv' })).codes).toHaveLength(200)
  })

  it.each(['x', 'x.unknown', 'x.csv', 'x.001'])('bytes that are no text are never noise: %s', async (name) => {
    const bytes = Buffer.from(Uint8Array.from({ length: 4000 }, (_, i) => (i * 77) & 0xff))
    expect(await refusal(name, bytes)).toMatch(/^EINVAL: .*neither WAV, AIFF nor text.*\?format=raw/)
    expect((await play(name, bytes, { options: 'format=raw' })).codes).toHaveLength(2000)
  })

  it('are few bytes that samples may begin with, but only where nothing says raw', async () => {
    for (const begin of ['\x1f\x8b', 'BM', 'MZ', 'ID3', '\xff\xfb\x90', '\xff\xf1']) {
      expect(await refusal('x', binary(begin))).toMatch(/EINVAL/)
      expect((await play('x.raw', binary(begin))).file.format).toBe('raw')
    }
  })
})

describe('text', () => {
  it.each([
    'On 12 March we measured 5 V and 3 A.\nThen 7 more.\n',
    'Then 7 more.',
    'The 3 of us\n',
    'total 42 files',
    '12 monkeys',
  ])('that only has numbers in it is refused: %j', async (text) => {
    expect(await refusal('notes.txt', text)).toMatch(/^EINVAL: .*(is not a number|without numbers)/)
  })

  it.each([
    'x.csv',
    'x.CSV',
    'x.tsv',
    'x.txt',
    'x.asc',
    'x.prn',
    'x.log',
    'x.lvm',
    'x',
    'x.dat',
    'x.raw',
    'x.bin',
    'x.12',
    '.hidden',
  ])('is read as such whatever it is called: %s', async (name) => {
    expect((await play(name, numbers)).file.format).toBe('csv')
  })

  it('may begin like something else', async () => {
    for (const heading of ['MAC address', 'ID3', 'BM', 'MZ', 'Title: run 1', 'AG10', 'RG01 x', '[Header]', 'PK'])
      expect((await play('x.csv', `${heading}\n${numbers}`)).codes).toHaveLength(200)
  })
})

describe('the options of a file', () => {
  it('say what it is read as', async () => {
    expect(await refusal('x.csv', numbers, { options: 'format=wav' })).toMatch(/is no WAV file/)
    expect(await refusal('x.csv', numbers, { options: 'format=aiff' })).toMatch(/is no AIFF file/)
    expect((await play('x.csv', numbers, { options: 'format=raw' })).file.format).toBe('raw')
    expect(await refusal('x.raw', Buffer.alloc(100), { options: 'unit=mV' })).toMatch(
      /unit belongs to files read as csv; this one is read as raw/,
    )
  })
})
