// A made-up machine whose devices were probed, and its end.
import { afterEach, expect } from 'vitest'
import { IioBus, type IioDevice, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { probeLocalContext } from '../index.ts'
import { type SystemFiles, systemFiles } from '../system-files.ts'
import { type MadeUpChannel, type MadeUpDevice, MadeUpMachine } from './made-up-machine.ts'

export const ends: (() => unknown)[] = []
export const endAll = async (): Promise<void> => {
  for (const end of ends.splice(0).reverse()) await end()
}
afterEach(endAll)

export async function begin(devices: readonly MadeUpDevice[], files: SystemFiles = systemFiles) {
  const machine = await MadeUpMachine.begin(devices)
  ends.push(() => machine.end())
  const bus = new IioBus()
  const heap = new CoherentHeap({ bytes: 8 << 20, poison: true })
  const context = await probeLocalContext(machine.root, { bus, heap, runtime: realRuntime }, files)
  ends.push(async () => {
    await context.remove()
    expect([bus.devices.length, heap.liveAllocations]).toEqual([0, 0])
  })
  return { machine, bus, heap, context, remote: context.remotes[0]!, device: context.remotes[0]!.device }
}

/** The system refuses files whose path ends so. */
export const refusing = (ending: string, code: string, writesOnly = false): SystemFiles => ({
  open: (file, flags) =>
    file.endsWith(ending) && (!writesOnly || (flags & 1) !== 0)
      ? Promise.reject(Object.assign(new Error(code), { code }))
      : systemFiles.open(file, flags),
})

export async function enable(device: IioDevice, ...channels: readonly string[]): Promise<void> {
  for (const id of channels) await device.writeAttribute(`${id}/en`, '1')
  await device.writeAttribute('buffer0/length', '64')
  await device.writeAttribute('buffer0/enable', '1')
}

/** So many scans, as read() gives them. */
export async function capture(device: IioDevice, bytes: number, ...channels: readonly string[]): Promise<Uint8Array> {
  const file = openDevice(device)
  try {
    await enable(device, ...channels)
    const got = new Uint8Array(bytes)
    for (let at = 0; at < got.length; ) at += await file.read(got.subarray(at))
    await device.writeAttribute('buffer0/enable', '0')
    return got
  } finally {
    file.close()
  }
}

export const fast = { sampling_frequency: '100000' }
export const voltage0: MadeUpChannel = { name: 'in_voltage0', type: 'le:s16/16>>0', index: 0 }
export const simple: MadeUpDevice = { name: 'adc', channels: [voltage0], files: fast }
