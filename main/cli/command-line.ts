// The command line, one grammar for every front. Parsing touches nothing: what is wrong is known before anything starts.

import { defaultSeed } from '#main/instrument/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { Command, Draft } from './command.ts'
import { flags, valued } from './options.ts'

function headlessOnlyOf({ json, record, exports, streams, channels, segments, at }: Draft): string | null {
  if (json) return '--json'
  if (record !== null) return '--record'
  if (exports.length > 0) return '--export'
  if (streams.length > 0) return '--stream'
  if (channels !== null) return '--channels'
  if (segments !== null) return '--segments'
  return at.length > 0 ? '--at' : null
}

/** Options that only mean something without a screen, where they are used without it. */
function checkCombination(draft: Draft): void {
  const writes = draft.record !== null || draft.exports.length > 0
  if (draft.samples !== null && !writes) fail('EINVAL', say`--samples needs --record FILE or --export FORMAT:FILE.`)
  if (draft.overwrite && !writes && draft.streams.length === 0)
    fail('EINVAL', say`--overwrite needs --record FILE or --export FORMAT:FILE.`)
  if (draft.recordings !== null && draft.front === 'headless')
    fail('EINVAL', say`--recordings needs a screen; --headless records with --record FILE.`)
  checkViewers(draft)
  if (draft.list || draft.front === 'headless') return
  const headlessOnly = headlessOnlyOf(draft)
  if (headlessOnly !== null) fail('EINVAL', say`${headlessOnly} needs --headless.`)
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
    streams: [],
    channels: null,
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
    scpi: null,
    memoryBytes: null,
    files: [],
    recordings: null,
    session: null,
  }
  let special: 'help' | 'version' | null = null
  for (let k = 0; k < words.length; k++) {
    const word = words[k]!
    const equals = word.startsWith('--') ? word.indexOf('=') : -1
    const name = equals < 0 ? word : word.slice(0, equals)
    const takeValue = Object.hasOwn(valued, name) ? valued[name] : undefined
    const setFlag = Object.hasOwn(flags, name) ? flags[name] : undefined
    if (takeValue !== undefined) {
      const text = equals < 0 ? words[++k] : word.slice(equals + 1)
      if (text === undefined) fail('EINVAL', say`${name} needs a value.`)
      takeValue(draft, text)
    } else if (equals >= 0 && (setFlag !== undefined || name === '--help' || name === '--version'))
      fail('EINVAL', say`${name} takes no value.`)
    else if (setFlag !== undefined) setFlag(draft)
    else if (name === '--help' || name === '-h') special ??= 'help'
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
  checkCombination(draft)
  return { kind: 'run', ...draft }
}
