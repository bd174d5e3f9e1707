// Text files: what is decided before a sample is read, and the reading. Decided once for the file, and told: the
// encoding, the separator, the decimal sign, where the samples begin, which column is the axis and which is played, what
// its numbers are, and what factor brings them into the range.
import { fail, say } from '#shared/errors.ts'
import type { FileOptions } from '#shared/files/options.ts'
import type { PlayedFile, TextLayout } from '#shared/files/played-file.ts'
import type { ByteFile } from '../byte-file.ts'
import { counted } from '../counted.ts'
import { checkRoom, type FilePlan, type FileRequest, type Progress } from '../plan.ts'
import { layOutColumns } from './columns-layout.ts'
import { csvFrames } from './csv-frames.ts'
import { findReading, isContent, namedSeparator } from './dialect.ts'
import { headBytes, TextFile } from './encoding.ts'
import type { Head, Layout } from './layout.ts'
import { type Line, readLines } from './lines.ts'
import { meaningOf } from './meaning.ts'
import { wrongCell } from './number.ts'
import { type ColumnEnd, type ColumnSource, readColumn } from './read-column.ts'
import { isInRows, layOutRows } from './rows-layout.ts'
import { newSink, type ScanSink } from './scan.ts'

/**
 * @throws EINVAL when there are no numbers, when they cannot be read without guessing, or when a line is not like the
 *   others; ENOMEM for more samples than there is memory for
 */
export function planCsv(file: ByteFile, request: FileRequest, progress: Progress): FilePlan {
  const text = TextFile.open(file)
  if (text === null) fail('EINVAL', say`${file.path} is no text: it holds control characters.`)
  if (text.length === 0) fail('EINVAL', say`${file.path} holds no samples.`)
  const all = readLines(text, 0)
  // A line that the head ends in tells nothing, unless it is all there is.
  const isCut = text.length > headBytes && all.length > 1
  const lines = isCut ? all.slice(0, -1) : all
  const head: Head = { path: file.path, text, lines, request, progress }
  const content = lines.filter((line) => isContent(line) && line.number > (request.options.skip ?? 0))
  const reading = findReading(file.path, content, request.options)
  if (reading === null) return failWithoutNumbers(file.path, content, request.options)
  const layOut = (of: Head): Layout =>
    isInRows(of, content, reading) ? layOutRows(of, content, reading) : layOutColumns(of, content, reading)
  const layout = layOut(head)
  checkRoom(file.path, layout.mostSamples, request.roomSamples)
  const { separator, decimal } = reading
  const form: TextLayout = {
    encoding: text.encoding,
    separator: layout.columns > 1 || layout.direction === 'rows' ? separator : null,
    decimal,
    direction: layout.direction,
    columns: layout.columns,
    column: layout.column,
    axis: layout.axis,
    linesBefore: layout.linesBefore,
  }
  const { channel: _, ...options } = request.options
  /** The signal that was named, or each of the file. */
  const layouts = (): readonly Layout[] =>
    options.column !== undefined
      ? [layout]
      : Array.from({ length: layout.signals }, (__, channel) =>
          layOut({ ...head, request: { ...request, channel, options } }),
        )
  return {
    mostSamples: layout.mostSamples,
    // Looks through the file, so it is made for who wants it.
    get frames() {
      return csvFrames(layouts(), options, text.encoding)
    },
    decode: (into, report) => decode(file, request.options, layout, form, into, report),
  }
}

function decode(
  file: ByteFile,
  options: FileOptions,
  layout: Layout,
  form: TextLayout,
  into: Int16Array,
  progress: Progress,
): PlayedFile {
  // Guessed from the first lines, known behind the last: mostly the same, else it is read once more.
  let meaning = meaningOf(firstFacts(layout), layout.unit, options)
  let sink = newSink(into)
  let end = readWith(layout.source, meaning.codesPerNumber, sink, progress)
  const known = meaningOf(sink, layout.unit, options)
  if (known.codesPerNumber !== meaning.codesPerNumber) {
    sink = newSink(into)
    end = readWith(layout.source, known.codesPerNumber, sink, progress)
  }
  meaning = known
  // What is missing at the begin is as the first sample; behind the last one there is nothing.
  const samples = sink.filled
  if (samples === 0 || sink.leadingGaps === samples)
    fail('EINVAL', say`${file.path} holds no samples in the column that is played.`)
  into.fill(into[sink.leadingGaps]!, 0, sink.leadingGaps)
  return {
    path: file.path,
    format: 'csv',
    form: form.encoding === 'UTF-8' ? '' : form.encoding,
    fileBytes: file.bytes,
    samples,
    channel: layout.signal + 1,
    channels: layout.signals,
    text: form,
    unit: meaning.unit,
    scale: meaning.scale,
    rateHz: options.rate ?? layout.rateHz,
    notes: [...layout.notes, ...meaning.notes, ...notesOf(sink, end, layout)],
  }
}

function readWith(source: ColumnSource, codesPerNumber: number, sink: ScanSink, progress: Progress): ColumnEnd {
  return readColumn({ ...source, spec: { ...source.spec, codesPerNumber } }, sink, progress)
}

/** What the first lines say of the column. */
function firstFacts({ firstNumbers }: Layout): ScanSink {
  const sink = newSink(null)
  for (const { text, value } of firstNumbers) {
    sink.min = Math.min(sink.min, value)
    sink.max = Math.max(sink.max, value)
    if (!/^[-+]?\d+$/.test(text)) sink.isWhole = false
    if (sink.hasMore || value === sink.first || value === sink.second) continue
    if (Number.isNaN(sink.first)) sink.first = value
    else if (Number.isNaN(sink.second)) sink.second = value
    else sink.hasMore = true
  }
  return sink
}

function notesOf(sink: ScanSink, { isCut, repeatedHeadings }: ColumnEnd, { source }: Layout): string[] {
  const { padding } = source.text
  const gaps = sink.gaps - (sink.count - sink.filled)
  const notes: string[] = []
  if (sink.clipped > 0) notes.push(`${counted(sink.clipped, 'sample is', 'samples are')} beyond the range and clipped.`)
  if (gaps > 0) notes.push(`${counted(gaps, 'sample is', 'samples are')} missing; the one before each goes on.`)
  if (sink.beyond > 0)
    notes.push(
      `${counted(sink.beyond, 'sample was', 'samples were')} beyond the range of the recorder; the one before each goes on.`,
    )
  if (isCut) notes.push('The last line is cut off, and left out.')
  if (repeatedHeadings > 0)
    notes.push(`The heading stands ${counted(repeatedHeadings, 'time', 'times')} more among the samples.`)
  if (padding > 0) notes.push(`At the end ${counted(padding, 'byte of padding is', 'bytes of padding are')} left out.`)
  return notes
}

/** No line is a row of samples: says which cell is the first that is none. */
function failWithoutNumbers(path: string, content: readonly Line[], options: FileOptions): never {
  const decimal = options.decimal ?? '.'
  const sign = { comma: /,/, semicolon: /;/, tab: /\t/, space: /\s+/, pipe: /\|/ }
  const split = options.separator ?? namedSeparator(content)
  const cellsOf = (text: string): string[] =>
    text.split(split === null ? /[,;\t|]/ : sign[split]).map((cell) => cell.trim().replace(/^"|"$/g, ''))
  const isNumber = (cell: string): boolean => /^[-+\u2212]?[\d.,]*\d[\d.,]*([ed][-+]?\d+)?$/i.test(cell)
  // The first line without a number that follows one with a number, or the last one.
  const firstNumbers = content.findIndex((line) => cellsOf(line.text).some(isNumber))
  const wrong =
    firstNumbers < 0 ? undefined : content.slice(firstNumbers + 1).find((line) => !cellsOf(line.text).every(isNumber))
  if (wrong !== undefined) {
    const cell = cellsOf(wrong.text).find((one) => !isNumber(one)) ?? ''
    fail('EINVAL', say`Line ${wrong.number} of ${path}: ${wrongCell(cell, decimal)}`)
  }
  const odd = content.find((line) => /\d/.test(line.text))
  const cell = odd === undefined ? undefined : cellsOf(odd.text).find((one) => /\d/.test(one))
  return fail(
    'EINVAL',
    cell === undefined || odd === undefined
      ? say`${path} is text without numbers.`
      : say`${path} has no column of numbers; line ${odd.number}: ${wrongCell(cell, decimal)}`,
  )
}
