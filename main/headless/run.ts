// The instrument without a screen, from its begin to its end.
import type { RunCommand } from '#main/cli/index.ts'
import { exitCode } from '#main/cli/index.ts'
import { beginOf, openConfig } from '#main/config/index.ts'
import type { Instrument, SelfKnowledge } from '#main/instrument/index.ts'
import { createInstrument, markCaptures, rehearse, serve, tellService } from '#main/instrument/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { errnoOf } from '#shared/errors.ts'
import { HeadlessRun } from './capturing.ts'
import { tellPlayed, tellReading } from './files.ts'
import { historyOf } from './history.ts'
import { listing } from './listing.ts'
import { takesOutput } from './recording.ts'

const sentence = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Lets viewers in; says where they come to. */
export type LetViewersIn = (instrument: Instrument) => Promise<{ readonly line: string; close(): Promise<void> }>

export interface HeadlessWays {
  /** What the program notes of itself; absent: nothing. */
  readonly self?: SelfKnowledge
  /** For viewers of other machines; null, or absent: there are none. */
  readonly letIn?: LetViewersIn | null
}

/**
 * Runs to the end; resolves with the exit code. Everything it started has ended then.
 * @param end asks for the end, and watches over it
 * @param ways what the program notes of itself, and the way in for viewers of other machines; default: neither
 */
export async function runHeadless(
  command: RunCommand,
  output: Terminal,
  end: ProgramEnd,
  { self, letIn = null }: HeadlessWays = {},
): Promise<number> {
  let instrument: Instrument
  try {
    instrument = await createInstrument({
      front: 'headless',
      seed: command.seed,
      connect: command.connect,
      run: false,
      // Viewers look at the past.
      ...(letIn === null && historyOf(command)),
      heapBytes: command.memoryBytes,
      warn: output.complain,
      ...(self && { self }),
    })
  } catch (thrown) {
    output.complain(`The instrument cannot start: ${sentence(thrown)} (${errnoOf(thrown)})`)
    return exitCode.failed
  }
  const say = takesOutput(command) ? output.note : output.print
  const print = command.json ? () => undefined : say
  const reading = tellReading(instrument, print)
  try {
    // A script's settings are those it names: of the person's it begins with a profile, when one is asked for.
    const config = await openConfig(command, { warn: output.complain, note: output.note })
    await end.unlessAsked(config.begin(instrument, beginOf(command), output.complain))
    await end.unlessAsked(rehearse(instrument, command))
  } catch (thrown) {
    output.complain(sentence(thrown))
    await instrument.close(() => end.step())
    return end.asked === null ? exitCode.usage : end.interruptedCode
  }
  const served = await servePrograms(instrument, command, output, letIn)
  if (served === null) {
    await instrument.close(() => end.step())
    return exitCode.failed
  }
  end.waitFor(instrument.saving)
  reading.add(tellService(instrument, end, output.complain))
  try {
    if (command.list) return await list(instrument, command, output)
    reading.add(tellPlayed(instrument, print))
    reading.add(instrument.parts.breaks.onTold.on(({ message }) => output.note(message)))
    reading.add(markCaptures(instrument))
    return await new HeadlessRun(instrument, command, output, end).run()
  } finally {
    reading.dispose()
    await served.close()
    await instrument.close(() => end.step())
  }
}

/** Where it is asked for, other programs and viewers are served. Null: that failed, which has been said. */
async function servePrograms(
  instrument: Instrument,
  command: RunCommand,
  output: Terminal,
  letIn: LetViewersIn | null,
): Promise<{ close(): Promise<void> } | null> {
  const nobody = { close: () => Promise.resolve() }
  if (command.list) return nobody
  try {
    for (const line of await serve(instrument, command)) output.note(line)
    if (letIn === null) return nobody
    const viewers = await letIn(instrument)
    output.note(viewers.line)
    return viewers
  } catch (thrown) {
    output.complain(sentence(thrown))
    return null
  }
}

async function list(instrument: Instrument, command: RunCommand, output: Terminal): Promise<number> {
  const { devices, text } = await listing(instrument)
  output.print(command.json ? JSON.stringify({ devices }) : text)
  return exitCode.ok
}
