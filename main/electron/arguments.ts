// The words meant for Blockscope among those Electron was started with. Chromium and Node take switches from the same
// line; theirs are left out, ours go to the one command-line grammar.
import { isOpenable, wordsFor } from './openable.ts'

/** Switches of Chromium and Node that a launcher, a test or a user may put on the line. `--name` or `--name=value`. */
const foreign: ReadonlySet<string> = new Set([
  '--no-sandbox',
  '--inspect',
  '--inspect-brk',
  '--remote-debugging-port',
  '--user-data-dir',
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  '--ozone-platform',
  '--ozone-platform-hint',
  '--force-device-scale-factor',
  '--enable-logging',
  '--log-level',
])

/**
 * The words, in the order in which they were said; for the name of a file alone, those that open it.
 * @param argv as `process.argv`
 * @param isPackaged a packaged program is started by its own name; an unpacked one by `electron PATH`, and the words
 *   before PATH are all Electron's.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const words = argv.slice(1)
  const first = isPackaged ? 0 : words.findIndex((word) => !word.startsWith('-')) + 1
  const own = words.slice(first).filter((word) => !foreign.has(word.split('=', 1)[0] ?? ''))
  const [only = ''] = own
  return own.length === 1 && isOpenable(only) ? wordsFor(only) : own
}
