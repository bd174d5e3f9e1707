// Where blocks can go. Both write from block memory; nothing is copied in between.
import type { FileHandle } from 'node:fs/promises'
import type { Socket } from 'node:net'
import type { BlockSink } from './block-transfer.ts'

/** Appends blocks to an open file. The file stays the caller's. */
export function fileSink(file: FileHandle): BlockSink {
  return {
    async write(bytes) {
      let written = 0
      while (written < bytes.length) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written)
        written += bytesWritten
      }
    },
  }
}

/**
 * Sends blocks down a socket. The socket stays the caller's. Not for streams in general: one that keeps a reference to
 * what it was given (a PassThrough) would see the block change under its hands.
 */
export function socketSink(socket: Socket): BlockSink {
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
  }
}
