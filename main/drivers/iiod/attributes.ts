// Attributes of a remote device: read and written where they are, each time.

import type { Attribute } from '#main/iio/index.ts'
import type { AttributePlace } from '#main/iiod/index.ts'
import { Refusal } from '#main/iiod/index.ts'
import { fail, say } from '#shared/errors.ts'
import type { FarSide } from './far-side.ts'

export interface RemoteAttributeSpec {
  /** Null: what is described is in a file, and nobody can be asked. */
  readonly link: FarSide | null
  /** Id of the device there. */
  readonly device: string
  readonly place: AttributePlace
  readonly name: string
  /** What the description says it is; null: nothing. */
  readonly described: string | null
  /** What the description of a stream is made of: it keeps its value while there is no connection, and does not change while it is captured. */
  readonly ofStream: boolean
  /** The other side says that it cannot be written. */
  readonly isReadOnly: boolean
  /** Its `_available`, as it was when the context was opened. */
  readonly options: readonly string[] | null
  /** It is captured. */
  isCapturing(): boolean
}

/** What comes from outside is shown on terminals and screens: one value, without what controls them. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?')
}

export function remoteAttribute(spec: RemoteAttributeSpec): Attribute {
  const { link, device, place, name, ofStream, described, options } = spec
  if (link === null)
    return {
      show: () => described ?? fail('ENODATA', say`The file does not say what ${name} is.`),
    }
  let last: string | null = null
  const isFixed = spec.isReadOnly || name.endsWith('_available')
  return {
    isSetting: false,
    isRemote: true,
    async show() {
      if (ofStream && last !== null && link.down !== null) return last
      try {
        last = plain(await link.readAttribute(device, place, name))
        return last
      } catch (thrown) {
        if (ofStream && last !== null && !(thrown instanceof Refusal)) return last
        throw thrown
      }
    },
    ...(!isFixed && {
      async store(text: string) {
        if (ofStream && spec.isCapturing()) fail('EBUSY', say`${name} cannot change while it is captured.`)
        await link.writeAttribute(device, place, name, text.replace(/\n$/, ''))
      },
    }),
    ...(options !== null && { options: () => options, hideAvailable: true }),
  }
}

/**
 * The values of an `_available` attribute.
 * @returns null: it is a range (`[0 1 255]`), or says nothing
 */
export function optionsIn(text: string): readonly string[] | null {
  const words = plain(text).trim().split(/\s+/)
  return words[0] === '' || text.includes('[') || words.length > 256 ? null : words
}
