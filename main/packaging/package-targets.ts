// Which packages there are, and which of them a command line asks for.

/** In the order in which they are built. */
export const packageTargets = ['deb', 'rpm', 'tar.gz', 'AppImage', 'nsis'] as const
export type PackageTarget = (typeof packageTargets)[number]

/** Made by electron-builder on the system they are for, because it alone has the tools; nothing of them is built here. */
const elsewhere: Readonly<Record<string, string>> = { dmg: 'macOS', zip: 'macOS' }

const list = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/**
 * The targets that `words` name, each once; all when there is no word.
 * @throws Error with one sentence for a word that names none
 */
export function readTargets(words: readonly string[]): readonly PackageTarget[] {
  for (const word of words) {
    const system = Object.hasOwn(elsewhere, word) ? elsewhere[word] : undefined
    if (system !== undefined)
      throw new Error(`'${word}' is built on ${system} only, with npx electron-builder --mac ${word}.`)
    if (!(packageTargets as readonly string[]).includes(word))
      throw new Error(`There is no package '${word}'; there are ${list(packageTargets)}.`)
  }
  return words.length === 0 ? packageTargets : packageTargets.filter((target) => words.includes(target))
}
