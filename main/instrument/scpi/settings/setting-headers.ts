// Headers of settings, by one rule: each part of a path is a mnemonic, `trigger.level` is `:TRIGger:LEVel`. What the table below
// has is called as bench scopes call it, or has a name that is too long.
import { notationOf } from '#main/scpi/index.ts'
import { channelNode, type NumberedChannel } from './channel-names.ts'

/** Other names for parts of a path. */
const words: Readonly<Record<string, string>> = {
  acquisition: 'acquire',
  measurements: 'measure',
  secondsPerDiv: 'scale',
  voltsPerDiv: 'scale',
  voltsPerAmpere: 'sensitivity',
  blockBytes: 'block',
  blockCount: 'count',
  holdoffEvents: 'skip',
  interpolation: 'interpolate',
  on: 'state',
  en: 'enable',
}

/** What headers depend on besides the path. */
export interface Captured {
  /** Name of the captured device. */
  readonly device: string
  readonly channels: readonly NumberedChannel[]
}

export interface Header {
  readonly header: string
  /** As it is listed. */
  readonly shown: string
}

/** Null where a part of it cannot be a mnemonic. */
function under(node: Header, parts: readonly string[]): Header | null {
  const notations = parts.map((part) => notationOf(words[part] ?? part))
  if (parts.length === 0 || notations.includes(null)) return null
  const rest = notations.map((notation) => `:${notation}`).join('')
  return { header: node.header + rest, shown: node.shown + rest }
}

/** `source_amplitude` is two levels. */
const levelsOf = (attribute: string): readonly string[] => attribute.split('_')

/** The header of a setting; null: it has none of its own, and is reached as `:SETTing "path"`. */
export function headerOf(path: string, { device, channels }: Captured): Header | null {
  const [, id, name] = /^channels\.(.+)\.(\w+)$/.exec(path) ?? []
  if (id !== undefined && name !== undefined) {
    const node = channelNode(id, channels)
    return node === null ? null : under(node, [name])
  }
  if (!path.startsWith('device/')) return under({ header: '', shown: '' }, path.split('.'))
  const prefix = `device/${device}/`
  const [channel = '', attribute, ...more] = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : []
  if (channel === '' || more.length > 0) return null
  if (attribute === undefined) return under({ header: ':DEVice', shown: ':DEVice' }, levelsOf(channel))
  const node = channelNode(channel, channels)
  return node === null ? null : under(node, levelsOf(attribute))
}
