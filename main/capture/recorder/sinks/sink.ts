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
  /** Keeps so many bytes of the disk free for {@link writeLast}. Absent: it keeps none. */
  reserve?(bytes: number): void
  /** As `write`, of what ends the file: into the room that was kept for it. Absent: nothing is kept. */
  writeLast?(pieces: readonly Uint8Array[]): Promise<number>
  /**
   * Writes other bytes in the place of the first ones, of which there are at least as many. Absent: what went there cannot be
   * changed.
   */
  rewrite?(head: Uint8Array): Promise<void>
  /** Brings what was written to where it survives a power cut. Nothing to do where there is no such place. */
  sync(): Promise<void>
  /** What is being written is given up: the write under way fails soon. Absent: it ends by itself. */
  abort?(): void
  /** @param isWhole whether all that was asked for was written */
  close(isWhole: boolean): Promise<void>
}
