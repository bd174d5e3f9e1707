// The plot of bench overhead: CPU time per sample over block size, a line per way.
import { formatBytes, formatSi } from '#shared/units.ts'
import { writeLogPlot } from '../plot/log-plot.ts'
import type { Cost } from './cost.ts'
import { wayNames, ways } from './ways.ts'

export function drawCosts(costs: readonly Cost[]): string {
  return writeLogPlot({
    title: 'What a sample costs the CPU',
    xLabel: 'samples handled at once (block, or FIFO watermark), bytes',
    yLabel: 'CPU time per sample',
    xStep: 4,
    formatX: formatBytes,
    formatY: (nanoseconds) => formatSi(nanoseconds * 1e-9, 's'),
    series: ways.map((way) => ({
      name: wayNames[way],
      points: costs
        .filter((cost) => cost.way === way && cost.nanosecondsPerSample > 0)
        .map((cost) => [cost.blockBytes, cost.nanosecondsPerSample] as const),
    })),
  })
}
