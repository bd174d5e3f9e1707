// deb and rpm: the package manager installs, as root. Where this program is not root, a person who may is asked by pkexec; without a
// screen for that the sentence has the command.
import { fail, say } from '#shared/errors.ts'
import { inWords } from '#shared/sentence.ts'
import type { Installer, Step } from './installer.ts'
import type { Tools } from './tools.ts'

export interface PackageWorld {
  readonly tools: Tools
  readonly isRoot: boolean
  /** Whether there is a screen on which a password can be asked for. */
  readonly hasScreen: boolean
}

type Words = readonly [program: string, ...words: string[]]

/** How the first package manager that is here installs a file. */
function debWords(tools: Tools, { file, isBack }: Step): Words {
  const back = isBack ? ['--allow-downgrades'] : []
  return tools.has('apt-get')
    ? ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...back, file]
    : ['dpkg', '--install', file]
}

function rpmWords(tools: Tools, { file, isBack }: Step): Words {
  if (tools.has('dnf')) return ['dnf', isBack ? 'downgrade' : 'install', '-y', file]
  const back = isBack ? ['--oldpackage'] : []
  if (tools.has('zypper')) return ['zypper', '--non-interactive', 'install', '--allow-unsigned-rpm', ...back, file]
  return ['rpm', '--upgrade', ...back, file]
}

const managers = {
  deb: {
    words: debWords,
    query: ['dpkg-query', '--show', 'blockscope'],
    // Debian's own version is that of the release.
    packaged: (version: string) => version,
  },
  rpm: {
    words: rpmWords,
    query: ['rpm', '--query', '--queryformat', '%{VERSION}', 'blockscope'],
    // A hyphen parts version and release in a name of rpm.
    packaged: (version: string) => version.replaceAll('-', '~'),
  },
} as const

const quoted = (word: string): string => (/^[\w./:=+~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

export function packageInstaller(kind: 'deb' | 'rpm', { tools, isRoot, hasScreen }: PackageWorld): Installer {
  const manager = managers[kind]
  const mayAsk = hasScreen && tools.has('pkexec')
  const command = (step: Step): string => ['sudo', ...manager.words(tools, step)].map(quoted).join(' ')
  return {
    kind,
    takesPlace: 'now',
    hindrance: () =>
      isRoot || mayAsk
        ? null
        : inWords(say`Only an administrator installs packages on this machine: start it with sudo, or as root.`),
    // Only a package brings it back.
    keep: () => Promise.resolve(null),
    async install(step) {
      if (!isRoot && !mayAsk)
        fail('EACCES', say`Only an administrator installs packages; the command is: ${command(step)}`)
      const [program, ...words] = manager.words(tools, step)
      await (isRoot ? tools.run(program, words) : tools.run('pkexec', [program, ...words]))
      const [asks, ...asked] = manager.query
      // dpkg-query puts the name before it.
      const now = (await tools.run(asks, asked)).trim().split('\t').at(-1) ?? ''
      if (now !== manager.packaged(step.version))
        fail('EIO', say`${program} ended well, but version ${now} is installed, not ${step.version}.`)
    },
  }
}
