// The theme's colours as a canvas needs them.
import { channelColors } from '../../kit/style/channel-class.ts'

export interface Palette {
  readonly screen: string
  readonly grid: string
  readonly accent: string
  readonly bad: string
  readonly text: string
  readonly dimText: string
  readonly line: string
  readonly mono: string
  readonly font: string
  readonly channels: readonly string[]
  /** Of the math trace. */
  readonly math: string
  readonly lanes: Readonly<Record<'queued' | 'active' | 'done' | 'held', string>>
}

export function readPalette(element: Element = document.documentElement): Palette {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    screen: read('--screen'),
    grid: read('--grid-major'),
    accent: read('--accent'),
    bad: read('--bad'),
    text: read('--text-2'),
    dimText: read('--text-3'),
    line: read('--line'),
    mono: read('--mono'),
    font: read('--font'),
    channels: Array.from({ length: channelColors }, (_, k) => read(`--c${k + 1}`)),
    math: read('--m1'),
    lanes: {
      queued: read('--blk-queued'),
      active: read('--blk-active'),
      done: read('--blk-done'),
      held: read('--blk-held'),
    },
  }
}

/** @param index of the channel in the scan, or the number of a derived trace */
export function channelColor(palette: Palette, index: number): string {
  return palette.channels[index] ?? palette.math
}
