// Samples on their way to a client: runs of whole scans, lent by whoever captures a device.
import type { IioDevice, ScanMask } from '#main/iio/index.ts'
import type { ErrnoError } from '#shared/errors.ts'
import type { ScanLayout } from '#shared/iio/index.ts'

/** What one reader wants of a device. */
export interface StreamWish {
  readonly mask: ScanMask
  readonly timestamp: boolean
  /** Size of its kernel buffer. */
  readonly scans: number
}

/** Whole scans, one behind the other, in memory that is lent: it stays what it is while it is retained. */
export interface ScanRun {
  readonly bytes: Uint8Array
  /** No scan is missing between the run before and this one. */
  readonly follows: boolean
  retain(): void
  release(): void
}

/** Who is lent the runs of one device. The calls are short and synchronous. */
export interface ScanReader {
  /** Runs that come from now on have this form, and follow nothing. */
  onLayout(layout: ScanLayout): void
  onRuns(runs: readonly ScanRun[]): void
  /** Memory for the hardware is short: what is held for comfort is given back. */
  onShort(): void
  /** Nothing more comes: the device went away, or is captured by somebody else. */
  onEnd(reason: ErrnoError): void
}

export interface OpenStream {
  /** Never fails: what could not be put back is as good as put back. */
  close(): Promise<void>
}

/** A device that the application captures: its runs are there already, and are lent to readers too. */
export interface CapturedDevice {
  readonly device: IioDevice
  /**
   * Lends the runs of a stream that has at least the channels of the wish, beginning to capture where nothing does.
   * @throws what the enable transaction refuses (EINVAL, EBUSY, ...); the capture is as before then
   */
  follow(wish: StreamWish, reader: ScanReader): Promise<OpenStream>
}
