// Memory behind blocks: whole pages of the coherent heap, or what someone else allocated.

/** Coherent memory. main/memory's CoherentHeap is one. */
export interface BlockMemory {
  /** Page-aligned address of `bytes` bytes. @throws ENOMEM. */
  alloc(bytes: number): number
  free(address: number): void
  u8(address: number, length: number): Uint8Array
}

/** Memory that someone else allocated and counts the users of. */
export interface SharedMemory {
  readonly address: number
  /** Bytes. */
  readonly size: number
  get(): unknown
  put(): void
}
