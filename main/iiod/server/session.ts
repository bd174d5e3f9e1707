// One connection: commands in, answers out, one after the other. Its streams end with it, however it ends.
import type { Socket } from 'node:net'
import { Outgoing } from '#main/runtime/outgoing.ts'
import { ErrnoError, errnoOf, fail, say } from '#shared/errors.ts'
import {
  errorAnswer,
  numberAnswer,
  type PackedValue,
  packedAnswer,
  readValue,
  textAnswer,
  unpackValues,
  valueAnswer,
  versionAnswer,
} from '../answer.ts'
import { type AttributeAddress, type Command, parseCommand, trimLine } from '../command.ts'
import { helpText } from '../command-forms.ts'
import { contextXml } from '../context-xml.ts'
import { describeContext, protocolVersion } from './describe.ts'
import type { DeviceUses } from './device-uses.ts'
import { attributesAt, findWireDevice, triggerPath, type WireAttribute, type WireDevice } from './directory.ts'
import type { IiodHost } from './host.ts'
import { Incoming, overlong } from './incoming.ts'
import type { Overrun } from './kernel-buffers.ts'
import { SessionStreams } from './session-streams.ts'

/** Values are short; who sends more is no client. */
const mostPayloadBytes = 64 << 10
/** After so many commands others have their turn. */
const commandsInTurn = 64

export interface SessionParts {
  readonly socket: Socket
  readonly host: IiodHost
  readonly uses: DeviceUses
  readonly overrun: () => Overrun
}

export class Session {
  readonly #socket: Socket
  readonly #host: IiodHost
  readonly #incoming: Incoming
  readonly #outgoing: Outgoing
  /** The client has ended: nobody waits for samples any more. */
  readonly #gone = new AbortController()
  readonly #streams: SessionStreams
  /** Commands that were answered. */
  commands = 0

  constructor({ socket, host, uses, overrun }: SessionParts) {
    this.#socket = socket
    this.#host = host
    this.#incoming = new Incoming(() => socket.resume())
    this.#outgoing = new Outgoing(socket)
    const ends = { incoming: this.#incoming, outgoing: this.#outgoing, gone: this.#gone.signal }
    this.#streams = new SessionStreams({ ...ends, host, uses, overrun })
    socket.on('data', (chunk: Uint8Array) => {
      this.#incoming.push(chunk)
      if (this.#incoming.isFull) socket.pause()
    })
    const end = (): void => {
      this.#gone.abort()
      this.#incoming.end()
    }
    socket.on('end', end)
    socket.on('close', end)
    // A connection that breaks is closed next, and that is no failure.
    socket.on('error', () => undefined)
  }

  get sentBytes(): number {
    return this.#outgoing.bytes
  }

  get streams(): SessionStreams {
    return this.#streams
  }

  /** Resolves when the connection has ended and nothing is left of it. Never fails. */
  async run(): Promise<void> {
    try {
      for (;;) {
        const line = await this.#incoming.nextLine()
        if (line === null) break
        if (++this.commands % commandsInTurn === 0) await new Promise((resolve) => setImmediate(resolve))
        const text = line === overlong ? null : trimLine(line)
        if (text === '') continue
        const command = text === null ? null : parseCommand(text)
        if (command?.verb === 'exit') break
        if (command === null) await this.#outgoing.send(errorAnswer('EINVAL'))
        else await this.#answer(command)
      }
      this.#socket.destroySoon()
    } catch {
      // The client is gone, or does not keep to the protocol: there is nobody to tell.
      this.#socket.destroy()
    } finally {
      await this.#streams.closeAll()
    }
  }

  /** Cuts the connection. */
  cut(): void {
    this.#socket.destroy()
  }

  async #answer(command: Command): Promise<void> {
    if (command.verb === 'write') return this.#write(command.address, command.bytes)
    if (command.verb === 'readbuf') return this.#streams.read(command.device, command.bytes)
    if (command.verb === 'writebuf') return this.#streams.write(command.device, command.bytes)
    let answer: string | Uint8Array
    try {
      answer = await this.#answerTo(command)
    } catch (thrown) {
      answer = errorAnswer(errnoOf(thrown))
    }
    await this.#outgoing.send(answer)
  }

  async #answerTo(command: Command): Promise<string | Uint8Array> {
    switch (command.verb) {
      case 'version':
        return versionAnswer(protocolVersion.major, protocolVersion.minor, protocolVersion.git)
      case 'help':
        return helpText
      case 'print':
        return textAnswer(contextXml(await describeContext(this.#host)))
      case 'timeout':
        this.#streams.timeoutMs = command.ms > 0 ? command.ms : Number.POSITIVE_INFINITY
        return numberAnswer(0)
      case 'read':
        return this.#read(command.address)
      case 'gettrig':
        return this.#getTrigger(command.device)
      case 'settrig':
        return this.#setTrigger(command.device, command.trigger)
      case 'buffersCount':
        this.#streams.setBuffersCount(command.device, command.count)
        return numberAnswer(0)
      case 'open':
        await this.#streams.open(command)
        return numberAnswer(0)
      case 'close':
        await this.#streams.close(command.device)
        return numberAnswer(0)
      default:
        // BINARY and ZPRINT: a client goes on without them.
        return errorAnswer('EINVAL')
    }
  }

  async #read({ device: word, place, name }: AttributeAddress): Promise<Uint8Array> {
    const device = findWireDevice(this.#host.bus, word)
    const attributes = attributesAt(device, place)
    if (name !== null) return valueAnswer(await this.#readOne(device, find(attributes, name)))
    const values: PackedValue[] = []
    for (const attribute of attributes)
      values.push(
        await this.#readOne(device, attribute).then(
          (text) => ({ text }),
          (thrown: unknown) => ({ error: errnoOf(thrown) }),
        ),
      )
    return packedAnswer(values)
  }

  async #readOne(device: WireDevice, { path }: WireAttribute): Promise<string> {
    return (await this.#host.readAttribute(device.holder, path)).replace(/\n$/, '')
  }

  async #write(address: AttributeAddress, bytes: number): Promise<void> {
    if (bytes > mostPayloadBytes) throw new ErrnoError('EMSGSIZE', say`A value of ${bytes} bytes is too long.`)
    // Whatever becomes of it, the payload is read: the next line begins behind it.
    const payload = await this.#incoming.exactly(bytes)
    if (payload === null) return
    let answer = numberAnswer(bytes)
    try {
      if (bytes === 0) fail('EIO', say`A value has one byte at least.`)
      await this.#store(address, payload)
    } catch (thrown) {
      answer = errorAnswer(errnoOf(thrown))
    }
    await this.#outgoing.send(answer)
  }

  async #store({ device: word, place, name }: AttributeAddress, payload: Uint8Array): Promise<void> {
    const device = findWireDevice(this.#host.bus, word)
    const attributes = attributesAt(device, place)
    const write = (attribute: WireAttribute, text: string): Promise<void> =>
      this.#host.writeAttribute(device.holder, attribute.path, text)
    if (name !== null) return write(find(attributes, name), readValue(payload))
    const values = unpackValues(payload)
    if (values === null || values.length > attributes.length) fail('EINVAL', say`These are no packed values.`)
    for (const [k, text] of values.entries()) {
      const attribute = attributes[k]
      if (text !== null && attribute !== undefined) await write(attribute, text)
    }
  }

  async #getTrigger(word: string): Promise<string | Uint8Array> {
    const { holder } = this.#triggered(word)
    const name = await this.#host.readAttribute(holder, triggerPath)
    return name === '' ? numberAnswer(0) : textAnswer(name)
  }

  async #setTrigger(word: string, trigger: string | null): Promise<string> {
    const { holder } = this.#triggered(word)
    const { triggers } = this.#host.bus
    const found = trigger === null ? null : triggers.find(({ id, name }) => id === trigger || name === trigger)
    if (found === undefined) fail('ENOENT', say`There is no trigger '${trigger ?? ''}'.`)
    await this.#host.writeAttribute(holder, triggerPath, found?.name ?? '')
    return numberAnswer(0)
  }

  /** @throws ENODEV; ENOENT it samples without a trigger */
  #triggered(word: string): WireDevice {
    const device = findWireDevice(this.#host.bus, word)
    if (!device.holder.listAttributes().some(({ path }) => path === triggerPath))
      fail('ENOENT', say`${device.name} samples without a trigger.`)
    return device
  }
}

function find(attributes: readonly WireAttribute[], name: string): WireAttribute {
  return attributes.find((one) => one.name === name) ?? fail('ENOENT', say`There is no attribute '${name}'.`)
}
