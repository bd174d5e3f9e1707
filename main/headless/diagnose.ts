// `--diagnose`: the text for somebody who helps. It is made whatever is wrong: that is what it is for.
import type { RunCommand } from '#main/cli/index.ts'
import { exitCode } from '#main/cli/index.ts'
import { Diary, logFolderOf } from '#main/diagnostics/index.ts'
import { blockscopeVersion, createInstrument, diagnose, type Instrument, rehearse } from '#main/instrument/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { toWireError } from '#shared/errors.ts'
import type { HeadlessWays } from './run.ts'

/**
 * Prints the diagnostics and ends; resolves with the exit code, which is 0 when there is a text.
 * @param ways what a front with a window knows of itself; default: the log that the other fronts write
 */
export async function runDiagnose(
  command: RunCommand,
  output: Pick<Terminal, 'print'>,
  end: ProgramEnd,
  ways: HeadlessWays = {},
): Promise<number> {
  const front = command.front ?? 'headless'
  // Only read: nothing of this short run is noted.
  const known = ways.self ?? {
    diary: new Diary({ folder: logFolderOf(command.log), front, version: blockscopeVersion }),
  }
  let instrument: Instrument | null = null
  let text: string
  try {
    instrument = await createInstrument({
      ...{ front: 'headless', run: false, heapBytes: command.memoryBytes },
      ...{ seed: command.seed, connect: command.connect },
    })
    await end.unlessAsked(rehearse(instrument, command))
    const { unfinished, recordingFolder } = instrument.parts
    await unfinished.look(recordingFolder.path)
    text = await diagnose(instrument, front, known)
  } catch (thrown) {
    if (end.asked !== null) {
      await instrument?.close(() => end.step())
      return end.interruptedCode
    }
    text = await diagnose(`It cannot be set up: ${toWireError(thrown).message}`, front, known)
  }
  output.print(text.trimEnd())
  await instrument?.close(() => end.step())
  return exitCode.ok
}
