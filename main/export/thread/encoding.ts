// An export's encoder as the main thread sees it: it is asked, and answers later. Here no sample is touched.
import { Worker } from 'node:worker_threads'
import { builtFile } from '#main/runtime/worker-file.ts'
import { ErrnoError, fromWire, say } from '#shared/errors.ts'
import type { ExportSettings } from '#shared/kinds/exports.ts'
import type { Capture, Pieces, Progress } from '../format.ts'
import type { EncoderFacts, FromEncoder, Order, ToEncoder } from './messages.ts'
import { PieceReceiver, PieceSender } from './shared-pieces.ts'

/** Where the encoder runs. */
export interface FarSide {
  ask(message: ToEncoder): void
  /** It answers, in the order of what it was asked. */
  onAnswer(listener: (answer: FromEncoder) => void): void
  /** It is there no more, for this reason. */
  onEnd(listener: (reason: string) => void): void
  /** Ends it; resolves when it is gone. */
  end(): Promise<unknown>
}

/** Its own memory, MiB: of a format that gathers rows before it writes them. */
const threadMiB = 256

/** A thread of its own. */
export function encodingThread(): FarSide {
  const worker = new Worker(builtFile('export-thread.js'), {
    name: 'export',
    resourceLimits: { maxOldGenerationSizeMb: threadMiB },
  })
  return {
    ask: (message) => worker.postMessage(message),
    onAnswer: (listener) => void worker.on('message', listener),
    onEnd(listener) {
      worker.on('error', (error) => listener(error.message))
      worker.on('exit', () => listener('it ended'))
    },
    end: () => worker.terminate(),
  }
}

interface Question {
  resolve(answer: FromEncoder): void
  reject(reason: ErrnoError): void
}

export class Encoding {
  readonly #side: FarSide
  readonly #sender = new PieceSender()
  readonly #receiver = new PieceReceiver()
  readonly #asked: Question[] = []
  #problem: ErrnoError | null = null
  #ended: Promise<unknown> | null = null
  #facts: EncoderFacts = { isPlain: false, mostScans: 0, endBytes: 0 }

  private constructor(side: FarSide) {
    this.#side = side
    side.onAnswer((answer) => this.#asked.shift()?.resolve(answer))
    side.onEnd((reason) =>
      this.#broke(new ErrnoError('EIO', say`The thread that encodes the export failed: ${reason}.`)),
    )
  }

  /** @throws EINVAL this capture cannot be written in this format; EIO there is no thread. Nothing is left of it then */
  static async open(capture: Capture, settings: ExportSettings, side: FarSide = encodingThread()): Promise<Encoding> {
    const encoding = new Encoding(side)
    try {
      const answer = await encoding.#ask({ ask: 'open', capture: ownOf(capture), settings })
      if (answer.answer === 'open') encoding.#facts = answer.facts
      return encoding
    } catch (thrown) {
      await encoding.close()
      throw thrown
    }
  }

  get facts(): EncoderFacts {
    return this.#facts
  }

  /** How the file begins. @throws EIO the thread is gone */
  async head(progress: Progress): Promise<Uint8Array> {
    const [head] = await this.#pieces({ ask: 'head', progress })
    return head!
  }

  /**
   * The bytes for these orders. They stay as they are until the answer after the next one is asked for.
   * @throws EIO the thread is gone; and what the format refuses
   */
  encode(orders: readonly Order<Uint8Array>[]): Promise<Pieces> {
    const sent = orders.map((order) =>
      order.what === 'scans' ? { ...order, bytes: this.#sender.send(order.bytes) } : order,
    )
    return this.#pieces({ ask: 'encode', orders: sent })
  }

  /** How the file ends. @throws EIO the thread is gone */
  tail(progress: Progress): Promise<Pieces> {
    return this.#pieces({ ask: 'tail', progress })
  }

  /** Ends the thread. Safe to call again. */
  async close(): Promise<void> {
    this.#ended ??= this.#side.end()
    await this.#ended
  }

  async #pieces(message: ToEncoder): Promise<Pieces> {
    const answer = await this.#ask(message)
    return answer.answer === 'pieces' ? answer.pieces.map((piece) => this.#receiver.take(piece)) : []
  }

  async #ask(message: ToEncoder): Promise<FromEncoder> {
    if (this.#problem !== null) throw this.#problem
    const answer = await new Promise<FromEncoder>((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      this.#side.ask(message)
    })
    if (answer.answer === 'failed') throw fromWire(answer.error)
    return answer
  }

  #broke(problem: ErrnoError): void {
    this.#problem ??= problem
    for (const { reject } of this.#asked.splice(0)) reject(this.#problem)
  }
}

/** Of what may have more members, those that an encoder knows: no other goes across. */
function ownOf({ deviceName, samplingFrequencyHz, bytesPerScan, channels, segmentScans }: Capture): Capture {
  return {
    ...{ deviceName, samplingFrequencyHz, bytesPerScan, channels },
    ...(segmentScans !== undefined && { segmentScans }),
  }
}
