// The XML of a context, as another machine or a file has it: read strictly, and nothing of it is believed that the protocol
// does not allow. What is unknown is skipped, as libiio does.
import { SaxesParser } from 'saxes'
import { fail, say } from '#shared/errors.ts'
import { parseScanType, type ScanType } from '#shared/iio/index.ts'

export interface RemoteAttribute {
  readonly name: string
  /** Null: the XML does not say it; that of a board never does. */
  readonly value: string | null
  /** It cannot be written; absent: that is not known. An XML never says it. */
  readonly isReadOnly?: boolean
}

export interface RemoteChannel {
  /** `voltage0`; with {@link direction} unique in its device. */
  readonly id: string
  readonly direction: 'in' | 'out'
  /** Its extended name; empty: none. */
  readonly name: string
  /** Null: no scan element. */
  readonly scan: { readonly index: number; readonly type: ScanType } | null
  readonly attributes: readonly RemoteAttribute[]
}

export interface RemoteDevice {
  readonly id: string
  /** Empty: none. */
  readonly name: string
  readonly label: string
  /** In the order of the XML: {@link maskOrder} has that of masks. */
  readonly channels: readonly RemoteChannel[]
  readonly attributes: readonly RemoteAttribute[]
  readonly debugAttributes: readonly RemoteAttribute[]
  readonly bufferAttributes: readonly RemoteAttribute[]
}

export interface RemoteContext {
  readonly name: string
  readonly description: string
  /** Null: the XML does not say it. */
  readonly version: { readonly major: number; readonly minor: number } | null
  readonly attributes: ReadonlyMap<string, string>
  readonly devices: readonly RemoteDevice[]
}

/** What a context may have. A large board has some hundred channels and 200 KiB of XML. */
export const contextLimits = {
  xmlBytes: 4 << 20,
  devices: 256,
  /** Of one device. */
  channels: 2048,
  /** Of one device, with those of its channels. */
  attributes: 16_384,
  scanIndex: 4095,
  /** Bytes of one element of a scan. */
  elementBytes: 1024,
} as const

/** A name that a command can have: one word of printable ASCII, and no slash, which parts the names of paths here. */
const word = /^[\x21-\x2e\x30-\x7e]{1,128}$/

type Draft<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] }
type Values = Readonly<Record<string, string>>

/**
 * Reads the document.
 * @throws EMSGSIZE it is too large; EBADMSG it is no XML, or none of a context, with what is wrong
 */
export function readContext(xml: string): RemoteContext {
  if (xml.length > contextLimits.xmlBytes)
    fail('EMSGSIZE', say`A context of ${xml.length} characters is too large: ${contextLimits.xmlBytes} are allowed.`)
  const reader = new ContextReader()
  const parser = new SaxesParser({ position: false, xmlns: false as const })
  let problem: unknown = null
  parser.on('error', (error) => {
    problem ??= new Error(error.message)
  })
  // The first problem ends it; what the parser goes on to find is of no interest.
  parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
    if (problem === null) guarded(() => reader.open(name, attributes, isSelfClosing))
  })
  parser.on('closetag', ({ name, isSelfClosing }) => {
    if (problem === null && !isSelfClosing) reader.close(name)
  })
  const guarded = (read: () => void): void => {
    try {
      read()
    } catch (thrown) {
      problem = thrown
    }
  }
  guarded(() => void parser.write(xml).close())
  if (problem !== null) throw problem instanceof Error && !('errno' in problem) ? notXml(problem) : problem
  return reader.context ?? fail('EBADMSG', say`The XML has no context.`)
}

function notXml(error: Error): unknown {
  try {
    return fail('EBADMSG', say`The context is no XML: ${error.message.slice(0, 120).replace(/\.$/, '')}.`)
  } catch (thrown) {
    return thrown
  }
}

class ContextReader {
  #context: Draft<Omit<RemoteContext, 'attributes'>> | null = null
  readonly #attributes = new Map<string, string>()
  #device: Draft<RemoteDevice> | null = null
  #channel: Draft<RemoteChannel> | null = null
  #deviceAttributes = 0
  /** What is in a list of attributes already. */
  readonly #names = new WeakMap<object, Set<string>>()
  /** Elements inside one that is not looked into. */
  #skipped = 0

  get context(): RemoteContext | null {
    return this.#context === null ? null : { ...this.#context, attributes: this.#attributes }
  }

  open(name: string, values: Values, isSelfClosing: boolean): void {
    if (this.#skipped > 0 || !this.#read(name, values)) {
      if (!isSelfClosing) this.#skipped++
    } else if (isSelfClosing) this.#leave(name)
  }

  close(name: string): void {
    if (this.#skipped > 0) this.#skipped--
    else this.#leave(name)
  }

  #leave(name: string): void {
    if (name === 'channel') this.#channel = null
    else if (name === 'device') this.#device = null
  }

  /** False: it is not looked into. */
  #read(name: string, values: Values): boolean {
    if (this.#context === null) return this.#begin(name, values)
    if (this.#device === null) {
      if (name === 'device') this.#beginDevice(this.#context, values)
      else if (name === 'context-attribute') this.#attributes.set(shown(values.name), shown(values.value))
      else return false
      return true
    }
    if (this.#channel !== null) {
      if (name === 'attribute') this.#add(this.#device, this.#channel.attributes, values)
      else if (name === 'scan-element') this.#scan(this.#device, this.#channel, values)
      else return false
      return true
    }
    return this.#readOfDevice(this.#device, name, values)
  }

  #readOfDevice(device: Draft<RemoteDevice>, name: string, values: Values): boolean {
    if (name === 'channel') this.#beginChannel(device, values)
    else if (name === 'attribute') this.#add(device, device.attributes, values)
    else if (name === 'debug-attribute') this.#add(device, device.debugAttributes, values)
    else if (name === 'buffer-attribute') this.#add(device, device.bufferAttributes, values)
    else return false
    return true
  }

  #begin(name: string, values: Values): boolean {
    if (name !== 'context') fail('EBADMSG', say`The XML is no context: it begins with '${shown(name)}'.`)
    const [major, minor] = [values['version-major'], values['version-minor']]
    const isVersion = /^\d{1,4}$/.test(major ?? '') && /^\d{1,4}$/.test(minor ?? '')
    this.#context = {
      name: shown(values.name),
      description: shown(values.description),
      version: isVersion ? { major: Number(major), minor: Number(minor) } : null,
      devices: [],
    }
    return true
  }

  #beginDevice({ devices }: { devices: RemoteDevice[] }, values: Values): void {
    const id = wordOf(values.id, 'A device')
    if (devices.some((other) => other.id === id)) fail('EBADMSG', say`Two devices of the context are called ${id}.`)
    if (devices.length === contextLimits.devices)
      fail('EMSGSIZE', say`The context has more than ${contextLimits.devices} devices.`)
    const none = { channels: [], attributes: [], debugAttributes: [], bufferAttributes: [] }
    this.#device = { id, name: shown(values.name), label: shown(values.label), ...none }
    this.#deviceAttributes = 0
    devices.push(this.#device)
  }

  #beginChannel(device: Draft<RemoteDevice>, values: Values): void {
    const id = wordOf(values.id, `A channel of ${device.id}`)
    if (values.type !== 'input' && values.type !== 'output')
      fail('EBADMSG', say`Channel ${id} of ${device.id} is neither input nor output.`)
    const direction = values.type === 'input' ? 'in' : 'out'
    if (device.channels.some((other) => other.id === id && other.direction === direction))
      fail('EBADMSG', say`Two channels of ${device.id} are called ${id}.`)
    if (device.channels.length === contextLimits.channels)
      fail('EMSGSIZE', say`${device.id} has more than ${contextLimits.channels} channels.`)
    this.#channel = { id, direction, name: shown(values.name), scan: null, attributes: [] }
    device.channels.push(this.#channel)
  }

  #scan(device: RemoteDevice, channel: Draft<RemoteChannel>, { index = '', format = '' }: Values): void {
    const where = `${channel.id} of ${device.id}`
    if (!/^\d{1,4}$/.test(index) || Number(index) > contextLimits.scanIndex)
      fail('EBADMSG', say`'${shown(index)}' is no scan index for ${where}: 0 to ${contextLimits.scanIndex} is allowed.`)
    let type: ScanType
    try {
      type = parseScanType(format)
    } catch {
      fail('EBADMSG', say`'${shown(format)}' is no format for ${where}, such as le:s12/16>>4.`)
    }
    if ((type.storagebits / 8) * type.repeat > contextLimits.elementBytes)
      fail('EMSGSIZE', say`An element of ${where} is larger than ${contextLimits.elementBytes} bytes.`)
    channel.scan = { index: Number(index), type }
  }

  /** A name that is there already is the same attribute. */
  #add(device: RemoteDevice, list: RemoteAttribute[], values: Values): void {
    const name = wordOf(values.name, `An attribute of ${device.id}`)
    if (++this.#deviceAttributes > contextLimits.attributes)
      fail('EMSGSIZE', say`${device.id} has more than ${contextLimits.attributes} attributes.`)
    const taken = this.#names.get(list) ?? new Set()
    this.#names.set(list, taken)
    if (!taken.has(name)) list.push({ name, value: values.value ?? null })
    taken.add(name)
  }
}

/** @param what has the name, at the begin of a sentence @throws EBADMSG no command can have it */
function wordOf(text: string | undefined, what: string): string {
  if (text === undefined) fail('EBADMSG', say`${what} has no name.`)
  if (!word.test(text)) fail('EBADMSG', say`${what} has a name that no command can have: '${shown(text)}'.`)
  return text
}

const mostShown = 256

/** Text of the other side as one line of plain characters. */
export function shown(text: string | undefined): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal.
  return (text ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ').slice(0, mostShown)
}

/**
 * The channels in the order in which masks count them, which is the one of libiio 0.x: by scan index, equal ones by shift, and
 * those without one last. A server writes them so already.
 */
export function maskOrder(channels: readonly RemoteChannel[]): readonly RemoteChannel[] {
  const place = ({ scan }: RemoteChannel): number => scan?.index ?? Number.POSITIVE_INFINITY
  return channels.toSorted((a, b) =>
    a.scan === null || b.scan === null
      ? Number(a.scan === null) - Number(b.scan === null)
      : place(a) - place(b) || a.scan.type.shift - b.scan.type.shift,
  )
}
