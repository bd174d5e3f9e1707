// What a device here needs of where it really is: another machine, or the kernel of this one.
import type { AttributePlace, SampleTaker } from '#main/iiod/index.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { Event } from '#shared/lifecycle.ts'

export interface FarSide {
  /** Why it is not reached now; null: it is. */
  readonly down: ErrnoError | null
  /** A scan is rounded up to its largest element there. */
  readonly padsScans: boolean
  /** Tries now, when it is not reached. @throws why it does not work */
  retry(): Promise<void>
  /** @throws a `Refusal` with the errno of the other side; another error: it is not reached */
  readAttribute(device: string, place: AttributePlace, name: string): Promise<string>
  /** @throws as {@link readAttribute} */
  writeAttribute(device: string, place: AttributePlace, name: string, value: string): Promise<void>
  /** Name of the trigger of a device; empty: none; null: it samples without one. @throws as {@link readAttribute} */
  readTrigger(device: string): Promise<string | null>
  /** @param trigger id of a trigger; empty: none from now on @throws as {@link readAttribute} */
  writeTrigger(device: string, trigger: string): Promise<void>
  /** Begins a stream. @throws what it is refused with, in one sentence; then nothing is open */
  openSource(wish: SourceWish): Promise<SampleSource>
  /** Begins to put samples out. Absent: nothing is put out there. @throws as {@link openSource}; EPERM it cannot repeat a buffer */
  openSink?(wish: SinkWish): Promise<SampleSink>
}

export interface SourceWish {
  /** Id of the device. */
  readonly device: string
  /** All its channels, as masks count them. */
  readonly channels: number
  /** Places of the channels that are wanted. */
  readonly places: readonly number[]
  /** Scans of a block here. */
  readonly samples: number
  readonly bytesPerScan: number
  /** Blocks there are here. */
  readonly blocks: number
  /** Buffers of so many samples there; null: nobody said. */
  readonly kernelBuffers: number | null
  /** Hz; NaN or 0: it is not known. */
  readonly rateHz: number
}

/** Samples of a buffer there. */
export interface SampleSource {
  /** Waits for samples. @returns bytes that came, `bytes` at most; 0: there are none any more @throws why none come */
  read(bytes: number, taker: SampleTaker): Promise<number>
  /** Ends it. */
  close(): void | Promise<void>
}

export interface SinkWish extends SourceWish {
  /** What is written, once and as large as the buffer, is repeated until it ends. */
  readonly isCyclic: boolean
}

/** Room for samples in a buffer there. */
export interface SampleSink {
  /** It ended by itself, also while nothing was written; the sentence says how. */
  readonly onLost: Event<ErrnoError>
  /** Waits for room. @param bytes whole scans; they stay as they are until this is done @throws why there is none */
  write(bytes: Uint8Array): Promise<void>
  /** Ends it. */
  close(): void | Promise<void>
}
