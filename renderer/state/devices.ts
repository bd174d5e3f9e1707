// The device tree: what every IIO device offers, refreshed when something may have changed.
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { AttributeInfo, DeviceTree, FoundBoard } from '#shared/contract/topics/devices.ts'
import { withKept } from '#shared/rpc/same.ts'
import { useInstrument } from './instrument.ts'

export const useDevices = defineStore('devices', () => {
  const instrument = useInstrument()
  const trees = shallowRef<readonly DeviceTree[]>([])
  /** The reading that is under way, and the one that follows it; null: there is none. */
  let reading: Promise<void> | null = null
  let following: Promise<void> | null = null

  /** A failure keeps what is known: the link's own state tells that story. */
  async function read(): Promise<void> {
    try {
      // What stays the same is drawn once: the tree is read every other second, and a value or two of it are new.
      trees.value = withKept(trees.value, await instrument.call('listDevices'))
    } catch {
      // Told elsewhere.
    } finally {
      reading = null
    }
  }

  /**
   * Reads all attributes again; what is known then is as new as this call. A reading that is under way may have passed what has
   * just changed, so another one follows it, one for all who asked meanwhile.
   */
  function refresh(): Promise<void> {
    if (!instrument.live) return Promise.resolve()
    if (reading === null) {
      reading = read()
      return reading
    }
    following ??= reading.then(() => {
      following = null
      return refresh()
    })
    return following
  }

  function attribute(path: string): AttributeInfo | null {
    const device = trees.value.find((tree) => tree.id === instrument.state?.device)
    return device?.attributes.find((info) => info.path === path) ?? null
  }

  /** Writes an attribute and reads the tree again, since one write may move others. Rejects with ErrnoError. */
  async function write(device: string, path: string, value: string): Promise<void> {
    await instrument.call('writeAttribute', { device, path, value })
    await refresh()
  }

  /** Adds the devices of another machine; their names. Rejects with ErrnoError. */
  async function add(address: string): Promise<readonly string[]> {
    const { devices } = await instrument.call('addContext', { address })
    await refresh()
    return devices
  }

  /** Boards on the networks of the instrument's machine. Rejects with ErrnoError. */
  function find(): Promise<readonly FoundBoard[]> {
    return instrument.call('findBoards')
  }

  /** Writes an attribute of the captured device, if there is one, and reads the tree again. A refusal is told on the screen. */
  async function setCaptured(path: string, value: string): Promise<void> {
    const device = instrument.state?.device
    if (device === undefined) return
    await instrument.ask('writeAttribute', { device, path, value })
    await refresh()
  }

  return { trees, refresh, attribute, write, add, find, setCaptured }
})
