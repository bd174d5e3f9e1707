// Measurements of cycle after cycle of the stream, with statistics.
import type { Feature } from '../../kit/feature.ts'
import { measureCommands } from './commands.ts'
import MeasureMark from './MeasureMark.vue'
import MeasureStrip from './MeasureStrip.vue'

export const measure = {
  id: 'measure',
  commands: measureCommands,
  overlay: MeasureMark,
  strip: MeasureStrip,
} as const satisfies Feature
