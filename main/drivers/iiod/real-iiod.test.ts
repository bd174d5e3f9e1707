// The judge: Debian's own iiod 0.24, which serves a made-up machine. What it sends is what the machine's converters made.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { IioBus, type IioDevice, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { errnoFrom } from '#main/testing/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { type MadeUpChannel, type MadeUpDevice, MadeUpMachine, madeUpScans } from '../local/testing/made-up-machine.ts'
import { RealIiod, whyNoRealIiod } from '../local/testing/real-iiod.ts'
import { probeRemoteContext } from './index.ts'

vi.setConfig({ testTimeout: 60_000 })

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const fast = { sampling_frequency: '100000' }
const mixed: MadeUpDevice = {
  name: 'mixed',
  label: 'Front end',
  channels: [
    { name: 'in_voltage0', type: 'le:s12/16>>4', index: 0 },
    { name: 'in_voltage1', type: 'be:u10/16>>6', index: 1 },
    { name: 'in_voltage2', type: 'be:s24/32>>8', index: 2 },
    { name: 'in_current0', type: 'le:u8/8>>0', index: 3 },
    { name: 'in_timestamp', type: 'le:s64/64>>0', index: 4 },
  ],
  files: { ...fast, in_voltage0_scale: '0.488281', in_voltage0_raw: '100' },
}
/** Of two words of a mask. */
const wide: MadeUpDevice = {
  name: 'wide',
  channels: Array.from({ length: 40 }, (_, k) => ({ name: `in_voltage${k}`, type: 'le:u8/8>>0', index: k })),
  files: fast,
}

async function begin(...devices: readonly MadeUpDevice[]) {
  const machine = await MadeUpMachine.begin(devices)
  ends.push(() => machine.end())
  const iiod = await RealIiod.begin(machine)
  ends.push(() => iiod.end())
  const bus = new IioBus()
  const heap = new CoherentHeap({ bytes: 8 << 20, poison: true })
  const context = await probeRemoteContext(`ip:127.0.0.1:${iiod.port}`, { bus, heap, runtime: realRuntime })
  ends.push(async () => {
    await context.remove()
    expect([bus.devices.length, heap.liveAllocations]).toEqual([0, 0])
  })
  const { remotes } = context
  return { machine, iiod, remotes, devices: remotes.map(({ device }) => device) }
}

const idOf = ({ name }: MadeUpChannel): string => name.replace('in_', '')

/** So many bytes of these channels, as read() gives them. */
async function capture(device: IioDevice, channels: readonly MadeUpChannel[], bytes: number): Promise<Uint8Array> {
  const file = openDevice(device)
  try {
    for (const channel of channels) await device.writeAttribute(`${idOf(channel)}/en`, '1')
    await device.writeAttribute('buffer0/length', '64')
    await device.writeAttribute('buffer0/enable', '1')
    const got = new Uint8Array(bytes)
    for (let at = 0; at < got.length; ) at += await file.read(got.subarray(at))
    await device.writeAttribute('buffer0/enable', '0')
    for (const channel of channels) await device.writeAttribute(`${idOf(channel)}/en`, '0')
    return got
  } finally {
    file.close()
  }
}

const hindrance = whyNoRealIiod()

describe.skipIf(hindrance !== null)(`Debian's iiod${hindrance === null ? '' : ` (NOT TESTED: ${hindrance})`}`, () => {
  it('gives the samples of any channels, of any type and of two words of a mask, bit for bit', async () => {
    const { devices } = await begin(mixed, wide)
    expect(devices.map(({ name, label }) => [name, label])).toEqual([
      ['mixed', 'Front end'],
      ['wide', ''],
    ])
    const all = mixed.channels!
    const some = wide.channels!.filter(({ index }) => [0, 7, 31, 32, 39].includes(index))
    for (const [device, channels] of [
      [devices[0]!, all],
      [devices[0]!, all.slice(0, 1)],
      [devices[0]!, [all[0]!, all[1]!]],
      [devices[0]!, [all[1]!, all[2]!]],
      [devices[0]!, [all[2]!, all[4]!]],
      [devices[1]!, wide.channels!],
      [devices[1]!, some],
    ] as const) {
      const expected = madeUpScans(channels, 0, 1000)
      expect(await capture(device, channels, expected.length), channels.map(idOf).join()).toEqual(expected)
    }
  })

  it('reads and writes attributes; what it refuses is refused here', async () => {
    const { devices, machine } = await begin(mixed)
    const [device] = devices
    expect(await device!.readAttribute('voltage0/scale')).toBe('0.488281')
    await device!.writeAttribute('sampling_frequency', '5000')
    expect(machine.read('iio:device0', 'sampling_frequency')).toBe('5000')
    await machine.unplug('iio:device0')
    expect(await errnoFrom(device!.readAttribute('voltage0/raw'))).toMatch(/^E/)
  })

  it('that gives no samples for five seconds, or whose connection breaks, is told with its cause', async () => {
    const { devices, remotes, machine, iiod } = await begin(mixed)
    const [device, { stream, link }] = [devices[0]!, remotes[0]!]
    const failures: string[] = []
    stream!.onFailure.on(({ errno, message }) => failures.push(`${errno}: ${message}`))
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/length', '64')
    machine.hold('iio:device0', true)
    await device.writeAttribute('buffer0/enable', '1')
    await eventually(() => expect(failures).toEqual([expect.stringMatching(/^ETIMEDOUT: .*\.$/)]))
    await device.writeAttribute('buffer0/enable', '0')
    await device.writeAttribute('buffer0/enable', '1')
    iiod.cut()
    await eventually(() => expect(failures).toHaveLength(2))
    expect(failures[1]).toMatch(/^E[A-Z]+: .*(ended the connection|broke).*\.$/)
    // It is made anew by itself.
    await eventually(() => expect(link!.down).toBeNull())
  })
})
