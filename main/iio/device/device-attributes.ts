// Attributes of the device directory: the driver's own, name and label, the trigger and the timestamp clock.
import { fail, say } from '#shared/errors.ts'
import { timestampClocks } from '../scan/timestamp-clock.ts'
import { type AttributeTable, constantAttribute } from './attribute.ts'
import type { DeviceState } from './device-state.ts'
import { mode } from './modes.ts'

export function deviceAttributes(device: DeviceState): AttributeTable {
  return {
    name: constantAttribute(device.name),
    ...(device.label !== '' && { label: constantAttribute(device.label) }),
    ...(device.channels.some((channel) => channel.kind === 'timestamp') && {
      current_timestamp_clock: timestampClockAttribute(device),
    }),
    // A driver may have its own clock.
    ...device.attributes,
    ...((device.modes & mode.bufferTriggered) !== 0 && { 'trigger/current_trigger': triggerAttribute(device) }),
  }
}

function triggerAttribute(device: DeviceState): AttributeTable[string] {
  return {
    show: () => device.trigger?.name ?? '',
    /** A name that matches no trigger clears the assignment and succeeds. */
    store: async (text) => {
      await device.deviceLock.run(() => {
        if (device.currentMode === mode.bufferTriggered)
          fail('EBUSY', say`The trigger of ${device.name} cannot change while it is capturing.`)
        if (device.isTriggerFixed) fail('EPERM', say`${device.name} has a fixed trigger.`)
        const trigger = device.bus?.findTrigger(text.replace(/\n$/, '')) ?? null
        if (trigger === device.trigger) return
        if (trigger !== null) {
          device.info?.validateTrigger?.(trigger)
          trigger.ops.validateDevice?.(device)
        }
        device.trigger = trigger
      })
    },
    options: () => device.bus?.triggers.map((trigger) => trigger.name) ?? [],
    hideAvailable: true,
  }
}

function timestampClockAttribute(device: DeviceState): AttributeTable[string] {
  return {
    show: () => device.timestampClock,
    store: async (text) => {
      const name = timestampClocks.find((clock) => clock === text.replace(/\n$/, ''))
      if (name === undefined)
        fail('EINVAL', say`'${text.trim()}' is not a clock; there are ${timestampClocks.join(' ')}.`)
      await device.deviceLock.run(() => {
        if (device.isBufferEnabled)
          fail('EBUSY', say`The timestamp clock of ${device.name} cannot change while it is capturing.`)
        device.timestampClock = name
      })
    },
    options: () => timestampClocks,
    hideAvailable: true,
  }
}
