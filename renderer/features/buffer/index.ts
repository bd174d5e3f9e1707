// The DMA buffer: its settings, and what becomes of each block.
import type { Feature } from '../../kit/feature.ts'
import BlockBand from './BlockBand.vue'
import { bufferCommands } from './commands.ts'
import DmaPanel from './DmaPanel.vue'
import DmaLanes from './lanes/DmaLanes.vue'

export const buffer = {
  id: 'buffer',
  commands: bufferCommands,
  panel: DmaPanel,
  strip: DmaLanes,
  overlay: BlockBand,
} as const satisfies Feature
