// The channels: scale, offset, and the source that feeds each.
import type { Feature } from '../../kit/feature.ts'
import ChannelPanels from './ChannelPanels.vue'
import { channelsCommands } from './commands.ts'
import { channelMenu } from './menu.ts'

export const channels = {
  id: 'channels',
  commands: channelsCommands,
  panel: ChannelPanels,
  channelMenu,
} as const satisfies Feature
