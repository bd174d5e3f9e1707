// The instrument without a screen, as a program. Standard output ends with the result; complaints go to standard error.
import { exitCode, helpText, parseCommandLine } from '#main/cli/index.ts'
import { runDiagnose, runHeadless } from '#main/headless/index.ts'
import { blockscopeVersion } from '#main/instrument/index.ts'
import { ProgramEnd } from '#main/runtime/program-end.ts'
import { openTerminal } from '#main/runtime/terminal.ts'
import { runHeadlessLab } from '#main/server/lab/headless-lab.ts'
import { runUpdate } from '#main/update/index.ts'

const end = new ProgramEnd()
const output = openTerminal()

/** @param words the command line behind the program's name; the front is headless, named or not */
async function main(words: readonly string[]): Promise<number> {
  let command: ReturnType<typeof parseCommandLine>
  try {
    command = parseCommandLine(['--headless', ...words])
  } catch (thrown) {
    output.complain(thrown instanceof Error ? thrown.message : String(thrown))
    return exitCode.usage
  }
  if (command.kind === 'help') output.print(helpText)
  else if (command.kind === 'version') output.print(blockscopeVersion)
  else if (command.kind === 'update')
    return (await runUpdate(command.action, command, blockscopeVersion, output)) ? exitCode.ok : exitCode.failed
  else if (command.diagnose) return runDiagnose(command, output, end)
  else if (command.listen === null) return runHeadless(command, output, end)
  else return runHeadlessLab(command, output, end)
  return exitCode.ok
}

process.exitCode = await main(process.argv.slice(2))
end.watch()
