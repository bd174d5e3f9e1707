// The program behind the way in: reads the command line, picks a front, and becomes it. What one front needs is loaded for it alone:
// the desktop app is only waited for.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Command,
  couldNotStart,
  exitCode,
  findDesktop,
  helpText,
  launchElectron,
  parseCommandLine,
  type RunCommand,
} from '#main/cli/index.ts'
import { blockscopeVersion, requireFolders } from '#main/instrument/index.ts'
import { toWireError } from '#shared/errors.ts'
import type { ProgramEnd } from './runtime/program-end.ts'
import { openTerminal } from './runtime/terminal.ts'

/** The app's folder, where package.json is: up from dist/main/chunks, dist/main or main. */
const here = path.dirname(fileURLToPath(import.meta.url))
const app = here.replace(/([\\/]dist)?[\\/]main([\\/]chunks)?$/, '')

const output = openTerminal()

/**
 * Runs a front to its end; resolves with the exit code.
 * @param words the command line behind the program's name
 */
export async function runProgram(words: readonly string[], end: ProgramEnd): Promise<number> {
  const command = readCommand(words)
  if (command === null) return exitCode.usage
  if (command.kind === 'run' && command.newToken !== null)
    return (await import('./server/lab/from-command.ts')).tellNewToken(command, output)
  if (command.kind === 'run' && command.diagnose && command.front !== 'electron')
    return (await import('#main/headless/index.ts')).runDiagnose(command, output, end)
  if (command.kind === 'run')
    return command.front === 'headless' || command.list ? headless(command, end) : screen(command, words, end)
  if (command.kind === 'update') {
    const { runUpdate } = await import('#main/update/index.ts')
    const done = await runUpdate(command.action, command, blockscopeVersion, output)
    return done ? exitCode.ok : exitCode.failed
  }
  output.print(command.kind === 'help' ? helpText : blockscopeVersion)
  return exitCode.ok
}

function readCommand(words: readonly string[]): Command | null {
  try {
    const command = parseCommandLine(words)
    if (command.kind === 'run') requireFolders(command.files)
    return command
  } catch (thrown) {
    output.complain(toWireError(thrown).message)
    return null
  }
}

/** Without a screen; others may look all the same. */
async function headless(command: RunCommand, end: ProgramEnd): Promise<number> {
  if (command.listen === null || command.list)
    return (await import('#main/headless/index.ts')).runHeadless(command, output, end)
  const { runHeadlessLab } = await import('./server/lab/headless-lab.ts')
  return runHeadlessLab(command, output, end)
}

/** The desktop app where it can run, else the browser with one line that says why; or the one that was asked for. */
async function screen(command: RunCommand, words: readonly string[], end: ProgramEnd): Promise<number> {
  if (command.front === 'browser') return browser(command, end)
  const missing = await desktop(words, end)
  if (typeof missing === 'number') return missing
  if (command.front === 'electron') {
    output.complain(`the desktop app cannot run: ${missing}`)
    return exitCode.failed
  }
  output.complain(`serving the browser, because ${missing}`)
  return browser(command, end)
}

/** The exit code of the desktop app, or why it could not run. */
async function desktop(words: readonly string[], end: ProgramEnd): Promise<number | string> {
  const found = findDesktop(process)
  if ('missing' in found) return found.missing
  const code = await launchElectron({ program: found.program, app, words }, end, output.complain)
  return code === couldNotStart ? 'Electron did not start' : code
}

async function browser(command: RunCommand, end: ProgramEnd): Promise<number> {
  const { runBrowser } = await import('./server/main.ts')
  return runBrowser(command, output, end)
}
