// What was decided about a file that is played, and how far the reading of one is: as the instrument tells its viewers, and
// in words for the screen, the list of attributes and the command line.

import { type FileFormat, formats } from '../kinds/formats.ts'
import { formatBytes, formatSi } from '../units.ts'
import type { OptionName, Separator } from './options.ts'

export interface FileColumn {
  /** The first is 1. */
  readonly number: number
  /** Null when the file does not name it. */
  readonly heading: string | null
}

/** How a text file is laid out. */
export interface TextLayout {
  readonly encoding: 'UTF-8' | 'UTF-16 LE' | 'UTF-16 BE' | 'Latin-1'
  /** Null: one column, nothing to separate. */
  readonly separator: Separator | null
  readonly decimal: '.' | ','
  /** `rows`: each line is a signal, its cells are the samples. */
  readonly direction: 'columns' | 'rows'
  readonly columns: number
  /** The one that is played. */
  readonly column: FileColumn
  /** The time or the number of the sample; it is not played. */
  readonly axis: FileColumn | null
  /** Lines before the samples: names, units, what a scope writes there. */
  readonly linesBefore: number
}

export interface PlayedFile {
  readonly path: string
  readonly format: FileFormat
  /** The kind within the format: `RF64, 24 bits`. */
  readonly form: string
  readonly fileBytes: number
  /** Samples that are played, in a loop. */
  readonly samples: number
  /** The signal that is played, the first is 1, and how many the file has. */
  readonly channel: number
  readonly channels: number
  readonly text: TextLayout | null
  /** What the numbers are: `V`, `mV`, `code`, ...; null where the form says it. */
  readonly unit: string | null
  /** One of the file's values is played as so many; 1: as it is. */
  readonly scale: number
  /** The file's own sample rate, Hz; null when it does not tell. */
  readonly rateHz: number | null
  /** What one should know: clipping, gaps, a cut end. Sentences. */
  readonly notes: readonly string[]
}

export type LoadPhase = 'waiting' | 'looking' | 'counting' | 'reading'

/** A file that is being read. */
export interface FileLoad {
  readonly path: string
  readonly phase: LoadPhase
  /** Of this phase. */
  readonly doneBytes: number
  readonly totalBytes: number
}

/** One thing that was decided, and the option that decides it otherwise. */
export interface FileFact {
  readonly name: string
  readonly text: string
  readonly option: OptionName | null
}

const columnText = ({ number, heading }: FileColumn): string =>
  heading === null ? `${number}` : `${number} "${heading}"`

/** `1/5` where it is one over a whole number, else digits. */
export function scaleText(scale: number): string {
  const under = 1 / scale
  if (Math.abs(under) >= 1.5 && Math.abs(under - Math.round(under)) < 1e-9 * Math.abs(under))
    return `${under < 0 ? '-' : ''}1/${Math.abs(Math.round(under))}`
  return String(Number(scale.toPrecision(6)))
}

/** What was decided, one line each, the most important first. */
export function factsOf(file: PlayedFile): readonly FileFact[] {
  const facts: FileFact[] = [
    {
      name: 'Format',
      text: `${formats[file.format].name}${file.form === '' ? '' : `, ${file.form}`}`,
      option: 'format',
    },
  ]
  if (file.text === null && file.channels > 1)
    facts.push({ name: 'Channel', text: `${file.channel} of ${file.channels}`, option: 'channel' })
  if (file.text !== null) facts.push(...layoutFacts(file.text))
  if (file.unit !== null) facts.push({ name: 'Unit', text: file.unit, option: 'unit' })
  if (file.scale !== 1) facts.push({ name: 'Scaled', text: `by ${scaleText(file.scale)}`, option: 'scale' })
  if (file.rateHz !== null) facts.push({ name: 'Own rate', text: formatSi(file.rateHz, 'S/s', 4), option: 'rate' })
  facts.push({ name: 'Samples', text: `${file.samples} in ${formatBytes(file.fileBytes)}`, option: null })
  return facts
}

function layoutFacts(text: TextLayout): FileFact[] {
  const { direction, columns, column, axis, separator, decimal, linesBefore } = text
  const what = direction === 'rows' ? 'Line' : 'Column'
  const facts: FileFact[] = [{ name: what, text: `${columnText(column)} of ${columns}`, option: 'column' }]
  if (axis !== null) facts.push({ name: 'Axis', text: `${what.toLowerCase()} ${columnText(axis)}`, option: 'column' })
  if (separator !== null) facts.push({ name: 'Separator', text: separator, option: 'separator' })
  facts.push({ name: 'Decimal', text: decimal === ',' ? 'comma' : 'point', option: 'decimal' })
  if (linesBefore > 0)
    facts.push({
      name: 'Skipped',
      text: `${linesBefore === 1 ? '1 line' : `${linesBefore} lines`} at the begin`,
      option: 'skip',
    })
  return facts
}

/** All of it in one line: `CSV; column 2 "CH1" of 2; axis column 1 "Time [s]"; ...`. */
export function fileLine(file: PlayedFile): string {
  const [format, ...others] = factsOf(file)
  const notes = file.notes.map((note) => note.replace(/\.$/, ''))
  return [format?.text ?? '', ...others.map(({ name, text }) => `${name.toLowerCase()} ${text}`), ...notes].join('; ')
}
