// AUToscale: the time base, the trigger and the scales that fit the signal at hand, as Auto-set in the window finds them.
import { randomUUID } from 'node:crypto'
import { type Command, plainly } from '#main/scpi/index.ts'
import { clampChannelView, scaleRange } from '#shared/screen/channel-view.ts'
import { fitChannel } from '#shared/screen/fit.ts'
import { secondsPerDivRange } from '#shared/screen/ranges.ts'
import type { ServedInstrument } from '../served-instrument.ts'

/** @param keep gives what makes all settings again as they are now */
export function autoScaleCommands(
  { handlers, parts }: ServedInstrument,
  keep: () => Promise<() => Promise<void>>,
): readonly Command[] {
  const autoScale = async (): Promise<void> => {
    // One step of undo.
    const gesture = randomUUID()
    const { view, ranges } = await handlers.autoSet({ gesture })
    const shown = ranges.flatMap(({ channel, lowVolts, highVolts }, place) => {
      const range = scaleRange(parts.state.channels.find(({ id }) => id === channel)?.factor ?? 1)
      const fitted = fitChannel({ low: lowVolts, high: highVolts }, place, ranges.length, range)
      const { voltsPerDiv, offsetVolts } = clampChannelView(fitted, range)
      return [
        { path: `channels.${channel}.voltsPerDiv`, value: voltsPerDiv },
        { path: `channels.${channel}.offset`, value: offsetVolts },
      ]
    })
    const { min, max } = secondsPerDivRange
    const changes = [
      { path: 'timebase.secondsPerDiv', value: Math.min(max, Math.max(min, view.secondsPerDiv)) },
      { path: 'timebase.position', value: view.positionSeconds },
      ...shown,
    ]
    await handlers.applySettings({ changes, gesture })
  }
  return [
    {
      header: ':AUToscale',
      about: 'time base, trigger and scales that fit the signal at hand, as Auto-set chooses them',
      set: plainly(async () => {
        const restore = await keep()
        try {
          await autoScale()
        } catch (thrown) {
          await restore()
          throw thrown
        }
      }),
    },
  ]
}
