// Names that a person reads on the screen, for what the kernel calls otherwise.

/** Under which the settings of the screen know the math trace, among the ids of channels. */
export const mathTraceId = 'math1'

/** The math trace. */
export const mathTraceName = 'M1'

/** A channel by its scan index: `CH1` for the first. */
export function channelName(index: number): string {
  return `CH${index + 1}`
}
