// A file that the desktop page sends, in pieces. Electron hands the body of a request over as a whole: a long file would
// take its length in memory, and hold the main thread for so long that samples are lost.
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { type Clock, realClock } from '#main/runtime/clock.ts'
import { receiveFile, type TakeFile, type UploadAnswer } from '#main/server/upload.ts'
import type { Disposable } from '#shared/lifecycle.ts'
import { patience } from '#shared/patience.ts'

/** An upload that brings nothing for so long, ms, is given up: its page is gone. */
export const pieceIdleMs = 30_000
/** So much may wait for the disk, bytes. */
const waitingBytes = 8 << 20

interface Arriving {
  readonly stream: PassThrough
  readonly bytes: number
  /** What is answered in the end; never rejects. */
  readonly answer: Promise<UploadAnswer>
  early: UploadAnswer | null
  received: number
  idle: Disposable | null
}

export class PieceUploads {
  readonly #take: TakeFile
  readonly #clock: Clock
  readonly #arriving = new Map<string, Arriving>()

  constructor(take: TakeFile, clock: Clock = realClock) {
    this.#take = take
    this.#clock = clock
  }

  /**
   * Takes one piece in; answers 200 when there are more to come, 201 with the name after the last. Never rejects.
   * @param query `upload` (any name of this upload's own), `at` and `bytes` (of the file), `name`
   */
  async receive(query: URLSearchParams, piece: Uint8Array): Promise<UploadAnswer> {
    const id = query.get('upload') ?? ''
    const at = Number(query.get('at') ?? Number.NaN)
    const bytes = Number(query.get('bytes') ?? Number.NaN)
    const arriving = at === 0 ? this.#begin(id, bytes, query) : this.#arriving.get(id)
    if (arriving === undefined || arriving.received !== at || at + piece.byteLength > arriving.bytes) {
      this.#giveUp(id)
      return { status: 400, body: { errno: 'EINVAL', message: 'A piece of the file is missing; send it again.' } }
    }
    arriving.received += piece.byteLength
    arriving.idle?.dispose()
    if (arriving.received === arriving.bytes) {
      this.#arriving.delete(id)
      arriving.stream.end(piece)
      return arriving.answer
    }
    arriving.idle = patience(this.#clock, pieceIdleMs, () => this.#giveUp(id))
    await this.#write(arriving, piece)
    if (arriving.early === null) return { status: 200, body: { received: arriving.received } }
    this.#giveUp(id)
    return arriving.early
  }

  #begin(id: string, bytes: number, query: URLSearchParams): Arriving | undefined {
    this.#giveUp(id)
    if (!Number.isSafeInteger(bytes) || bytes < 0) return undefined
    const stream = new PassThrough({ highWaterMark: waitingBytes })
    // Who reads it is told; nobody else has to be.
    stream.on('error', () => undefined)
    const answer = receiveFile(this.#take, stream, query, String(bytes))
    const arriving: Arriving = { stream, bytes, answer, early: null, received: 0, idle: null }
    void answer.then((given) => {
      arriving.early = given
    })
    this.#arriving.set(id, arriving)
    return arriving
  }

  /** Resolves when there is room for another piece, or none is wanted any more. */
  async #write({ stream, answer }: Arriving, piece: Uint8Array): Promise<void> {
    if (stream.destroyed || stream.write(piece)) return
    await Promise.race([once(stream, 'drain').catch(() => undefined), answer])
  }

  #giveUp(id: string): void {
    const arriving = this.#arriving.get(id)
    this.#arriving.delete(id)
    arriving?.idle?.dispose()
    arriving?.stream.destroy(new Error('the page sends no more'))
  }
}
