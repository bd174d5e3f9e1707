// What the menu of a channel offers.
import { calledName } from '#shared/names.ts'
import type { MenuGroup } from '../../kit/menu/menu.ts'
import { inTurn } from '../../state/in-turn.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useVertical } from '../../state/use-vertical.ts'
import { invert } from './commands.ts'
import { setChannelEnabled } from './set-enabled.ts'

export function channelMenu(id: string): MenuGroup | null {
  const instrument = useInstrument()
  const trace = instrument.traces.find((one) => one.id === id)
  if (trace === undefined) return null
  const channel = instrument.enabledChannels.find((one) => one.id === id)
  const fit = { text: 'Fit to the screen', run: () => useVertical().fit(trace) }
  if (channel === undefined) return { place: 4, title: calledName(trace), items: [fit] }
  const isOff = !instrument.canOperate
  return {
    place: 4,
    title: calledName(channel),
    items: [
      fit,
      { text: channel.input.inverted ? 'Turn upright again' : 'Invert', isOff, run: () => invert(channel) },
      { text: 'Switch off', isOff, run: () => inTurn(() => setChannelEnabled(channel, false)) },
    ],
  }
}
