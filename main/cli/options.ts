// Every option, and what it does with its value.
import path from 'node:path'
import { parseContextUri } from '#main/instrument/index.ts'
import { iiodOverruns } from '#shared/contract/topics/iiod.ts'
import { fail, say } from '#shared/errors.ts'
import { parseExport } from '#shared/kinds/exports.ts'
import { parseRotation } from '#shared/kinds/rotation.ts'
import { segmentSettings } from '#shared/kinds/settings.ts'
import { parseTrigger } from '#shared/kinds/trigger-text.ts'
import type { Draft, Front } from './command.ts'
import {
  parseAssignment,
  parseDuration,
  parseEndpoint,
  parseMemory,
  parseNewToken,
  parseScheduled,
  parseWhole,
} from './option-values.ts'

const fronts: readonly string[] = ['electron', 'browser', 'headless']

function isFront(word: string): word is Front {
  return fronts.includes(word)
}

function chooseFront(draft: Draft, front: Front): void {
  if (draft.front !== null && draft.front !== front)
    fail('EINVAL', say`The front cannot be both ${draft.front} and ${front}.`)
  draft.front = front
}

/** Options that take a value, and what they do with it. */
export const valued: Readonly<Record<string, (draft: Draft, text: string) => void>> = {
  '--front': (draft, text) => {
    if (!isFront(text)) fail('EINVAL', say`--front takes electron, browser or headless, not '${text}'.`)
    chooseFront(draft, text)
  },
  '--for': (draft, text) => {
    draft.forSeconds = parseDuration('--for', text)
    if (draft.forSeconds === 0) fail('EINVAL', say`--for takes a duration above zero.`)
  },
  '--seed': (draft, text) => {
    draft.seed = parseWhole('--seed', text, 0, 2 ** 32 - 1)
  },
  '--device': (draft, text) => {
    if (text === '') fail('EINVAL', say`--device takes the name of a device.`)
    draft.device = text
  },
  '--update-from': (draft, text) => {
    if (text === '') fail('EINVAL', say`--update-from takes a folder or an address.`)
    draft.updateFrom = text
  },
  '--update-key': (draft, text) => {
    if (text === '') fail('EINVAL', say`--update-key takes the file of a public key.`)
    draft.updateKey = text
  },
  '--connect': (draft, text) => {
    parseContextUri(text)
    draft.connect.push(text)
  },
  '--set': (draft, text) => void draft.set.push(parseAssignment('--set', text)),
  '--at': (draft, text) => void draft.at.push(parseScheduled(text)),
  '--trigger': (draft, text) => {
    parseTrigger(text)
    draft.trigger = text
  },
  '--search': (draft, text) => {
    parseTrigger(text, 'search.')
    draft.search = text
  },
  '--measure': (draft, text) => {
    if (text.trim() === '') fail('EINVAL', say`--measure takes a measurement and a channel, as in 'rise voltage0'.`)
    draft.measure.push(text)
  },
  '--segments': (draft, text) => {
    const { least, most } = segmentSettings['segments.count']
    draft.segments = parseWhole('--segments', text, least, most)
  },
  '--record': (draft, text) => {
    if (text === '') fail('EINVAL', say`--record takes a file name.`)
    draft.record = text
  },
  '--export': (draft, text) => void draft.exports.push(parseExport(text)),
  '--export-segments': (draft, text) => void draft.segmentExports.push(parseExport(text)),
  '--stream': (draft, text) => {
    const target = text.replace(/^lossless:/, '')
    if (target === '') fail('EINVAL', say`--stream takes tcp:HOST:PORT, the name of a file, or -.`)
    draft.streams.push({ target, isLossless: target !== text })
  },
  '--rotate': (draft, text) => {
    draft.rotate = parseRotation(text)
  },
  '--channels': (draft, text) => {
    const names = text.split(',').map((name) => name.trim())
    if (names.includes('')) fail('EINVAL', say`--channels takes channels with commas between, not '${text}'.`)
    draft.channels = names
  },
  '--samples': (draft, text) => {
    draft.samples = parseWhole('--samples', text, 1, Number.MAX_SAFE_INTEGER)
  },
  '--port': (draft, text) => {
    draft.port = parseWhole('--port', text, 0, 65535)
  },
  '--listen': (draft, text) => {
    draft.listen = parseEndpoint('--listen', text)
  },
  '--tls-cert': (draft, text) => {
    if (text === '') fail('EINVAL', say`--tls-cert takes a file name.`)
    draft.tlsCert = text
  },
  '--tls-key': (draft, text) => {
    if (text === '') fail('EINVAL', say`--tls-key takes a file name.`)
    draft.tlsKey = text
  },
  '--tokens': (draft, text) => {
    if (text === '') fail('EINVAL', say`--tokens takes a file name.`)
    draft.tokens = text
  },
  '--new-token': (draft, text) => {
    draft.newToken = parseNewToken(text)
  },
  '--iiod': (draft, text) => {
    draft.iiod = parseEndpoint('--iiod', text)
  },
  '--iiod-overrun': (draft, text) => {
    const overrun = iiodOverruns.find((word) => word === text)
    if (overrun === undefined) fail('EINVAL', say`--iiod-overrun takes ${iiodOverruns.join(' or ')}, not '${text}'.`)
    draft.iiodOverrun = overrun
  },
  '--scpi': (draft, text) => {
    draft.scpi = parseEndpoint('--scpi', text)
  },
  '--files': (draft, text) => {
    if (text === '') fail('EINVAL', say`--files takes a folder.`)
    draft.files.push(text)
  },
  '--recordings': (draft, text) => {
    if (text === '') fail('EINVAL', say`--recordings takes a folder.`)
    draft.recordings = text
  },
  '--log': (draft, text) => {
    if (text === '') fail('EINVAL', say`--log takes a folder.`)
    draft.log = text
  },
  '--session': (draft, text) => {
    if (text === '') fail('EINVAL', say`--session takes a file name.`)
    draft.session = text
  },
  '--config': (draft, text) => {
    if (text === '') fail('EINVAL', say`--config takes a folder.`)
    draft.config = path.resolve(text)
  },
  '--profile': (draft, text) => {
    if (text === '') fail('EINVAL', say`--profile takes the name of a profile.`)
    draft.profile = text
  },
  '--memory': (draft, text) => {
    draft.memoryBytes = parseMemory(text)
  },
}

/** Options that stand alone. */
export const flags: Readonly<Record<string, (draft: Draft) => void>> = {
  '--headless': (draft) => chooseFront(draft, 'headless'),
  '--json': (draft) => {
    draft.json = true
  },
  '--list': (draft) => {
    draft.list = true
  },
  '--diagnose': (draft) => {
    draft.diagnose = true
  },
  '--log-paths': (draft) => {
    draft.logPaths = true
  },
  '--kiosk': (draft) => {
    draft.kiosk = true
  },
  '--overwrite': (draft) => {
    draft.overwrite = true
  },
  '--factory-reset': (draft) => {
    draft.factoryReset = true
  },
}
