// The front without a screen, with viewers of other machines: a lab server.
import { exitCode, type RunCommand } from '#main/cli/index.ts'
import { runHeadless } from '#main/headless/index.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'
import type { Terminal } from '#main/runtime/terminal.ts'
import { toWireError } from '#shared/errors.ts'
import { type LetIn, prepareLab } from './from-command.ts'

/** As `runHeadless`; what is wrong with a certificate or the tokens is refused before anything starts. */
export async function runHeadlessLab(command: RunCommand, output: Terminal, end: ProgramEnd): Promise<number> {
  let letIn: LetIn | null
  try {
    letIn = prepareLab(command, output.complain)
  } catch (thrown) {
    output.complain(toWireError(thrown).message)
    return exitCode.usage
  }
  return runHeadless(command, output, end, { letIn })
}
