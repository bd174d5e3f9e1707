// Files that are something else: known by how they begin, or by their names. What is told to a person is what the file is
// and what can be done with it.
import { type ByteFile, readPart } from './byte-file.ts'

interface Signature {
  /** `a PNG picture` */
  readonly what: string
  /** Bytes, or text of Latin letters. */
  readonly bytes: string
  /** Default 0. */
  readonly at?: number
  /** The file may be text all the same; others are looked for in what is no text. */
  readonly isText?: boolean
}

const hex = (digits: string): string =>
  String.fromCharCode(...(digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)))

/** At least four bytes each: raw samples begin so once in four thousand million files. */
const signatures: readonly Signature[] = [
  { what: 'a PNG picture', bytes: hex('89504e47') },
  { what: 'a JPEG picture', bytes: hex('ffd8ffe0') },
  { what: 'a JPEG picture', bytes: hex('ffd8ffe1') },
  { what: 'a JPEG picture', bytes: hex('ffd8ffdb') },
  { what: 'a GIF picture', bytes: 'GIF8' },
  { what: 'a TIFF picture', bytes: hex('49492a00') },
  { what: 'a TIFF picture', bytes: hex('4d4d002a') },
  { what: 'a PDF document', bytes: '%PDF-', isText: true },
  { what: 'a PostScript document', bytes: '%!PS', isText: true },
  { what: 'an RTF document', bytes: '{\\rtf', isText: true },
  { what: 'an old Office document (such as xls)', bytes: hex('d0cf11e0a1b11ae1') },
  { what: 'a 7z archive', bytes: hex('377abcaf271c') },
  { what: 'a RAR archive', bytes: 'Rar!' },
  { what: 'an xz archive', bytes: hex('fd377a585a00') },
  { what: 'a zstd archive', bytes: hex('28b52ffd') },
  { what: 'an LZ4 archive', bytes: hex('04224d18') },
  { what: 'a bzip2 archive', bytes: 'BZh91AY' },
  { what: 'a tar archive', bytes: 'ustar', at: 257 },
  { what: 'a FLAC file', bytes: 'fLaC' },
  { what: 'an Ogg file', bytes: 'OggS' },
  { what: 'an MP3 file', bytes: hex('49443302') },
  { what: 'an MP3 file', bytes: hex('49443303') },
  { what: 'an MP3 file', bytes: hex('49443304') },
  { what: 'an MP4 or QuickTime file', bytes: 'ftyp', at: 4 },
  { what: 'an AU (Sun) sound file', bytes: '.snd' },
  { what: 'a Core Audio file', bytes: 'caff' },
  { what: 'a Wave64 file', bytes: hex('726966662e91cf11') },
  { what: 'a WavPack file', bytes: 'wvpk' },
  { what: 'a DSD file', bytes: 'DSD ' },
  { what: 'a DSD file', bytes: 'FRM8' },
  { what: 'a Creative Voice file', bytes: 'Creative Voice File' },
  { what: 'an AMR recording', bytes: '#!AMR', isText: true },
  { what: 'a MIDI file, which holds notes and no samples', bytes: 'MThd' },
  { what: 'a Matroska or WebM file', bytes: hex('1a45dfa3') },
  { what: 'an HDF5 file', bytes: hex('894844460d0a1a0a') },
  { what: 'a NetCDF file', bytes: hex('43444601') },
  { what: 'a NetCDF file', bytes: hex('43444602') },
  { what: 'a MATLAB file', bytes: 'MATLAB 5.0 MAT-file' },
  { what: 'a Parquet file', bytes: 'PAR1' },
  { what: 'an Arrow file', bytes: 'ARROW1' },
  { what: 'an SQLite database', bytes: 'SQLite format 3' },
  { what: 'a TDMS file of LabVIEW', bytes: 'TDSm' },
  { what: 'a Saleae binary export', bytes: '<SALEAE>' },
  { what: 'a Rigol waveform file', bytes: 'RG01' },
  { what: 'a Rigol waveform file', bytes: 'RG03' },
  { what: 'a Keysight binary waveform', bytes: 'AG10' },
  { what: 'a Keysight binary waveform', bytes: 'AG01' },
  { what: 'a Keysight binary waveform', bytes: 'AG03' },
  { what: 'a Tektronix waveform file', bytes: ':WFM#', at: 2 },
  { what: 'a Tektronix waveform file (ISF)', bytes: ':WFMP', isText: true },
  { what: 'a program (ELF)', bytes: hex('7f454c46') },
  { what: 'a program (Mach-O)', bytes: hex('cffaedfe') },
  { what: 'compiled Java', bytes: hex('cafebabe') },
  { what: 'a WebAssembly module', bytes: hex('0061736d') },
  { what: 'a value change dump (VCD)', bytes: '$date', isText: true },
  { what: 'a value change dump (VCD)', bytes: '$version', isText: true },
  { what: 'a value change dump (VCD)', bytes: '$timescale', isText: true },
  { what: 'a value change dump (VCD)', bytes: '$comment', isText: true },
  { what: 'a value change dump (VCD)', bytes: '$scope', isText: true },
  { what: 'an XML document', bytes: '<?xml', isText: true },
  { what: 'an HTML document', bytes: '<!DOCTYPE', isText: true },
  { what: 'an HTML document', bytes: '<!doctype', isText: true },
  { what: 'an HTML document', bytes: '<html', isText: true },
]

/** Of fewer bytes, for files that are not called raw. */
const weakSignatures: readonly Signature[] = [
  { what: 'a gzip archive', bytes: hex('1f8b') },
  { what: 'a bzip2 archive', bytes: 'BZh' },
  { what: 'a JPEG picture', bytes: hex('ffd8ff') },
  { what: 'a BMP picture', bytes: 'BM' },
  { what: 'a program (Windows)', bytes: 'MZ' },
  { what: 'an MP3 file', bytes: 'ID3' },
  { what: 'an MP3 file', bytes: hex('fffb') },
  { what: 'an MP3 file', bytes: hex('fff3') },
  { what: 'an MP3 file', bytes: hex('fffa') },
  { what: 'an AAC file', bytes: hex('fff1') },
  { what: 'an AAC file', bytes: hex('fff9') },
  { what: 'a Keysight binary waveform', bytes: 'AG' },
]

/** What a name claims. Not those that are played, nor those that any text may have. */
const namedThings: Readonly<Record<string, string>> = {
  ...named('a sound file in a form', ['mp3', 'flac', 'ogg', 'oga', 'opus', 'm4a', 'aac', 'wma', 'amr', 'au', 'snd']),
  ...named('a sound file in a form', ['caf', 'w64', 'wv', 'ape', 'ac3', 'dts', 'mid', 'midi', 'mka', 'dsf', 'dff']),
  ...named('a video', ['mp4', 'm4v', 'mov', 'avi', 'mkv', 'webm', 'mpg', 'mpeg', 'wmv']),
  ...named('a picture', ['png', 'jpg', 'jpeg', 'gif', 'bmp', 'tif', 'tiff', 'webp', 'svg', 'ico', 'heic']),
  ...named('a document', ['pdf', 'doc', 'docx', 'odt', 'rtf', 'ps', 'htm', 'html', 'xml', 'md', 'tex']),
  ...named('a spreadsheet', ['xls', 'xlsx', 'xlsm', 'ods', 'numbers']),
  ...named('an archive', ['zip', 'gz', 'tgz', 'bz2', 'xz', '7z', 'rar', 'zst', 'tar', 'lz4']),
  ...named('a program', ['exe', 'dll', 'so', 'o', 'a', 'class', 'jar', 'wasm', 'pyc', 'deb', 'rpm', 'iso', 'img']),
  ...named('program text', ['js', 'ts', 'py', 'c', 'h', 'cpp', 'm', 'sh', 'rs', 'java', 'ipynb']),
  ...named('a waveform file of another program', ['wfm', 'trc', 'isf', 'sr', 'srzip', 'sal', 'logicdata', 'psdata']),
  ...named('a waveform file of another program', ['scopesession', 'dwf3work', 'wvf', 'wdf', 'h5', 'hdf5', 'hdf']),
  ...named('a waveform file of another program', [
    'mat',
    'npy',
    'npz',
    'tdms',
    'tdm',
    'mf4',
    'nc',
    'edf',
    'bdf',
    'fst',
  ]),
  ...named('a waveform file of another program', ['pkl', 'pickle', 'parquet', 'feather', 'arrow', 'vcd', 'ghw', 'lxt']),
  ...named('a description and no samples', ['json', 'yaml', 'yml', 'toml', 'ini', 'cfg', 'sigmf-meta', 'hea', 'set']),
  ...named('a database', ['db', 'sqlite', 'sqlite3', 'mdb']),
}

function named(what: string, extensions: readonly string[]): Record<string, string> {
  return Object.fromEntries(extensions.map((extension) => [extension, what]))
}

/** The end of a name behind its last dot, small letters; empty when there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

function begins(head: Uint8Array, { bytes, at = 0 }: Signature): boolean {
  if (head.length < at + bytes.length) return false
  for (let k = 0; k < bytes.length; k++) if (head[at + k] !== bytes.charCodeAt(k)) return false
  return true
}

/** What a file that begins so is, though it may be called anything; null when it is none of the known. */
export function knownThing(file: ByteFile, head: Uint8Array, isText: boolean): string | null {
  const text = String.fromCharCode(...head.subarray(0, 16))
  if (/^(RIFF|RF64|RIFX)/.test(text) && /^[\x20-\x7e]{4}$/.test(text.slice(8, 12)))
    return (
      { 'AVI ': 'an AVI video', WEBP: 'a WebP picture' }[text.slice(8, 12)] ??
      `a RIFF file of the kind '${text.slice(8, 12)}'`
    )
  if (text.startsWith('FORM') && /^[\x20-\x7e]{4}$/.test(text.slice(8, 12)))
    return `an IFF file of the kind '${text.slice(8, 12)}'`
  if (text.startsWith(hex('504b0304')) || text.startsWith(hex('504b0506'))) return zipKind(head)
  if (begins(head, { what: '', bytes: hex('1f8b08') })) return 'a gzip archive'
  if (hasInFirst(head, 'WAVEDESC', 64)) return 'a LeCroy waveform file (trc)'
  if (/^\s*[{[]/.test(text) && isJson(file, head)) return 'a JSON document'
  if (
    /^T\0?i\0?t\0?l\0?e\0?:/.test(text) &&
    hasInFirst(
      head.filter((byte) => byte !== 0),
      'Plotname:',
      4096,
    )
  )
    return 'an LTspice or ngspice raw file; export it as text'
  return signatures.find((one) => (one.isText === true || !isText) && begins(head, one))?.what ?? null
}

/** As {@link knownThing}, by so few bytes that samples may begin so too. */
export function perhapsThing(head: Uint8Array): string | null {
  return weakSignatures.find((signature) => begins(head, signature))?.what ?? null
}

/** What the name says it is; null when it says nothing, or something that is played. */
export function namedThing(extension: string): string | null {
  return Object.hasOwn(namedThings, extension) ? (namedThings[extension] ?? null) : null
}

/** Office documents, NumPy's archives and sigrok's sessions are all ZIP archives. */
function zipKind(head: Uint8Array): string {
  if (hasInFirst(head, 'xl/', 4096)) return 'an Excel workbook (xlsx); save the sheet as CSV'
  if (hasInFirst(head, 'opendocument.spreadsheet', 4096)) return 'a spreadsheet (ods); save the sheet as CSV'
  if (hasInFirst(head, 'word/', 4096)) return 'a Word document'
  if (hasInFirst(head, '.npy', 4096)) return 'a NumPy archive (npz)'
  if (hasInFirst(head, 'logic-1', 4096) || hasInFirst(head, 'analog-1', 4096)) return 'a sigrok session (sr)'
  return 'a ZIP archive'
}

function hasInFirst(head: Uint8Array, text: string, bytes: number): boolean {
  return String.fromCharCode(...head.subarray(0, Math.min(bytes, head.length))).includes(text)
}

/** A list of numbers in brackets may be meant as samples; what has names in it is a document. */
function isJson(file: ByteFile, head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head.length > 4096 ? head.subarray(0, 4096) : readPart(file, 0, 4096))
  return /^\s*(\{\s*("|\})|\[\s*(\{|\[|"|-?\d|\]))/.test(text)
}
