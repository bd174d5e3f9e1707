// What keys and buttons of this feature do.
import type { ChannelState } from '#shared/contract/topics/channels.ts'
import { type CommandTable, channelKeys } from '../../kit/keys/commands.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useVertical } from '../../state/use-vertical.ts'
import { useView } from '../../state/view.ts'
import { setChannelEnabled } from './set-enabled.ts'

/** A step of Page Up and the like. */
const coarseDivisions = 0.25

async function toggleChannel(number: number): Promise<void> {
  const channel = useInstrument().state?.channels[number]
  if (channel !== undefined) await setChannelEnabled(channel, !channel.enabled)
}

function selectChannel(number: number): void {
  const channel = useInstrument().state?.channels[number]
  if (channel !== undefined) useView().selectedChannel = channel.id
}

async function invertSelected(): Promise<void> {
  const channel = useInstrument().state?.channels.find(({ id }) => id === useView().selectedChannel)
  if (channel !== undefined) await invert(channel)
}

/** Turns a channel over, or upright again. */
export async function invert(channel: ChannelState): Promise<void> {
  const change = { path: `channels.${channel.id}.inverted`, value: !channel.input.inverted }
  await useInstrument().ask('applySettings', { changes: [change] })
}

export const channelsCommands = {
  scaleDown: {
    group: 'Voltage',
    action: 'Fewer volts per division',
    keys: ['['],
    gesture: 'Wheel at the left edge; two fingers one above the other',
    run: () => useVertical().stepScale(-1),
  },
  scaleUp: {
    group: 'Voltage',
    action: 'More volts per division',
    keys: [']'],
    gesture: 'Wheel at the left edge',
    run: () => useVertical().stepScale(1),
  },
  scaleFineDown: {
    group: 'Voltage',
    action: 'A little fewer volts per division',
    keys: ['{'],
    gesture: 'Shift + wheel at the left edge',
    run: () => useVertical().stepScale(-1, undefined, true),
  },
  scaleFineUp: {
    group: 'Voltage',
    action: 'A little more volts per division',
    keys: ['}'],
    gesture: 'Shift + wheel at the left edge',
    run: () => useVertical().stepScale(1, undefined, true),
  },
  offsetUp: {
    group: 'Voltage',
    action: 'Move the channel up',
    keys: ['PageUp'],
    gesture: "Drag the channel's handle",
    run: () => useVertical().moveBy(coarseDivisions),
  },
  offsetDown: {
    group: 'Voltage',
    action: 'Move the channel down',
    keys: ['PageDown'],
    gesture: "Drag the channel's handle",
    run: () => useVertical().moveBy(-coarseDivisions),
  },
  fit: {
    group: 'Voltage',
    action: 'Fit all channels',
    keys: ['F'],
    gesture: 'Double-click a handle fits that channel',
    run: () => useVertical().fit(),
  },
  invertChannel: {
    group: 'Voltage',
    action: 'Invert the channel',
    keys: ['Alt+I'],
    run: invertSelected,
  },
  toggleChannel: {
    group: 'Voltage',
    action: 'Channel on or off',
    keys: channelKeys('Alt'),
    run: (number) => inTurn(() => toggleChannel(number)),
  },
  selectChannel: { group: 'Voltage', action: 'Select channel', keys: channelKeys('Ctrl'), run: selectChannel },
} satisfies CommandTable
