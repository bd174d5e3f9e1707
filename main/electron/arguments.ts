// The words meant for Blockscope among those Electron was started with. Chromium and Node take switches from the same
// line; theirs are left out, ours go to the one command-line grammar.

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
])

/**
 * @param argv as `process.argv`
 * @param isPackaged a packaged program is started by its own name; an unpacked one by `electron PATH`, and the words
 *   before PATH are all Electron's.
 */
export function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const words = argv.slice(1)
  const first = isPackaged ? 0 : words.findIndex((word) => !word.startsWith('-')) + 1
  return words.slice(first).filter((word) => !foreign.has(word.split('=', 1)[0] ?? ''))
}
