// Names that a person reads on the screen, for what the kernel calls otherwise.

/** A channel by its scan index: `CH1` for the first. */
export function channelName(index: number): string {
  return `CH${index + 1}`
}
