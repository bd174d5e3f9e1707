// Starts the desktop app from outside and stands in for it: its exit code is ours, our signals are its. The two are
// linked by a channel: the app tells how far it is, and ends when the channel does, so it never stays behind.
import { type ChildProcess, spawn } from 'node:child_process'
import os from 'node:os'
import type { LaunchNews } from '#main/runtime/end-world.ts'
import type { ProgramEnd } from '#main/runtime/program-end.ts'

/** Asked to end and silent for so long, ms, the app is killed. It gives itself 1.5 s, or longer and says so. */
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

/**
 * Runs the app until it ends; resolves with the exit code to end with (128 + n for signal n, also when the app was asked
 * to end before it had begun).
 */
export async function launchElectron(
  launch: Launch,
  end: ProgramEnd,
  complain: (sentence: string) => void,
): Promise<number> {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (isRoot) complain("Chromium's sandbox is off (--no-sandbox), because it cannot be set up by root")
  const env: NodeJS.ProcessEnv = { ...process.env }
  // Left over from a parent that is Electron itself, it would make the program a plain Node.
  delete env.ELECTRON_RUN_AS_NODE
  const words = electronWords(launch, isRoot)
  const child = spawn(launch.program, words, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env })
  let begun = false
  let told = 0
  let killed = false
  onNews(child, (news) => {
    told++
    if (news === 'begun') begun = true
  })
  // The app ends in its own time; this process only outlives it.
  end.waitFor({
    get progress() {
      return told
    },
    line: null,
  })
  const forwarding = end.onAsked((signal) => {
    child.kill(signal)
    whenSilent(child, () => {
      killed = true
      child.kill('SIGKILL')
    })
  })
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(couldNotStart))
    child.once('exit', (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? 'SIGKILL']))
  })
  try {
    const code = await ended
    if (killed) complain(`the desktop app did not answer within ${killAfterMs} ms and was killed`)
    if (end.asked === null || begun || killed) return code
    complain(`${end.asked} came before the capture began.`)
    return end.interruptedCode
  } finally {
    forwarding.dispose()
  }
}

function onNews(child: ChildProcess, listener: (news: LaunchNews) => void): void {
  child.on('message', (message: unknown) => {
    const news = (message as { blockscope?: unknown } | null)?.blockscope
    if (news === 'begun' || news === 'ending') listener(news)
  })
}

/** Runs `fn` when the app has told nothing for {@link killAfterMs}. */
function whenSilent(child: ChildProcess, fn: () => void): void {
  let timer = setTimeout(fn, killAfterMs)
  onNews(child, () => {
    clearTimeout(timer)
    timer = setTimeout(fn, killAfterMs)
  })
  child.once('exit', () => clearTimeout(timer))
}
