// Exported files read back by the letter of their specifications, apart from what writes them: for tests.
import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import h5wasm, { type Dataset } from 'h5wasm/node'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'

export interface Read {
  /** By channel, one for each scan: codes, or values in the unit. */
  readonly columns: readonly (readonly number[])[]
  readonly names?: readonly string[]
  readonly rateHz?: number
}

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes)

function numbersOf(bytes: Uint8Array, kind: string): number[] {
  const whole = bytes.slice().buffer
  if (kind === 'i1') return [...new Int8Array(whole)]
  if (kind === 'u1') return [...new Uint8Array(whole)]
  if (kind === 'i2') return [...new Int16Array(whole)]
  if (kind === 'u2') return [...new Uint16Array(whole)]
  if (kind === 'i4') return [...new Int32Array(whole)]
  if (kind === 'u4') return [...new Uint32Array(whole)]
  if (kind === 'f4') return [...new Float32Array(whole)]
  if (kind === 'f8') return [...new Float64Array(whole)]
  throw new Error(`no numbers are called ${kind}`)
}

const byChannel = (numbers: readonly number[], channels: number): number[][] =>
  Array.from({ length: channels }, (_, k) => numbers.filter((_one, i) => i % channels === k))

export function readNpy(file: string): Read & { readonly scans: number } {
  const bytes = new Uint8Array(readFileSync(file))
  const from = 10 + bytes[8]! + 256 * bytes[9]!
  const [, kind = '', scans, channels] =
    /'descr': '.(..)',.*\((\d+), (\d+)\)/.exec(text(bytes.subarray(10, from))) ?? []
  const size = Number(kind[1]) * Number(channels)
  const samples = bytes.subarray(from, from + Number(scans) * size)
  return { columns: byChannel(numbersOf(samples, kind), Number(channels)), scans: Number(scans) }
}

interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: readonly number[]
}

const matKinds: Readonly<Record<number, string>> = { 1: 'i1', 2: 'u1', 3: 'i2', 4: 'u2', 5: 'i4', 6: 'u4', 9: 'f8' }

/** Variables by name. */
export function readMat(file: string): Readonly<Record<string, Matrix>> {
  const bytes = new Uint8Array(readFileSync(file))
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const found: Record<string, Matrix> = {}
  for (let at = 128; at + 8 <= bytes.length; ) {
    if (view.getUint32(at, true) !== 14) throw new Error(`no variable at ${at}`)
    const end = at + 8 + view.getUint32(at + 4, true)
    const elements: { readonly kind: string; readonly body: Uint8Array }[] = []
    for (let from = at + 8; elements.length < 4; ) {
      const length = view.getUint32(from + 4, true)
      elements.push({ kind: matKinds[view.getUint32(from, true)]!, body: bytes.subarray(from + 8, from + 8 + length) })
      from += 8 + Math.ceil(length / 8) * 8
    }
    const [, size, name, samples] = elements
    const [rows = 0, columns = 0] = numbersOf(size!.body, 'i4')
    found[text(name!.body)] = { rows, columns, values: numbersOf(samples!.body, samples!.kind) }
    at = end
  }
  return found
}

export function readMatSamples(file: string): Read {
  const { samples, channels, samplingFrequency } = readMat(file)
  const names = Array.from({ length: channels!.rows }, (_, row) =>
    String.fromCharCode(...channels!.values.filter((_one, i) => i % channels!.rows === row)).trim(),
  )
  return { columns: byChannel(samples!.values, samples!.rows), names, rateHz: samplingFrequency!.values[0]! }
}

export function readWav(file: string): Read & { readonly head: string } {
  const bytes = new Uint8Array(readFileSync(file))
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  let [channels, bits, rateHz] = [0, 0, 0]
  for (let at = 12; at < bytes.length; ) {
    const name = text(bytes.subarray(at, at + 4))
    const length = view.getUint32(at + 4, true)
    if (name === 'fmt ') {
      channels = view.getUint16(at + 10, true)
      rateHz = view.getUint32(at + 12, true)
      bits = view.getUint16(at + 22, true)
    }
    if (name === 'data') {
      const samples = numbersOf(bytes.subarray(at + 8, at + 8 + length), `i${bits / 8}`)
      return { columns: byChannel(samples, channels), rateHz, head: text(bytes.subarray(0, at)) }
    }
    at += 8 + length + (length % 2)
  }
  throw new Error('no data')
}

interface SigmfMeta {
  readonly global: Readonly<Record<string, unknown>>
  readonly captures: readonly Readonly<Record<string, unknown>>[]
}

/** @param base without the ending */
export function readSigmf(base: string): Read & SigmfMeta {
  const meta = JSON.parse(readFileSync(`${base}.sigmf-meta`, 'utf8')) as SigmfMeta
  const { global } = meta
  const [, sign = '', bits] = /^r([iu])(\d+)(_le)?$/.exec(String(global['core:datatype'])) ?? []
  const numbers = numbersOf(new Uint8Array(readFileSync(`${base}.sigmf-data`)), `${sign}${Number(bits) / 8}`)
  const names = (global['blockscope:channels'] as readonly { readonly name: string }[]).map(({ name }) => name)
  const columns = byChannel(numbers, Number(global['core:num_channels']))
  return { ...meta, columns, names, rateHz: Number(global['core:sample_rate']) }
}

/** Values in the unit. */
export function readSr(file: string): Read {
  const files = unzipSync(new Uint8Array(readFileSync(file)))
  const about = text(files.metadata!)
  const names = [...about.matchAll(/^analog\d+=(.*)$/gm)].map(([, name]) => name!)
  const columns = names.map((_, k) => {
    const values: number[] = []
    for (let chunk = 1; ; chunk++) {
      const part = files[`analog-1-${k + 1}-${chunk}`]
      if (part === undefined) return values
      for (const value of numbersOf(part, 'f4')) values.push(value)
    }
  })
  return { columns, names, rateHz: Number(/^samplerate=(\d+)$/m.exec(about)?.[1]) }
}

/** Values in the unit, behind the time. */
export function readCsv(file: string): Read & { readonly times: readonly number[]; readonly heading: string } {
  const [heading = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const cells = lines.map((line) => line.split(',').map(Number))
  const columns = heading
    .split(',')
    .slice(1)
    .map((_, k) => cells.map((row) => row[k + 1]!))
  return { heading, columns, times: cells.map(([time]) => time!) }
}

/** Levels by signal, for each step of the time scale at which one changes: `[time, '01x']`. */
export function readVcd(file: string): {
  readonly head: string
  readonly changes: readonly (readonly [number, string])[]
} {
  const [head = '', body = ''] = readFileSync(file, 'utf8').split('$enddefinitions $end\n')
  const signs = [...head.matchAll(/^\$var wire 1 (\S+) (\S+) \$end$/gm)].map(([, sign]) => sign!)
  const levels = new Map(signs.map((sign) => [sign, 'x']))
  const changes: [number, string][] = []
  for (const line of body.split('\n')) {
    if (line.startsWith('#')) changes.push([Number(line.slice(1)), [...levels.values()].join('')])
    else if (/^[01x]/.test(line)) {
      levels.set(line.slice(1), line[0]!)
      changes.at(-1)![1] = [...levels.values()].join('')
    }
  }
  return { head, changes }
}

/** By the HDF Group's own library. */
export async function readHdf5(file: string): Promise<
  Read & {
    readonly gaps: readonly number[]
    readonly complete: number
    /** A row each; only where there are such. */
    readonly segments?: readonly (readonly number[])[]
  }
> {
  await h5wasm.ready
  const opened = new h5wasm.File(file, 'r')
  try {
    const samples = opened.get('samples') as Dataset
    const gaps = opened.get('gaps') as Dataset
    const kept = opened.get('segments') as Dataset | null
    const told = (name: string): unknown => samples.attrs[name]?.value
    const [scans = 0, channels = 1] = samples.shape ?? []
    const numbers = scans === 0 ? [] : [...(samples.value as Iterable<number>)].map(Number)
    return {
      columns: byChannel(numbers, channels),
      names: told('channels') as string[],
      rateHz: told('sampling_frequency') as number,
      complete: told('complete') as number,
      gaps: gaps.shape?.[0] === 0 ? [] : [...(gaps.value as Iterable<bigint>)].map(Number),
      ...(kept !== null && { segments: rowsOf([...(kept.value as Iterable<number>)], 4) }),
    }
  } finally {
    opened.close()
  }
}

const rowsOf = (numbers: readonly number[], width: number): number[][] =>
  Array.from({ length: numbers.length / width }, (_, k) => numbers.slice(k * width, (k + 1) * width))

interface ParquetAbout {
  readonly samplingFrequency: number
  readonly complete: boolean
  readonly channels: readonly { readonly name: string; readonly scale: number; readonly offset: number }[]
  readonly gaps: readonly { readonly atScan: number; readonly lostSamples: number }[]
}

/** Of a file with a row for each waveform. */
export async function readWaveforms(filename: string): Promise<{
  readonly rows: readonly Readonly<Record<string, number | bigint | readonly (number | bigint)[]>>[]
  readonly about: Readonly<Record<string, unknown>>
}> {
  const file = await asyncBufferFromFile(filename)
  const { key_value_metadata } = await parquetMetadataAsync(file)
  const about = JSON.parse(key_value_metadata!.find(({ key }) => key === 'blockscope')!.value!) as object
  return { about: { ...about }, rows: (await parquetReadObjects({ file })) as never }
}

export async function readParquet(filename: string): Promise<Read & { readonly about: ParquetAbout }> {
  const file = await asyncBufferFromFile(filename)
  const { key_value_metadata } = await parquetMetadataAsync(file)
  const about = JSON.parse(key_value_metadata!.find(({ key }) => key === 'blockscope')!.value!) as ParquetAbout
  const names = about.channels.map(({ name }) => name)
  const rows = (await parquetReadObjects({ file })) as Readonly<Record<string, number | bigint>>[]
  const columns = names.map((name) => rows.map((row) => Number(row[name])))
  return { about, columns, names, rateHz: about.samplingFrequency }
}
