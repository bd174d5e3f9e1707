// The command line, one grammar for every front. Parsing touches nothing: what is wrong is known before anything starts.

import { defaultSeed } from '#main/instrument/index.ts'
import type { UpdateAction } from '#main/update/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { Command, Draft } from './command.ts'
import { flags, valued } from './options.ts'

function headlessOnlyOf({
  json,
  record,
  exports,
  segmentExports,
  streams,
  channels,
  segments,
  at,
}: Draft): string | null {
  if (json) return '--json'
  if (record !== null) return '--record'
  if (exports.length > 0) return '--export'
  if (segmentExports.length > 0) return '--export-segments'
  if (streams.length > 0) return '--stream'
  if (channels !== null) return '--channels'
  if (segments !== null) return '--segments'
  return at.length > 0 ? '--at' : null
}

/** Options that only mean something without a screen, where they are used without it. */
function checkCombination(draft: Draft): void {
  const writes = draft.record !== null || draft.exports.length > 0
  if (draft.samples !== null && !writes) fail('EINVAL', say`--samples needs --record FILE or --export FORMAT:FILE.`)
  if (draft.segmentExports.length > 0 && draft.segments === null)
    fail('EINVAL', say`--export-segments needs --segments N, which says how many are kept.`)
  if (draft.overwrite && !writes && draft.segmentExports.length + draft.streams.length === 0)
    fail('EINVAL', say`--overwrite needs --record FILE or --export FORMAT:FILE.`)
  if (draft.rotate !== null && !writes) fail('EINVAL', say`--rotate needs --record FILE or --export FORMAT:FILE.`)
  if (draft.rotate !== null && draft.overwrite)
    fail('EINVAL', say`--rotate and --overwrite exclude each other: files of a rotation never replace any.`)
  if (draft.recordings !== null && draft.front === 'headless')
    fail('EINVAL', say`--recordings needs a screen; --headless records with --record FILE.`)
  if (draft.logPaths && draft.log === null && draft.front === 'headless')
    fail('EINVAL', say`--log-paths needs --log FOLDER where there is no screen.`)
  // In a window it can be started later.
  if (draft.iiodOverrun !== null && draft.iiod === null && draft.front === 'headless')
    fail('EINVAL', say`--iiod-overrun needs --iiod [HOST:]PORT.`)
  if (draft.front === 'headless' && (draft.updateFrom !== null || draft.updateKey !== null))
    fail(
      'EINVAL',
      say`--update-from and --update-key need a window, or --check-update, --install-update or --rollback.`,
    )
  checkViewers(draft)
  if (draft.list || draft.front === 'headless') return
  const headlessOnly = headlessOnlyOf(draft)
  if (headlessOnly !== null) fail('EINVAL', say`${headlessOnly} needs --headless.`)
}

/** What installs another version instead of a run. */
export const actions: Readonly<Record<string, UpdateAction>> = {
  '--check-update': 'check',
  '--install-update': 'install',
  '--rollback': 'rollback',
}
/** What may stand beside them. */
const besideActions: readonly string[] = ['--update-from', '--update-key', '--headless']

/** The update that is asked for; null: none. @param names of the options that were said @throws EINVAL it stands beside others */
function updateOf(names: readonly string[]): UpdateAction | null {
  const [action, ...more] = names.filter((name) => Object.hasOwn(actions, name))
  if (action === undefined) return null
  const other = more[0] ?? names.find((name) => name !== action && !besideActions.includes(name))
  if (other !== undefined) fail('EINVAL', say`${action} starts no capture, so ${other} cannot stand beside it.`)
  return actions[action]!
}

/** Viewers of other machines are let in with all of it, or not at all. */
function checkViewers({ listen, tlsCert, tlsKey, tokens, newToken, kiosk, front }: Draft): void {
  if (kiosk && front !== null && front !== 'electron')
    fail('EINVAL', say`--kiosk needs the window; a page is opened with ?kiosk.`)
  if (newToken !== null) {
    if (tokens === null) fail('EINVAL', say`--new-token needs --tokens FILE, where it is written.`)
    return
  }
  if (listen === null) {
    const lonely = [
      ['--tls-cert', tlsCert],
      ['--tls-key', tlsKey],
      ['--tokens', tokens],
    ].find(([, given]) => given !== null)
    if (lonely !== undefined) fail('EINVAL', say`${lonely[0] ?? ''} needs --listen [HOST:]PORT.`)
    return
  }
  if (tlsCert === null || tlsKey === null || tokens === null)
    fail(
      'EINVAL',
      say`--listen needs --tls-cert FILE, --tls-key FILE and --tokens FILE: other machines come in with TLS and a token only.`,
    )
}

/**
 * Reads the words after the program's name. `--option value` and `--option=value` are the same.
 * @throws EINVAL with one sentence for anything unknown, missing or contradictory.
 */
export function parseCommandLine(words: readonly string[]): Command {
  const draft: Draft = {
    front: null,
    forSeconds: null,
    json: false,
    list: false,
    diagnose: false,
    seed: defaultSeed,
    connect: [],
    device: null,
    set: [],
    at: [],
    trigger: null,
    search: null,
    measure: [],
    segments: null,
    record: null,
    exports: [],
    segmentExports: [],
    streams: [],
    channels: null,
    rotate: null,
    overwrite: false,
    samples: null,
    port: 0,
    listen: null,
    tlsCert: null,
    tlsKey: null,
    tokens: null,
    newToken: null,
    kiosk: false,
    iiod: null,
    iiodOverrun: null,
    scpi: null,
    memoryBytes: null,
    files: [],
    recordings: null,
    log: null,
    logPaths: false,
    session: null,
    config: null,
    profile: null,
    factoryReset: false,
    updateFrom: null,
    updateKey: null,
  }
  let special: 'help' | 'version' | null = null
  const names: string[] = []
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!
    const equals = word.startsWith('--') ? word.indexOf('=') : -1
    const name = equals < 0 ? word : word.slice(0, equals)
    const takeValue = Object.hasOwn(valued, name) ? valued[name] : undefined
    const setFlag = Object.hasOwn(flags, name) ? flags[name] : undefined
    names.push(name)
    if (takeValue !== undefined) {
      const text = equals < 0 ? words[++k] : word.slice(equals + 1)
      if (text === undefined) fail('EINVAL', say`${name} needs a value.`)
      takeValue(draft, text)
    } else if (
      equals >= 0 &&
      (setFlag !== undefined || Object.hasOwn(actions, name) || name === '--help' || name === '--version')
    )
      fail('EINVAL', say`${name} takes no value.`)
    else if (setFlag !== undefined) setFlag(draft)
    else if (name === '--help' || name === '-h') special ??= 'help'
    else if (Object.hasOwn(actions, name)) continue
    else if (name === '--version') special ??= 'version'
    else
      fail(
        'EINVAL',
        word.startsWith('-')
          ? say`There is no option '${word}'; see --help.`
          : say`'${word}' is no option; see --help.`,
      )
  }
  if (special !== null) return { kind: special }
  const action = updateOf(names)
  if (action !== null) return { kind: 'update', action, from: draft.updateFrom, key: draft.updateKey }
  checkCombination(draft)
  return { kind: 'run', ...draft }
}
