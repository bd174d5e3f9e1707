// The DMAengine's words. Client: request a channel, prepare a descriptor, set its callback, submit (a cookie), issue
// pending. Provider: a DmaDevice with channels that carry the operations. Rules: see README.md of this room.

export type DmaDirection = 'mem-to-dev' | 'dev-to-mem'
/** Positive, increasing within a channel, wrapping to 1; the first ever is 2. */
export type DmaCookie = number
export type DmaStatus = 'COMPLETE' | 'IN_PROGRESS' | 'PAUSED' | 'ERROR' | 'OUT_OF_ORDER'
export type ResidueGranularity = 'DESCRIPTOR' | 'SEGMENT' | 'BURST'
export type DmaResultCode = 'NOERROR' | 'READ_FAILED' | 'WRITE_FAILED' | 'ABORTED'

/**
 * What the engine wrote beside the data (DMAengine: engine metadata). It says where in the stream the data belongs,
 * outside the emulated ABI.
 */
export interface TransferMetadata {
  /** Index of the first scan since the converter started; counts lost scans too. */
  firstSample: number
  /** Scans lost directly before this transfer because no descriptor was queued. */
  lostBefore: number
  /** Monotonic ms (runtime clock) at which the last scan of the transfer was converted, and at which it was written. */
  lastSampleMs: number
  writtenMs: number
}

export interface DmaResult {
  readonly result: DmaResultCode
  /** Bytes not transferred. */
  readonly residue: number
  /** Null when the controller keeps none. */
  readonly metadata: TransferMetadata | null
}

export interface DmaTxState {
  readonly status: DmaStatus
  readonly last: DmaCookie
  readonly used: DmaCookie
  readonly residue: number
}

export interface DmaSlaveCaps {
  /** Bit w set: accesses of w bytes are possible. */
  readonly srcAddrWidths: number
  readonly dstAddrWidths: number
  readonly directions: readonly DmaDirection[]
  readonly maxBurst: number
  readonly residueGranularity: ResidueGranularity
  readonly canPause: boolean
  readonly canResume: boolean
  readonly canTerminate: boolean
  readonly descriptorReuse: boolean
}

/** One element of a scatter list: address and length in the coherent heap, bytes. */
export interface DmaSegment {
  readonly address: number
  readonly length: number
}

/** How the hardware side of a channel is set up; affects transfers prepared later only. */
export interface DmaSlaveConfig {
  readonly direction: DmaDirection
  /** Access widths and burst length in bytes and accesses; what is left out stays as it was. */
  readonly srcAddrWidth?: number
  readonly dstAddrWidth?: number
  readonly maxBurst?: number
}

export interface DmaPrepFlags {
  /** Call back on completion (of every period, when cyclic). Default true. */
  readonly interrupt?: boolean
  /** Run again and again until terminated; needs the REPEAT capability. */
  readonly repeat?: boolean
  /** Replaces a running repeated transfer at its end; needs LOAD_EOT. */
  readonly loadEot?: boolean
}

/** Interleaved transfer: `rows` pieces of `elementBytes`, `gapBytes` apart, in memory starting at `address`. */
export interface DmaInterleavedTemplate {
  readonly address: number
  readonly direction: DmaDirection
  readonly elementBytes: number
  readonly gapBytes: number
  readonly rows: number
}

export type DmaCapability = 'SLAVE' | 'CYCLIC' | 'INTERLEAVE' | 'PERIPHERAL_VEC' | 'PRIVATE' | 'REPEAT' | 'LOAD_EOT'
