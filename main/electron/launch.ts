// Starts the desktop app from outside and stands in for it: its exit code is ours, our signals are its.
import { spawn } from 'node:child_process'
import os from 'node:os'
import { onEndSignal } from '#main/runtime/end.ts'

/** After a signal the app has this long, ms; then it is killed. The app gives itself 1.5 s. */
const killAfterMs = 1900

/** Exit code of a program that never came to run: the dynamic linker misses a library. */
export const couldNotStart = 127

export interface Launch {
  /** The Electron program. */
  readonly program: string
  /** The folder of the app's package.json. */
  readonly app: string
  /** Command line of Blockscope, passed on as it is. */
  readonly words: readonly string[]
}

/** Words for the Electron program. Its own come before the app's folder, ours behind. */
export function electronWords({ app, words }: Launch, isRoot: boolean): readonly string[] {
  // Chromium's sandbox refuses to be set up by root.
  return [...(isRoot ? ['--no-sandbox'] : []), app, ...words]
}

/** Runs the app until it ends; resolves with the exit code to end with (128 + n for signal n). */
export function launchElectron(launch: Launch): Promise<number> {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const env: NodeJS.ProcessEnv = { ...process.env }
  // Left over from a parent that is Electron itself, it would make the program a plain Node.
  delete env.ELECTRON_RUN_AS_NODE
  const child = spawn(launch.program, electronWords(launch, isRoot), { stdio: 'inherit', env })
  const forwarding = onEndSignal((signal) => {
    child.kill(signal)
    setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref()
  })
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(couldNotStart))
    child.once('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? 'SIGKILL']))
  })
  return ended.finally(() => forwarding.dispose())
}
