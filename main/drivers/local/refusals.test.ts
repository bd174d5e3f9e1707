// What this user may not do, what goes away, and what is no machine: told in one sentence, and nothing is left.
import { existsSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { IioBus } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { probeLocalContext } from './index.ts'
import { udevRule } from './system-files.ts'
import { MadeUpMachine, madeUpScans } from './testing/made-up-machine.ts'
import { begin, capture, enable, ends, fast, refusing, simple, voltage0 } from './testing/probed.ts'

describe('a right that this user lacks', () => {
  const granted = `A line in /etc/udev/rules.d/60-iio.rules grants it to the group iio when the device is plugged in next: ${udevRule}.`

  it.each(['EACCES', 'EPERM'])('is told with the file, and how it is granted: to read samples (%s)', async (code) => {
    const { device, machine } = await begin([simple], refusing('dev/iio:device0', code))
    await expect(enable(device, 'voltage0')).rejects.toMatchObject({
      errno: 'EACCES',
      message: `This user lacks the right to read ${machine.node('iio:device0')}: ${granted}`,
    })
  })

  it('is told for attributes, read and written', async () => {
    const { device, machine } = await begin([simple], refusing('/sampling_frequency', 'EACCES'))
    const file = path.join(machine.folder('iio:device0'), 'sampling_frequency')
    await expect(device.readAttribute('sampling_frequency')).rejects.toThrow(`to read ${file}: ${granted}`)
    await expect(device.writeAttribute('sampling_frequency', '1')).rejects.toThrow(`to write ${file}: ${granted}`)
  })

  it('is told where the buffer cannot be set up; nothing is left open', async () => {
    const { device, machine } = await begin([simple], refusing('buffer/length', 'EACCES', true))
    await expect(enable(device, 'voltage0')).rejects.toThrow(/lacks the right to write .*buffer\/length: A line in /)
    expect(machine.read('iio:device0', 'buffer/enable')).toBe('0')
  })
})

describe('a device that goes away', () => {
  it('ends the stream with the reason; its rate and scale stay known, and it is found again under another number', async () => {
    const files = { ...fast, in_voltage_scale: '0.5', gain: '1' }
    const { device, machine, remote } = await begin([
      { ...simple, files },
      { name: 'other', files: { gain: '2' } },
    ])
    const reasons: string[] = []
    remote.stream!.onFailure.on(({ errno, message }) => reasons.push(`${errno} ${message}`))
    expect(await device.readAttribute('voltage0/scale')).toBe('0.5')
    await enable(device, 'voltage0')
    await machine.unplug('iio:device0')
    await eventually(() => expect(reasons).toHaveLength(1))
    const gone = `iio:device0 is gone: there is no ${machine.folder('iio:device0')} any more.`
    expect(reasons[0]).toBe(`ENODEV ${gone}`)
    await device.writeAttribute('buffer0/enable', '0')
    expect(await device.readAttribute('voltage0/scale')).toBe('0.5')
    await expect(device.readAttribute('gain')).rejects.toMatchObject({ errno: 'ENODEV', message: gone })
    await expect(remote.link!.retry()).rejects.toThrow(/^iio:device0 is not there: .* is gone, or another device\.$/)
    // Another one in its place is not taken for it.
    await machine.plug('iio:device0', { name: 'stranger', files })
    await expect(remote.link!.retry()).rejects.toThrow('another device')
    await machine.plug('iio:device7', { ...simple, files })
    await remote.link!.retry()
    expect([remote.link!.down, await device.readAttribute('gain')]).toEqual([null, '1'])
    const expected = madeUpScans([voltage0], 0, 100)
    expect(Buffer.from(await capture(device, expected.length)).equals(expected)).toBe(true)
  })
})

describe('a root', () => {
  const probe = (root: string) => {
    const bus = new IioBus()
    const options = { bus, heap: new CoherentHeap({ bytes: 1 << 20 }), runtime: realRuntime }
    return probeLocalContext(root, options).finally(() => expect(bus.devices).toEqual([]))
  }

  it('that is none, or has no devices, is told in one sentence', async () => {
    const machine = await MadeUpMachine.begin()
    ends.push(() => machine.end())
    const devices = path.join(machine.root, 'sys/bus/iio/devices')
    await expect(probe(machine.root)).rejects.toThrow(`${machine.root} has no IIO devices: there is no ${devices}.`)
    await machine.plug('trigger0', { name: 'alone' })
    await expect(probe(machine.root)).rejects.toThrow(
      `There are no IIO devices in ${devices}; a driver has to be loaded for each.`,
    )
    const file = path.join(os.tmpdir(), path.basename(machine.root), 'file')
    await writeFile(file, '')
    for (const none of [file, path.join(machine.root, 'nowhere')])
      await expect(probe(none)).rejects.toThrow(`${none} is no folder.`)
  })

  it.skipIf(existsSync('/sys/bus/iio/devices'))('of this machine itself is called this machine', async () => {
    await expect(probe('/')).rejects.toThrow('This machine has no IIO devices: there is no /sys/bus/iio/devices.')
  })

  it('with files that a kernel would not have is survived', async () => {
    const machine = await MadeUpMachine.begin([simple])
    ends.push(() => machine.end())
    await machine.write('iio:device0', 'scan_elements/in_voltage9_index', '99999')
    await machine.write('iio:device0', 'scan_elements/in_voltage9_en', '1')
    await machine.write('iio:device0', 'scan_elements/in_voltage9_type', 'nonsense')
    await (await open(path.join(machine.folder('iio:device0'), 'in_voltage0_raw'), 'w')).close()
    const bus = new IioBus()
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const context = await probeLocalContext(machine.root, { bus, heap, runtime: realRuntime })
    ends.push(() => context.remove())
    expect(context.remotes[0]!.device.scanElements.map(({ id }) => id)).toEqual(['voltage0'])
    expect(await context.remotes[0]!.device.readAttribute('voltage0/raw')).toBe('')
  })
})
