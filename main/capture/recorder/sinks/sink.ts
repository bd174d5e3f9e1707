// Where the samples go, as the writer sees it.

export interface SampleSink {
  /** As it is called in a sentence. */
  readonly name: string
  /**
   * Writes the pieces one after the other, in order; resolves with how many bytes were taken, at least one and at most
   * all. Called again only when the call before has ended.
   * @throws what the system throws; ENOSPC before the disk is full
   */
  write(pieces: readonly Uint8Array[]): Promise<number>
  /** Brings what was written to where it survives a power cut. Nothing to do where there is no such place. */
  sync(): Promise<void>
  close(): Promise<void>
}
