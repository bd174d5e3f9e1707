// Where a feed lies: a folder, or an address of a server. Both give bytes by the name of a file.

export interface FeedPlace {
  /** As a person wrote it. */
  readonly text: string
  /**
   * The content of a file, piece by piece. What goes wrong, also in its middle, is thrown as a sentence.
   * @param name has no folder in it
   */
  read(name: string): AsyncIterable<Uint8Array>
}
