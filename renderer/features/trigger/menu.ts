// What the menu of the trace offers of the trigger.
import { divisionsAcross, divisionsDown } from '#shared/screen/divisions.ts'
import { formatSigned } from '../../kit/format/figures.ts'
import type { MenuGroup, PointedTrace } from '../../kit/menu/menu.ts'
import { divisionsToVolts } from '../../scale/vertical.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useLevel } from '../../state/use-level.ts'
import { useView } from '../../state/view.ts'

export function triggerMenu({ x, y }: PointedTrace): MenuGroup {
  const view = useView()
  const level = useLevel()
  const { channel } = level
  const volts = channel === null ? 0 : divisionsToVolts((0.5 - y) * divisionsDown, view.viewOf(channel))
  const hasLevel = level.isThere && channel !== null
  return {
    place: 1,
    items: [
      {
        text: hasLevel ? `Trigger level here, ${formatSigned(level.meant(volts), level.unit)}` : 'Trigger level here',
        isOff: !hasLevel || !useInstrument().canOperate,
        run: () => level.setByHand(volts),
      },
      {
        text: 'Trigger position here',
        // Without a trigger in the record there is nothing to place.
        isOff: view.atSample === null && view.shownAnchor !== 'trigger',
        run: () =>
          view.setPositionByHand({ positionSeconds: (0.5 - x) * divisionsAcross * view.timebase.secondsPerDiv }),
      },
    ],
  }
}
