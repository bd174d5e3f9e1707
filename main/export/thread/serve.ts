// The encoder's side of the port: does what it is asked for, in that order.
import { toWireError } from '#shared/errors.ts'
import type { ExportSettings } from '#shared/kinds/exports.ts'
import { ownBytes } from '#shared/port/bytes.ts'
import type { Capture, Encoder, ExportRow, Pieces } from '../format.ts'
import { writers } from '../writers.ts'
import type { FromEncoder, Order, ToEncoder } from './messages.ts'
import { PieceReceiver, PieceSender, type SentPiece } from './shared-pieces.ts'
import { Slab } from './slab.ts'

/** What it answers each message. @returns the answerer of one export, which has its state */
export function encodingService(): (message: ToEncoder) => FromEncoder {
  const receiver = new PieceReceiver()
  const sender = new PieceSender()
  // While the bytes of one answer go into the file, those of the next are made.
  const slabs = [new Slab(sender), new Slab(sender)]
  let encoder: Encoder | null = null

  function begun(): Encoder {
    if (encoder === null) throw new Error('no export was begun')
    return encoder
  }

  function inSlab(fill: (slab: Slab) => void): readonly SentPiece[] {
    const slab = slabs.shift()!
    slabs.push(slab)
    slab.clear()
    fill(slab)
    return slab.sent()
  }

  function encode(orders: readonly Order<SentPiece>[], bytesPerScan: number, slab: Slab): void {
    for (const order of orders)
      if (order.what === 'scans')
        for (const pieces of encoded(begun(), receiver.take(order.bytes), bytesPerScan)) put(pieces, slab)
      else if (order.what === 'gap') put(begun().gap?.(order.gap) ?? [], slab)
      else put(begun().segment?.(order.segment) ?? [], slab)
  }

  let bytesPerScan = 1
  function answer(message: ToEncoder): FromEncoder {
    switch (message.ask) {
      case 'open': {
        const { capture, settings } = message
        encoder = open(capture, settings)
        bytesPerScan = capture.bytesPerScan
        const { scansAtOnce, mostScans, endBytes = 0 } = encoder
        const isPlain = scansAtOnce === Number.POSITIVE_INFINITY
        return { answer: 'open', facts: { isPlain, mostScans, endBytes } }
      }
      case 'head':
        // While others are on their way to the file: it has no place among the slabs.
        return { answer: 'pieces', pieces: [ownBytes(begun().head(message.progress))] }
      case 'encode':
        return { answer: 'pieces', pieces: inSlab((slab) => encode(message.orders, bytesPerScan, slab)) }
      case 'tail':
        return { answer: 'pieces', pieces: inSlab((slab) => put(begun().tail(message.progress), slab)) }
    }
  }

  return (message) => {
    try {
      return answer(message)
    } catch (thrown) {
      return { answer: 'failed', error: toWireError(thrown) }
    }
  }
}

function open(capture: Capture, settings: ExportSettings): Encoder {
  return (writers[settings.kind] as ExportRow<unknown>).open(capture, settings)
}

/** All of the bytes, as many scans at once as the encoder takes. Each of the pieces is gone when the next is asked for. */
function* encoded(encoder: Encoder, bytes: Uint8Array, bytesPerScan: number): Generator<Pieces> {
  const strideBytes = encoder.scansAtOnce * bytesPerScan
  for (let at = 0; at < bytes.byteLength; at += strideBytes) {
    const some = bytes.subarray(at, at + strideBytes)
    yield encoder.encode(some, some.byteLength / bytesPerScan)
  }
}

function put(pieces: Pieces, slab: Slab): void {
  for (const piece of pieces) slab.append(piece)
}
