// The diagnostics as text: one function makes it, for the command line and for the window. Pure.
import { formatBytes } from '#shared/units.ts'
import type { DiaryFacts } from './diary.ts'
import type { MachineFacts } from './machine.ts'
import { hiddenPath, namesFile, withoutPaths } from './without-paths.ts'

/** What an instrument is doing, in lines that name no file. */
export interface InstrumentFacts {
  readonly devices: readonly string[]
  readonly capture: readonly string[]
  readonly recording: string
  /** Recordings that were not finished by the program that made them. */
  readonly unfinished: number
  readonly settings: readonly (readonly [path: string, value: string])[]
}

export interface DiagnosticsFacts {
  readonly atUnixMs: number
  readonly version: string
  readonly front: string
  readonly sinceUnixMs: number
  readonly versions: Readonly<Record<string, string>>
  readonly machine: MachineFacts
  /** Why there is none, in a sentence. */
  readonly instrument: InstrumentFacts | string
  /** What the program knows of its graphics; none: it has no window. */
  readonly graphics: readonly string[]
  /** What the page that asks says of itself. */
  readonly page: readonly string[]
  readonly diary: DiaryFacts
}

const when = (unixMs: number): string => new Date(unixMs).toISOString()

function machineLines(one: MachineFacts): readonly string[] {
  return [
    `${one.platform} ${one.release}, ${one.arch}`,
    `${one.cores} cores, ${one.model}`,
    `memory ${formatBytes(one.memoryBytes)}, ${formatBytes(one.freeBytes)} free`,
    `up ${one.upSeconds} s, load ${one.load.map((value) => value.toFixed(2)).join(' ')}`,
  ]
}

function deathLines({ deaths, dumps }: DiaryFacts): readonly string[] {
  const died = deaths.map(({ what, how, atUnixMs }) => `${when(atUnixMs)} ${what}: ${how}`)
  const kept = dumps.map(({ bytes, atUnixMs }) => `${when(atUnixMs)} crash dump, ${formatBytes(bytes)}`)
  return [...(died.length === 0 ? ['nothing'] : died), ...kept]
}

const settingLine = ([path, value]: readonly [string, string]): string =>
  `${path} = ${namesFile(value) ? hiddenPath : value}`

/** No line of it names a file of the user's. */
export function diagnosticsText(facts: DiagnosticsFacts): string {
  const { instrument, diary } = facts
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${withoutPaths(line)}`)]
  const versions = Object.entries(facts.versions).map(([name, version]) => `${name} ${version}`)
  const ofInstrument =
    typeof instrument === 'string'
      ? section('Instrument', [instrument])
      : [
          ...section('Devices', instrument.devices),
          ...section('Capture', instrument.capture),
          ...section('Recording', [
            instrument.recording,
            ...(instrument.unfinished > 0 ? [`${instrument.unfinished} unfinished recordings in its folder`] : []),
          ]),
          ...section('Settings', instrument.settings.map(settingLine)),
        ]
  const logState = diary.problem === null ? [] : [`the log cannot be written: ${diary.problem}`]
  return [
    `Blockscope ${facts.version}, ${facts.front}; diagnostics of ${when(facts.atUnixMs)}`,
    `begun ${when(facts.sinceUnixMs)}; ${versions.join(', ')}`,
    ...section('Machine', machineLines(facts.machine)),
    ...section('Graphics', facts.graphics.length === 0 ? ['this program has no window'] : facts.graphics),
    ...section('Page', facts.page),
    ...section('What died', deathLines(diary)),
    ...ofInstrument,
    ...section('Log', [...logState, ...diary.lines]),
    '',
  ].join('\n')
}
