// Bytes of blocks into a file, in order and straight from the coherent heap. While one write is under way what arrives
// waits; then all of it goes in one gathered write. So small blocks cost little, and a block is held only until written.
import { type FileHandle, open } from 'node:fs/promises'
import { ErrnoError, type ErrnoName, errno, fail } from '#shared/errors.ts'
import type { BlockRef } from '../tap.ts'

/** The kernel takes at most 1024 pieces in one gathered write. */
const maxPieces = 512

interface Piece {
  readonly block: BlockRef
  readonly bytes: Uint8Array
}

/** An error of the file system by its errno name, with the file in the sentence. */
export function fileError(thrown: unknown, file: string): ErrnoError {
  if (thrown instanceof ErrnoError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  const name = code in errno ? (code as ErrnoName) : 'EIO'
  const reasons: Record<string, string> = {
    ENOSPC: 'no space is left on the device',
    EACCES: 'permission was denied',
    EPERM: 'the operation is not permitted',
    ENOENT: 'the folder does not exist',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    EROFS: 'the file system is read-only',
    EFBIG: 'the file would be too large',
  }
  const reason = reasons[code] ?? (thrown instanceof Error ? thrown.message : String(thrown))
  return new ErrnoError(name, `cannot write ${file}: ${reason} (${code === '' ? name : code})`)
}

export class BlockWriter {
  readonly #file: string
  readonly #handle: FileHandle
  readonly #bytesOf: (address: number, length: number) => Uint8Array
  #waiting: Piece[] = []
  #writing: Promise<void> | null = null
  #bytesWritten = 0
  #problem: ErrnoError | null = null

  private constructor(file: string, handle: FileHandle, bytesOf: (address: number, length: number) => Uint8Array) {
    this.#file = file
    this.#handle = handle
    this.#bytesOf = bytesOf
  }

  /** Creates or empties the file. @throws the file system's error by name (EACCES, ENOENT, ENOSPC, ...) */
  static async open(file: string, bytesOf: (address: number, length: number) => Uint8Array): Promise<BlockWriter> {
    try {
      return new BlockWriter(file, await open(file, 'w'), bytesOf)
    } catch (thrown) {
      throw fileError(thrown, file)
    }
  }

  get bytesWritten(): number {
    return this.#bytesWritten
  }

  /** Why it stopped writing; null while all is well. */
  get problem(): ErrnoError | null {
    return this.#problem
  }

  /** Holds the block and writes its first `length` bytes after all that came before. Ignored after a problem. */
  append(block: BlockRef, length: number): void {
    if (this.#problem !== null) return
    block.retain()
    this.#waiting.push({ block, bytes: this.#bytesOf(block.address, length) })
    this.#writing ??= this.#writeAll()
  }

  /** Resolves when everything appended is in the file and the file is closed. Never rejects: see {@link problem}. */
  async close(): Promise<void> {
    await this.#writing
    try {
      await this.#handle.close()
    } catch (thrown) {
      this.#problem ??= fileError(thrown, this.#file)
    }
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const pieces = this.#waiting.splice(0, maxPieces)
        try {
          await this.#write(pieces.map((piece) => piece.bytes))
        } finally {
          for (const { block } of pieces) block.release()
        }
      }
    } catch (thrown) {
      this.#problem = fileError(thrown, this.#file)
      for (const { block } of this.#waiting.splice(0)) block.release()
    } finally {
      this.#writing = null
    }
  }

  /** A write may take less than all; the next one then says why. */
  async #write(all: readonly Uint8Array[]): Promise<void> {
    let left = all
    while (left.length > 0) {
      const { bytesWritten } = await this.#handle.writev(left)
      if (bytesWritten === 0) fail('EIO', `cannot write ${this.#file}: the file takes no more bytes`)
      this.#bytesWritten += bytesWritten
      left = skip(left, bytesWritten)
    }
  }
}

/** What remains of the pieces after their first `bytes` bytes. */
export function skip(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let rest = bytes
  let index = 0
  while (index < pieces.length && rest >= pieces[index]!.byteLength) rest -= pieces[index++]!.byteLength
  if (rest === 0) return pieces.slice(index)
  return [pieces[index]!.subarray(rest), ...pieces.slice(index + 1)]
}
