// The command line, one grammar for every front. Parsing touches nothing: what is wrong is known before anything starts.

import type { IiodEndpoint } from '#main/iiod/index.ts'
import { type Assignment, defaultSeed, type ScheduledAssignment } from '#main/instrument/index.ts'
import { fail, say } from '#shared/errors.ts'
import { type ExportWish, parseExport } from '#shared/kinds/exports.ts'
import { segmentSettings } from '#shared/kinds/settings.ts'
import { parseTrigger } from '#shared/kinds/trigger-text.ts'
import { formatBytes, parseBytes, parseSeconds } from '#shared/units.ts'

export type Front = 'electron' | 'browser' | 'headless'

export interface RunCommand {
  readonly kind: 'run'
  /** null: choose by what the machine has. */
  readonly front: Front | null
  /** Seconds of capture; null: until interrupted (headless) or closed. */
  readonly forSeconds: number | null
  readonly json: boolean
  readonly list: boolean
  readonly seed: number
  /** Id or name of the device to capture; null: the first. */
  readonly device: string | null
  readonly set: readonly Assignment[]
  readonly at: readonly ScheduledAssignment[]
  /** `pulse channel=voltage0 width=<20ns`; null: the one that is set. */
  readonly trigger: string | null
  /** What is looked for in the memory, in the same form; null: nothing, or what a session says. */
  readonly search: string | null
  /** What is measured: `rise voltage0` each. */
  readonly measure: readonly string[]
  /** So many segments are kept, and the capture ends with the last; null: as it is set. */
  readonly segments: number | null
  readonly record: string | null
  /** Files of other forms that the same samples go to. */
  readonly exports: readonly ExportWish[]
  /** Channels to capture, by id; null: those that are on. */
  readonly channels: readonly string[] | null
  /** Replace the files of {@link record} and {@link exports}, and their descriptions, when they are there. */
  readonly overwrite: boolean
  /** Scans to record; null: until the end. */
  readonly samples: number | null
  /** TCP port of the browser front; 0: any free one. */
  readonly port: number
  /** Where IIOD clients are served; null: nowhere. */
  readonly iiod: IiodEndpoint | null
  /** Memory for blocks, bytes; null: what fits the machine. */
  readonly memoryBytes: number | null
  /** Folders whose files viewers may play; none named: that of recordings. */
  readonly files: readonly string[]
  /** Folder of the recordings that are made on the screen; null: the one of last time, or the usual one. */
  readonly recordings: string | null
  /** The session file to begin with; null: none. */
  readonly session: string | null
}

export type Command = RunCommand | { readonly kind: 'help' } | { readonly kind: 'version' }

const fronts: readonly string[] = ['electron', 'browser', 'headless']

function isFront(word: string): word is Front {
  return fronts.includes(word)
}

function parseAssignment(option: string, text: string): Assignment {
  const equals = text.indexOf('=')
  if (equals <= 0) fail('EINVAL', say`${option} takes PATH=VALUE, not '${text}'.`)
  return { path: text.slice(0, equals), value: text.slice(equals + 1) }
}

function parseScheduled(text: string): ScheduledAssignment {
  const colon = text.indexOf(':')
  if (colon <= 0) fail('EINVAL', say`--at takes TIME:PATH=VALUE, not '${text}'.`)
  const atSeconds = parseDuration('--at', text.slice(0, colon))
  return { atSeconds, ...parseAssignment('--at', text.slice(colon + 1)) }
}

/** Longest duration, seconds: its milliseconds are still counted one by one. */
const longestSeconds = Math.floor(Number.MAX_SAFE_INTEGER / 1e3)

function parseDuration(option: string, text: string): number {
  let seconds: number
  try {
    seconds = parseSeconds(text)
  } catch {
    return fail('EINVAL', say`${option} takes a duration such as 5s or 250ms, not '${text}'.`)
  }
  if (seconds > longestSeconds)
    fail('EINVAL', say`${option} takes a duration of at most ${longestSeconds} s, not '${text}'.`)
  return seconds
}

function parseWhole(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most))
    fail('EINVAL', say`${option} takes a whole number from ${least} to ${most}, not '${text}'.`)
  return value
}

/** `PORT`, `HOST:PORT` or `[ADDRESS]:PORT`, for an address with colons. */
function parseEndpoint(option: string, text: string): IiodEndpoint {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]:|([^:]+):)?(\d+)$/.exec(text) ?? []
  if (port === '' || Number(port) > 65535)
    fail('EINVAL', say`${option} takes [HOST:]PORT with a port from 0 to 65535, not '${text}'.`)
  return { host: bracketed ?? plain ?? null, port: Number(port) }
}

/** All block memory: what a short stream needs, up to what 32-bit addresses reach. */
const memoryRange = { least: 64 << 20, most: 2 ** 32 } as const

function parseMemory(text: string): number {
  let bytes: number
  try {
    bytes = parseBytes(text)
  } catch {
    bytes = Number.NaN
  }
  const { least, most } = memoryRange
  if (!(bytes >= least && bytes <= most))
    fail('EINVAL', say`--memory takes a size from ${formatBytes(least)} to ${formatBytes(most)}, not '${text}'.`)
  return bytes
}

interface Draft {
  front: Front | null
  forSeconds: number | null
  json: boolean
  list: boolean
  seed: number
  device: string | null
  readonly set: Assignment[]
  readonly at: ScheduledAssignment[]
  trigger: string | null
  search: string | null
  readonly measure: string[]
  segments: number | null
  record: string | null
  readonly exports: ExportWish[]
  channels: string[] | null
  overwrite: boolean
  samples: number | null
  port: number
  iiod: IiodEndpoint | null
  memoryBytes: number | null
  readonly files: string[]
  recordings: string | null
  session: string | null
}

/** Options that take a value, and what they do with it. */
const valued: Readonly<Record<string, (draft: Draft, text: string) => void>> = {
  '--front': (draft, text) => {
    if (!isFront(text)) fail('EINVAL', say`--front takes electron, browser or headless, not '${text}'.`)
    chooseFront(draft, text)
  },
  '--for': (draft, text) => {
    draft.forSeconds = parseDuration('--for', text)
    if (draft.forSeconds === 0) fail('EINVAL', say`--for takes a duration above zero.`)
  },
  '--seed': (draft, text) => {
    draft.seed = parseWhole('--seed', text, 0, 2 ** 32 - 1)
  },
  '--device': (draft, text) => {
    if (text === '') fail('EINVAL', say`--device takes the name of a device.`)
    draft.device = text
  },
  '--set': (draft, text) => void draft.set.push(parseAssignment('--set', text)),
  '--at': (draft, text) => void draft.at.push(parseScheduled(text)),
  '--trigger': (draft, text) => {
    parseTrigger(text)
    draft.trigger = text
  },
  '--search': (draft, text) => {
    parseTrigger(text, 'search.')
    draft.search = text
  },
  '--measure': (draft, text) => {
    if (text.trim() === '') fail('EINVAL', say`--measure takes a measurement and a channel, as in 'rise voltage0'.`)
    draft.measure.push(text)
  },
  '--segments': (draft, text) => {
    const { least, most } = segmentSettings['segments.count']
    draft.segments = parseWhole('--segments', text, least, most)
  },
  '--record': (draft, text) => {
    if (text === '') fail('EINVAL', say`--record takes a file name.`)
    draft.record = text
  },
  '--export': (draft, text) => void draft.exports.push(parseExport(text)),
  '--channels': (draft, text) => {
    const names = text.split(',').map((name) => name.trim())
    if (names.includes('')) fail('EINVAL', say`--channels takes channels with commas between, not '${text}'.`)
    draft.channels = names
  },
  '--samples': (draft, text) => {
    draft.samples = parseWhole('--samples', text, 1, Number.MAX_SAFE_INTEGER)
  },
  '--port': (draft, text) => {
    draft.port = parseWhole('--port', text, 0, 65535)
  },
  '--iiod': (draft, text) => {
    draft.iiod = parseEndpoint('--iiod', text)
  },
  '--files': (draft, text) => {
    if (text === '') fail('EINVAL', say`--files takes a folder.`)
    draft.files.push(text)
  },
  '--recordings': (draft, text) => {
    if (text === '') fail('EINVAL', say`--recordings takes a folder.`)
    draft.recordings = text
  },
  '--session': (draft, text) => {
    if (text === '') fail('EINVAL', say`--session takes a file name.`)
    draft.session = text
  },
  '--memory': (draft, text) => {
    draft.memoryBytes = parseMemory(text)
  },
}

/** Options that stand alone. */
const flags: Readonly<Record<string, (draft: Draft) => void>> = {
  '--headless': (draft) => chooseFront(draft, 'headless'),
  '--json': (draft) => {
    draft.json = true
  },
  '--list': (draft) => {
    draft.list = true
  },
  '--overwrite': (draft) => {
    draft.overwrite = true
  },
}

function chooseFront(draft: Draft, front: Front): void {
  if (draft.front !== null && draft.front !== front)
    fail('EINVAL', say`The front cannot be both ${draft.front} and ${front}.`)
  draft.front = front
}

function headlessOnlyOf({ json, record, exports, channels, segments, at }: Draft): string | null {
  if (json) return '--json'
  if (record !== null) return '--record'
  if (exports.length > 0) return '--export'
  if (channels !== null) return '--channels'
  if (segments !== null) return '--segments'
  return at.length > 0 ? '--at' : null
}

/** Options that only mean something without a screen, where they are used without it. */
function checkCombination(draft: Draft): void {
  const writes = draft.record !== null || draft.exports.length > 0
  if (draft.samples !== null && !writes) fail('EINVAL', say`--samples needs --record FILE or --export FORMAT:FILE.`)
  if (draft.overwrite && !writes) fail('EINVAL', say`--overwrite needs --record FILE or --export FORMAT:FILE.`)
  if (draft.recordings !== null && draft.front === 'headless')
    fail('EINVAL', say`--recordings needs a screen; --headless records with --record FILE.`)
  if (draft.list || draft.front === 'headless') return
  const headlessOnly = headlessOnlyOf(draft)
  if (headlessOnly !== null) fail('EINVAL', say`${headlessOnly} needs --headless.`)
}

/**
 * Reads the words after the program's name. `--option value` and `--option=value` are the same.
 * @throws EINVAL with one sentence for anything unknown, missing or contradictory.
 */
export function parseCommandLine(words: readonly string[]): Command {
  const draft: Draft = {
    front: null,
    forSeconds: null,
    json: false,
    list: false,
    seed: defaultSeed,
    device: null,
    set: [],
    at: [],
    trigger: null,
    search: null,
    measure: [],
    segments: null,
    record: null,
    exports: [],
    channels: null,
    overwrite: false,
    samples: null,
    port: 0,
    iiod: null,
    memoryBytes: null,
    files: [],
    recordings: null,
    session: null,
  }
  let special: 'help' | 'version' | null = null
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!
    const equals = word.startsWith('--') ? word.indexOf('=') : -1
    const name = equals < 0 ? word : word.slice(0, equals)
    const takeValue = Object.hasOwn(valued, name) ? valued[name] : undefined
    const setFlag = Object.hasOwn(flags, name) ? flags[name] : undefined
    if (takeValue !== undefined) {
      const text = equals < 0 ? words[++k] : word.slice(equals + 1)
      if (text === undefined) fail('EINVAL', say`${name} needs a value.`)
      takeValue(draft, text)
    } else if (equals >= 0 && (setFlag !== undefined || name === '--help' || name === '--version'))
      fail('EINVAL', say`${name} takes no value.`)
    else if (setFlag !== undefined) setFlag(draft)
    else if (name === '--help' || name === '-h') special ??= 'help'
    else if (name === '--version') special ??= 'version'
    else
      fail(
        'EINVAL',
        word.startsWith('-')
          ? say`There is no option '${word}'; see --help.`
          : say`'${word}' is no option; see --help.`,
      )
  }
  if (special !== null) return { kind: special }
  checkCombination(draft)
  return { kind: 'run', ...draft }
}
