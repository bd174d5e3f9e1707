// A headless run with what is said beside it: recordings that a dead program left, and the log where one is asked for.
import type { RunCommand } from '#main/cli/index.ts'
import { Diary, logFolderOf } from '#main/diagnostics/index.ts'
import { blockscopeVersion } from '#main/instrument/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { type HeadlessWays, runHeadless } from './run.ts'
import { unfinishedLine } from './unfinished.ts'

/** As {@link runHeadless}; noted in the folder that `--log` names, and nowhere without it. */
export async function runNoted(
  command: RunCommand,
  output: Terminal,
  end: ProgramEnd,
  ways: HeadlessWays = {},
): Promise<number> {
  const unfinished = command.list ? null : await unfinishedLine(command)
  if (unfinished !== null) output.note(unfinished)
  if (command.log === null) return runHeadless(command, output, end, ways)
  const { log, logPaths: arePathsShown } = command
  const diary = new Diary({ folder: logFolderOf(log), front: 'headless', version: blockscopeVersion, arePathsShown })
  diary.onSilence.on(output.complain)
  await diary.begin()
  const complain = (line: string): void => {
    diary.log.error(line)
    output.complain(line)
  }
  try {
    return await runHeadless(command, { ...output, complain }, end, { ...ways, self: { diary } })
  } finally {
    end.watch()
    await diary.close()
  }
}
