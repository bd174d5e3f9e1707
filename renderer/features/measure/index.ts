// Measurements of cycle after cycle of the stream, with statistics.
import type { Feature } from '../../kit/feature.ts'
import MeasureMark from './MeasureMark.vue'
import MeasureStrip from './MeasureStrip.vue'
import { measureMenu } from './menu.ts'
import { measureTab, useMeasure } from './use-measure.ts'

export const measure = {
  id: 'measure',
  channelMenu: measureMenu,
  overlay: MeasureMark,
  tab: {
    id: measureTab,
    title: 'Measurements',
    component: MeasureStrip,
    keys: ['M'],
    isInUse: () => useMeasure().chosen.length > 0,
  },
} as const satisfies Feature
