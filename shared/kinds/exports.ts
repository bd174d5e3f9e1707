// Forms of files that captures are exported to. What writes each is the row with the same id of `main/export/writers.ts`.
import { fail, say } from '../errors.ts'
import type { ChangeOf, Kind, Kinds, SettingsOf } from './kinds.ts'
import { changed, defaultsOf } from './kinds.ts'
import type { Parameter } from './parameter.ts'
import { parseParameter } from './parameter-text.ts'

export interface ExportKind extends Kind {
  /** Of the name of a file, without the dot. */
  readonly ending: string
  /** What opens it, for `--help`. */
  readonly about: string
  /** Whether the file itself says where samples are missing; else only the description beside it does. */
  readonly carriesGaps: boolean
}

export const exportKinds = {
  raw: { name: 'raw', ending: 'raw', about: 'the scans as they lie in memory', carriesGaps: false, parameters: {} },
  sigmf: {
    name: 'SigMF',
    ending: 'sigmf-data',
    about: 'signal metadata format: two files',
    carriesGaps: true,
    parameters: {},
  },
  sr: { name: 'sigrok', ending: 'sr', about: 'session of sigrok and PulseView', carriesGaps: false, parameters: {} },
  wav: { name: 'WAV', ending: 'wav', about: 'sound, of the true rate', carriesGaps: false, parameters: {} },
  npy: { name: 'NumPy', ending: 'npy', about: 'array of NumPy', carriesGaps: false, parameters: {} },
  mat: {
    name: 'MATLAB',
    ending: 'mat',
    about: 'MATLAB 5, also for Octave and SciPy',
    carriesGaps: true,
    parameters: {},
  },
  hdf5: { name: 'HDF5', ending: 'h5', about: 'HDF5, also for MATLAB and h5py', carriesGaps: true, parameters: {} },
  parquet: {
    name: 'Parquet',
    ending: 'parquet',
    about: 'Apache Parquet, a row for each scan, or for each segment',
    carriesGaps: true,
    parameters: {
      rows: { type: 'choice', name: 'Rows', options: ['scans', 'waveforms'], default: 'scans' },
    },
  },
  csv: { name: 'CSV', ending: 'csv', about: 'text with units', carriesGaps: true, parameters: {} },
  vcd: {
    name: 'VCD',
    ending: 'vcd',
    about: 'logic levels',
    carriesGaps: true,
    parameters: {
      level: { type: 'quantity', name: 'Level', unit: 'V', least: -1e6, most: 1e6, default: 0, step: '1-2-5' },
    },
  },
} as const satisfies Kinds & Readonly<Record<string, ExportKind>>

export type ExportFormat = keyof typeof exportKinds
/** A format with its values. */
export type ExportSettings = SettingsOf<typeof exportKinds>
export type ExportChange = ChangeOf<typeof exportKinds>

export const exportFormats = Object.keys(exportKinds) as readonly ExportFormat[]

/** All values of a format of which some are said. @throws EINVAL for a value that the format does not have */
export const exportSettingsOf = (change: ExportChange): ExportSettings =>
  changed(exportKinds, defaultsOf(exportKinds, change.kind ?? 'raw'), change, 'export format')

/** An export as a command line asks for it. */
export interface ExportWish {
  readonly settings: ExportSettings
  readonly file: string
}

/**
 * Reads `FORMAT:FILE`, or `FORMAT,NAME=VALUE:FILE`.
 * @throws EINVAL with one sentence that says what is allowed
 */
export function parseExport(text: string): ExportWish {
  const colon = text.indexOf(':')
  if (colon <= 0 || colon === text.length - 1) fail('EINVAL', say`An export is FORMAT:FILE, not '${text}'.`)
  const [format = '', ...pairs] = text.slice(0, colon).split(',')
  if (!Object.hasOwn(exportKinds, format))
    fail('EINVAL', say`There is no export format '${format}'; there are ${exportFormats.join(', ')}.`)
  const kind = format as ExportFormat
  const parameters: Readonly<Record<string, Parameter>> = exportKinds[kind].parameters
  const values = pairs.map((pair) => {
    const [name = '', value = ''] = pair.split('=', 2)
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (parameter === undefined) fail('EINVAL', say`The export format ${format} has no value '${name}'.`)
    return [name, parseParameter(parameter, value, `${format}.${name}`)] as const
  })
  const settings = { ...defaultsOf(exportKinds, kind), ...Object.fromEntries(values) } as ExportSettings
  return { settings, file: text.slice(colon + 1) }
}
