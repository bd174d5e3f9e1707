// Request numbers of the IIO character device, as the kernel's macros make them from ('i', number).
const kind = 'i'.charCodeAt(0) << 8

export const ioctl = {
  getEventFd: kind | 0x90,
  getBufferFd: kind | 0x91,
  dmabufAttach: kind | 0x92,
  dmabufDetach: kind | 0x93,
  dmabufEnqueue: kind | 0x94,
  blockAlloc: kind | 0xa0,
  blockFree: kind | 0xa1,
  blockQuery: kind | 0xa2,
  blockEnqueue: kind | 0xa3,
  blockDequeue: kind | 0xa4,
} as const

export type IoctlRequest = (typeof ioctl)[keyof typeof ioctl]

/** Flags of a block. The timestamp one is never set by this implementation. */
export const blockFlag = { timestampValid: 1, cyclic: 2 } as const

/** Flags of a DMABUF enqueue. */
export const dmabufFlag = { cyclic: 1 } as const

/** Request of blockAlloc; `id` and `count` of the answer say which blocks there are now. */
export interface BlockAllocRequest {
  /** Only 0 is defined. */
  readonly type?: number
  /** Bytes per block. */
  readonly size: number
  readonly count: number
}

export interface BlockAllocReply {
  readonly id: number
  readonly count: number
  readonly size: number
}

export interface BlockInfo {
  readonly id: number
  readonly size: number
  readonly bytesUsed: number
  readonly type: number
  /** Set of {@link blockFlag} bits. */
  readonly flags: number
  /** Offset to map, bytes. */
  readonly offset: number
  /** Nanoseconds; 0 while TIMESTAMP_VALID is not set. */
  readonly timestamp: bigint
}

export interface BlockEnqueueRequest {
  readonly id: number
  /** Output: bytes of data; 0 or left out: the whole block. */
  readonly bytesUsed?: number
  readonly flags?: number
}
