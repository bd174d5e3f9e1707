// A headless run as a test sees it: its exit code, what it printed, its report. Real threads, real time.
import { expect } from 'vitest'
import { parseCommandLine } from '#main/cli/index.ts'
import { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { FakeEndWorld } from '#main/testing/index.ts'
import { giveMemoryBack } from '#main/testing/memory.ts'
import { Emitter } from '#shared/lifecycle.ts'
import type { Report } from '../report.ts'
import { runHeadless } from '../run.ts'

export interface Outcome {
  readonly code: number
  readonly lines: readonly string[]
  readonly complaints: readonly string[]
  /** For a person, beside the results. */
  readonly notes: readonly string[]
}

export async function headless(...words: string[]): Promise<Outcome> {
  giveMemoryBack()
  const lines: string[] = []
  const complaints: string[] = []
  const notes: string[] = []
  const command = parseCommandLine(['--headless', ...words])
  if (command.kind !== 'run') throw new Error(`expected a run, got ${command.kind}`)
  const output: Terminal = {
    print: (line) => void lines.push(line),
    note: (line) => void notes.push(line),
    complain: (line) => void complaints.push(line),
    onClosed: new Emitter<string>(),
  }
  const code = await runHeadless(command, output, new ProgramEnd(new FakeEndWorld()))
  return { code, lines, complaints, notes }
}

/** Of a run that is expected to end well, without a complaint. */
export async function report(...words: string[]): Promise<Report> {
  const { code, lines, complaints } = await headless('--json', ...words)
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
  return JSON.parse(lines.at(-1)!) as Report
}

/** Of a run whose every sample was examined: on a busy machine some are not, and nothing is said of their events. */
export async function examined(...words: string[]): Promise<Report> {
  for (;;) {
    const one = await report(...words)
    if (one.examinedShare === 1) return one
  }
}
