// Names that a person reads on the screen, for what the kernel calls otherwise.
import { firstDerived } from './frame/sections.ts'

/** Under which the settings of the screen know the math trace, among the ids of channels. */
export const mathTraceId = 'math1'

/** A channel as its user calls it. */
export function calledName({
  index,
  input,
}: {
  readonly index: number
  readonly input: { readonly label: string }
}): string {
  return input.label || channelName(index)
}

/** A trace by its number in frames: `CH1` for the channel of scan index 0, `M1` for the math trace. */
export function channelName(index: number): string {
  return index < firstDerived ? `CH${index + 1}` : `M${index - firstDerived + 1}`
}
