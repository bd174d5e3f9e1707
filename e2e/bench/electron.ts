// The desktop app as a person has it: started by itself, with nothing that drives it.
import { type ChildProcess, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { electronWords } from '#main/cli/launch.ts'
import { desktopEnvironment, freshHome, root } from '../fixtures/desktop.ts'
import { findElectron } from '../setup/lanes.ts'
import { portOf, valueInPage } from './devtools.ts'

export interface StartedApp {
  readonly child: ChildProcess
  /** What an expression is in the page of its window. */
  value<T>(expression: string): Promise<T>
  end(): Promise<void>
}

/**
 * Starts the built files in Electron, or a packaged program.
 * @param words for Blockscope
 * @param first a module that Electron loads before the app
 */
export function startApp(
  words: readonly string[],
  { program, first }: { program?: string; first?: string },
): StartedApp {
  const home = freshHome()
  const isRoot = process.getuid?.() === 0
  const electron = path.join(findElectron() ?? '', 'electron')
  const own = ['--remote-debugging-port=0', ...(first === undefined ? [] : ['-r', first])]
  const line =
    program === undefined
      ? [...own, ...electronWords({ program: electron, app: root, words }, isRoot)]
      : [...own, ...(isRoot ? ['--no-sandbox'] : []), ...words]
  const child = spawn(program ?? electron, line, {
    cwd: root,
    env: desktopEnvironment(home),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const port = portOf(child.stderr!)
  return {
    child,
    value: async (expression) => valueInPage(await port, expression),
    async end() {
      child.kill('SIGTERM')
      await ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}
