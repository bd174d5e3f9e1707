// A context on another machine: its devices as they are described, its attributes and triggers, and streams of its buffers.
import { type ErrnoError, type ErrnoName, errno, fail, say } from '#shared/errors.ts'
import type { HostPort } from '#shared/host-port.ts'
import type { Event } from '#shared/lifecycle.ts'
import type { Sentence } from '#shared/sentence.ts'
import { readValue } from '../answer.ts'
import type { AttributePlace } from '../command.ts'
import { answerMs, IiodConnection, Refusal } from './connection.ts'
import type { IncomingAnswers } from './incoming.ts'
import { contextLimits, type RemoteContext, readContext, shown } from './read-context.ts'

/** Longest value of an attribute, bytes: more than a page of sysfs, less than what could harm. */
const mostValueBytes = 64 << 10

/** Half of the own limit, so that the server says what it waits for before the client gives up: as libiio 0.x. */
const serverTimeoutMs = answerMs / 2

export class ContextClient {
  readonly endpoint: HostPort
  readonly context: RemoteContext
  /** The XML as it came: two that are alike are of one board. */
  readonly xml: string
  readonly #connection: IiodConnection

  private constructor(connection: IiodConnection, xml: string, context: RemoteContext) {
    this.#connection = connection
    this.endpoint = connection.endpoint
    this.xml = xml
    this.context = context
  }

  /**
   * Connects and reads what there is.
   * @throws EIO, ETIMEDOUT not reached, or lost; EPROTO no IIOD; EBADMSG, EMSGSIZE the context is refused. Then nothing is left open.
   */
  static async open(endpoint: HostPort): Promise<ContextClient> {
    const connection = await IiodConnection.open(endpoint)
    try {
      const xml = await connection.ask('PRINT', (incoming) => readText(incoming, contextLimits.xmlBytes, 'PRINT'))
      const context = readContext(xml)
      await setTimeoutOf(connection, serverTimeoutMs)
      return new ContextClient(connection, xml, context)
    } catch (thrown) {
      connection.close()
      throw thrown
    }
  }

  /** The connection ended by itself; the sentence says how. */
  get onLost(): Event<ErrnoError> {
    return this.#connection.onLost
  }

  get lost(): ErrnoError | null {
    return this.#connection.lost
  }

  /** @throws {@link Refusal} with the errno of the other side; why the connection is lost */
  readAttribute(device: string, place: AttributePlace, name: string): Promise<string> {
    const what = `${device} ${placeWords(place)}${name}`
    return this.#connection.ask(`READ ${what}`, async (incoming) => {
      const length = await incoming.number()
      if (length < 0) refused(length, (why) => say`The other side does not give ${name}: ${why}`)
      return readValue(await readFramed(incoming, length, mostValueBytes))
    })
  }

  /** @throws as {@link readAttribute}; EMSGSIZE the value is too long; then nothing was sent */
  async writeAttribute(device: string, place: AttributePlace, name: string, value: string): Promise<void> {
    const payload = new TextEncoder().encode(`${value}\0`)
    if (payload.length > 4096) fail('EMSGSIZE', say`A value has at most ${4096} bytes.`)
    const line = `WRITE ${device} ${placeWords(place)}${name} ${payload.length}`
    const read = async (incoming: IncomingAnswers): Promise<void> => {
      const taken = await incoming.number()
      if (taken < 0) refused(taken, (why) => say`The other side refuses '${shown(value)}' for ${name}: ${why}`)
    }
    await this.#connection.ask(line, read, { payload })
  }

  /** Name of the trigger of a device; empty: none; null: it samples without one. @throws as {@link readAttribute} */
  async readTrigger(device: string): Promise<string | null> {
    return this.#connection.ask(`GETTRIG ${device}`, async (incoming) => {
      const length = await incoming.number()
      if (length < 0) return null
      return length === 0 ? '' : shown(readValue(await readFramed(incoming, length, 1024)))
    })
  }

  /** @param trigger id or name; empty: none from now on @throws as {@link readAttribute} */
  async writeTrigger(device: string, trigger: string): Promise<void> {
    const line = trigger === '' ? `SETTRIG ${device}` : `SETTRIG ${device} ${trigger}`
    await this.#connection.ask(line, (incoming) =>
      readOk(incoming, (why) => say`The other side refuses the trigger '${shown(trigger)}': ${why}`),
    )
  }

  close(): void {
    this.#connection.close()
  }
}

/** Where an attribute is, as a command has it. */
function placeWords(place: AttributePlace): string {
  if (place.kind === 'channel') return `${place.direction === 'in' ? 'INPUT' : 'OUTPUT'} ${place.channel} `
  return place.kind === 'device' ? '' : `${place.kind.toUpperCase()} `
}

/** How long the server waits for samples. One that does not know the command goes on with its own. @throws why the connection is lost */
export async function setTimeoutOf(connection: IiodConnection, ms: number): Promise<void> {
  await connection.ask(`TIMEOUT ${Math.round(ms)}`, (incoming) => incoming.number())
}

/** What was refused, with the sentence that says why. */
type InWords = (why: Sentence) => Sentence

/** @throws a {@link Refusal} for a negative answer */
export async function readOk(incoming: IncomingAnswers, inWords: InWords): Promise<number> {
  const answer = await incoming.number()
  return answer < 0 ? refused(answer, inWords) : answer
}

/** @param answer negative: an errno of Linux */
export function refused(answer: number, inWords: InWords): never {
  const name = errnoName(-answer)
  throw new Refusal(name ?? 'EIO', inWords(meaning(name, answer)))
}

function errnoName(number: number): ErrnoName | null {
  return (Object.keys(errno) as ErrnoName[]).find((name) => errno[name] === number) ?? null
}

/** What the other side most likely means. */
function meaning(name: ErrnoName | null, answer: number): Sentence {
  switch (name) {
    case 'EBUSY':
      return say`It is busy, perhaps with another client (EBUSY).`
    case 'EACCES':
    case 'EPERM':
      return say`It is not allowed (${name}).`
    case 'EINVAL':
      return say`It does not take that (EINVAL).`
    case 'ETIMEDOUT':
      return say`It waited in vain (ETIMEDOUT).`
    case 'ENODEV':
      return say`The device is gone, or does not answer (ENODEV).`
    case null:
      return say`It says error ${-answer}.`
    default:
      return say`It says ${name}.`
  }
}

async function readText(incoming: IncomingAnswers, most: number, verb: string): Promise<string> {
  const length = await incoming.number()
  if (length < 0) refused(length, (why) => say`The other side refuses ${verb}: ${why}`)
  const bytes = await readFramed(incoming, length, most)
  return new TextDecoder().decode(bytes)
}

/** So many bytes and the newline behind them. @throws EMSGSIZE; EBADMSG there is none */
async function readFramed(incoming: IncomingAnswers, length: number, most: number): Promise<Uint8Array> {
  if (length > most) fail('EMSGSIZE', say`An answer of ${length} bytes is too long: ${most} are allowed.`)
  const bytes = await incoming.bytes(length)
  const [end] = await incoming.bytes(1)
  if (end !== 0x0a) fail('EBADMSG', say`An answer of ${length} bytes does not end where it should.`)
  return bytes
}
