// The way in: reads the command line, picks a front, and becomes it. Nothing is started before that.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  blockscopeVersion,
  type Command,
  helpText,
  parseCommandLine,
  type RunCommand,
  runHeadless,
} from '#main/instrument/index.ts'
import { toWireError } from '#shared/errors.ts'
import { findDesktop } from './electron/find-electron.ts'
import { couldNotStart, launchElectron } from './electron/launch.ts'
import { endInTime } from './runtime/end.ts'

/** The app's folder, where package.json is: two up from dist/main, one from main. */
const here = path.dirname(fileURLToPath(import.meta.url))
const app = path.resolve(here, path.basename(path.dirname(here)) === 'dist' ? '../..' : '..')

const output = {
  print: (line: string): void => void process.stdout.write(`${line}\n`),
  complain: (line: string): void => void process.stderr.write(`blockscope: ${line}\n`),
}

/** Runs a front to its end; resolves with the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const command = readCommand(words)
  if (command === null) return 2
  if (command.kind === 'run')
    return command.front === 'headless' || command.list ? runHeadless(command, output) : screen(command, words)
  output.print(command.kind === 'help' ? helpText : blockscopeVersion)
  return 0
}

function readCommand(words: readonly string[]): Command | null {
  try {
    return parseCommandLine(words)
  } catch (thrown) {
    output.complain(toWireError(thrown).message)
    return null
  }
}

/** The desktop app where it can run, else the browser with one line that says why; or the one that was asked for. */
async function screen(command: RunCommand, words: readonly string[]): Promise<number> {
  if (command.front === 'browser') return browser(command)
  const missing = await desktop(words)
  if (typeof missing === 'number') return missing
  if (command.front === 'electron') {
    output.complain(`the desktop app cannot run: ${missing}`)
    return 1
  }
  output.complain(`serving the browser, because ${missing}`)
  return browser(command)
}

/** The exit code of the desktop app, or why it could not run. */
async function desktop(words: readonly string[]): Promise<number | string> {
  const found = findDesktop(process)
  if ('missing' in found) return found.missing
  const code = await launchElectron({ program: found.program, app, words })
  return code === couldNotStart ? 'Electron did not start' : code
}

async function browser(command: RunCommand): Promise<number> {
  const { runBrowser } = await import('./server/main.ts')
  return runBrowser(command, output)
}

process.exitCode = await main(process.argv.slice(2))
endInTime()
