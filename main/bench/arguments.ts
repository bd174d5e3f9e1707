// The command line of the benchmarks. Parsing touches nothing but the file to compare with.
import { readFileSync } from 'node:fs'
import { parseSeconds } from '#shared/units.ts'
import type { BenchCommand, BenchOptions } from './benchmark.ts'
import type { BenchResult } from './figure.ts'

export interface BenchArguments {
  readonly name: string
  readonly command: BenchCommand
  readonly options: BenchOptions
  readonly json: boolean
  readonly earlier: BenchResult | null
}

interface Draft {
  name: string | null
  json: boolean
  compare: string | null
  seconds: number | null
  plot: string | null
}

/** Options of single benchmarks, by the word for them. */
const wordOf: Readonly<Record<keyof BenchOptions, string>> = { seconds: '--for', plot: '--plot' }

/** Reads one result of this program. @throws Error with one sentence */
function readResult(file: string): BenchResult {
  let result: BenchResult
  try {
    result = JSON.parse(readFileSync(file, 'utf8')) as BenchResult
  } catch (thrown) {
    throw new Error(`cannot compare with ${file}: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
  if (!Array.isArray(result?.figures)) throw new Error(`${file} is not a result of this program`)
  return result
}

function takeDuration(draft: Draft, text: string): void {
  try {
    draft.seconds = parseSeconds(text)
  } catch {
    throw new Error(`--for takes a duration such as 5s or 10min, not '${text}'`)
  }
  if (draft.seconds === 0) throw new Error('--for takes a duration above zero')
}

const valued: Readonly<Record<string, (draft: Draft, text: string) => void>> = {
  '--compare': (draft, text) => {
    draft.compare = text
  },
  '--plot': (draft, text) => {
    draft.plot = text
  },
  '--for': takeDuration,
}

/** @throws Error with one sentence for anything unknown, missing or contradictory */
export function parseArguments(
  words: readonly string[],
  commands: Readonly<Record<string, BenchCommand>>,
): BenchArguments {
  const draft: Draft = { name: null, json: false, compare: null, seconds: null, plot: null }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const equals = word.startsWith('--') ? word.indexOf('=') : -1
    const name = equals < 0 ? word : word.slice(0, equals)
    const take = Object.hasOwn(valued, name) ? valued[name] : undefined
    if (take !== undefined) {
      const text = equals < 0 ? words[++i] : word.slice(equals + 1)
      if (text === undefined || text === '') throw new Error(`${name} needs a value`)
      take(draft, text)
    } else if (word === '--json') draft.json = true
    else if (word.startsWith('-')) throw new Error(`unknown option '${word}'`)
    else if (draft.name !== null) throw new Error(`one benchmark at a time, not also '${word}'`)
    else draft.name = word
  }
  if (draft.name === null) throw new Error(`name a benchmark: ${Object.keys(commands).join(', ')}`)
  const command = Object.hasOwn(commands, draft.name) ? commands[draft.name] : undefined
  if (command === undefined)
    throw new Error(`there is no benchmark '${draft.name}', only ${Object.keys(commands).join(', ')}`)
  for (const option of ['seconds', 'plot'] as const)
    if (draft[option] !== null && !command.options.includes(option))
      throw new Error(`${draft.name} does not take ${wordOf[option]}`)
  const earlier = draft.compare === null ? null : readResult(draft.compare)
  if (earlier !== null && earlier.command !== draft.name)
    throw new Error(`${draft.compare} is a result of ${earlier.command}, not of ${draft.name}`)
  const { seconds, plot, json } = draft
  return { name: draft.name, command, options: { seconds, plot }, json, earlier }
}
