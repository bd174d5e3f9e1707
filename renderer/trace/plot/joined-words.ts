// What a line is made of between its samples, in words for the badge.
import { dotRadiusOf } from './sample-dots.ts'
import type { TracePicture } from './trace-plot.ts'

/** `sin(x)/x`, `linear · dots`; null: no samples are joined. @param width of the plot, CSS pixels */
export function joinedWords({ runs, dots, glowing }: TracePicture, width: number): string | null {
  const lines = runs.filter(({ between }) => between !== undefined)
  if (lines.length === 0) return null
  const joins = [...new Set(lines.map(({ between }) => (between === 'sinc' ? 'sin(x)/x' : 'linear')))].join(' and ')
  // Glow is computed elsewhere, always in one way.
  const glow = glowing.size > 0 && lines.some(({ between }) => between === 'linear') ? ', glow by sin(x)/x' : ''
  const hasDots = lines.some((run) => dotRadiusOf(run, width, dots) > 0)
  return `${joins}${glow}${hasDots ? ' · dots' : ''}`
}
