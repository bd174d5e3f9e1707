// Devices of this machine as devices of the bus: the folders of a kernel are made up, with a FIFO for each character device.
import { chmod } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IioBus, type IioDevice, openDevice } from '#main/iio/index.ts'
import { CoherentHeap } from '#main/memory/index.ts'
import { realRuntime } from '#main/runtime/clock.ts'
import { errnoFrom } from '#main/testing/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import { probeLocalContext } from './index.ts'
import { type SystemFiles, systemFiles } from './system-files.ts'
import { type MadeUpDevice, MadeUpMachine, madeUpScans } from './testing/made-up-machine.ts'
import { begin, capture, enable, endAll, ends, fast, refusing, simple, voltage0 } from './testing/probed.ts'

const paths = (device: IioDevice): readonly string[] => device.listAttributes().map((one) => one.path)

describe('samples', () => {
  it('of any types and channels are those of the character device', async () => {
    const types = [
      'le:s12/16>>4',
      'be:u10/16>>6',
      'le:s24/32>>8',
      'be:s16/16X3>>0',
      'le:u8/8>>0',
      'be:u64/64>>0',
      'le:s20/24>>2',
    ]
    const anyDevice = fc.record({
      types: fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 12 }),
      hasStamp: fc.boolean(),
      isNew: fc.boolean(),
      on: fc.infiniteStream(fc.boolean()),
    })
    await fc.assert(
      fc.asyncProperty(anyDevice, async ({ types: chosen, hasStamp, isNew, on }) => {
        const channels = [
          ...chosen.map((type, k) => ({ name: `in_voltage${k}`, type, index: 2 * k })),
          ...(hasStamp ? [{ name: 'in_timestamp', type: 'le:s64/64>>0', index: 500 }] : []),
        ]
        const { device, machine } = await begin([{ name: 'adc', channels, isNew, files: fast }])
        // What another program has left on is off.
        await machine.write('iio:device0', `${isNew ? 'buffer0' : 'scan_elements'}/in_voltage0_en`, '1')
        const wanted = channels.filter((_, k) => on.next().value || k === chosen.length - 1)
        const expected = madeUpScans(wanted, 0, 150)
        const got = await capture(device, expected.length, ...wanted.map(({ name }) => name.slice(3)))
        expect(Buffer.from(got).equals(expected)).toBe(true)
        await endAll()
      }),
      { numRuns: 10 },
    )
  })

  it('are read after the buffer was set up; it is off afterwards', async () => {
    const { device, machine, remote } = await begin([simple])
    remote.begin({ bytesPerScan: 2, samplingFrequencyHz: 100_000 })
    await device.writeAttribute('buffer0/kernel_buffers', '8')
    await enable(device, 'voltage0')
    const there = ['scan_elements/in_voltage0_en', 'buffer/length', 'buffer/watermark', 'buffer/enable']
    const read = () => there.map((file) => machine.read('iio:device0', file))
    // A block here has 32 scans.
    expect(read()).toEqual(['1', '256', '32', '1'])
    expect(await device.readAttribute('buffer0/remote_length')).toBe('256')
    await device.writeAttribute('buffer0/enable', '0')
    expect(read().at(-1)).toBe('0')
    await device.writeAttribute('buffer0/kernel_buffers', '0')
    await device.writeAttribute('buffer0/enable', '1')
    // Half a second.
    expect(read()[1]).toBe('50000')
    await device.writeAttribute('buffer0/enable', '0')
  })

  it('that do not come hold nothing up: it stops at any moment, and can begin again', async () => {
    const { device, machine } = await begin([simple])
    machine.hold('iio:device0', true)
    await enable(device, 'voltage0')
    await device.writeAttribute('buffer0/enable', '0')
    machine.hold('iio:device0', false)
    const file = openDevice(device)
    file.nonBlocking = true
    await device.writeAttribute('buffer0/enable', '1')
    await eventually(async () => expect(await file.read(new Uint8Array(64)).catch(() => 0)).toBeGreaterThan(0))
    await device.writeAttribute('buffer0/enable', '0')
    file.close()
  })

  it.each([
    ['EBUSY', /iio:device0 is open in another program; one at a time can capture iio:device0\.$/],
    ['ENOENT', /^iio:device0 has samples, and there is no .*dev\/iio:device0 to read them from\.$/],
    ['EIO', /dev\/iio:device0 cannot be read: The device does not answer \(EIO\)\.$/],
  ])('that cannot be opened (%s) begin nothing, and say why', async (code, sentence) => {
    const { device, machine } = await begin([simple], refusing('dev/iio:device0', code))
    await expect(enable(device, 'voltage0')).rejects.toThrow(sentence)
    expect(machine.read('iio:device0', 'buffer/enable')).toBe('0')
    expect(await device.readAttribute('buffer0/enable')).toBe('0')
  })

  it('without a trigger say that one is to be chosen; it is chosen by its name, and has the rate', async () => {
    let isRefused = true
    const files: SystemFiles = {
      open: (file, flags) =>
        (isRefused && file.endsWith('buffer/enable') && (flags & 1) !== 0 ? refusing('', 'EINVAL') : systemFiles).open(
          file,
          flags,
        ),
    }
    const machine = await MadeUpMachine.begin([
      { name: 'adc', channels: [voltage0], files: { 'trigger/current_trigger': '' } },
    ])
    ends.push(() => machine.end())
    await machine.plug('trigger0', { name: 'sysfstrig0' })
    await machine.plug('trigger1', { name: 'timer1', files: { sampling_frequency: '5000' } })
    const bus = new IioBus()
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const context = await probeLocalContext(machine.root, { bus, heap, runtime: realRuntime }, files)
    ends.push(() => context.remove())
    const { device } = context.remotes[0]!
    await expect(enable(device, 'voltage0')).rejects.toThrow(
      /^iio:device0 has no trigger; choose one in trigger\/current_trigger: .*enable cannot be written: .* \(EINVAL\)\.$/,
    )
    const entry = device.listAttributes().find((one) => one.path === 'trigger/current_trigger')
    expect(entry?.options).toEqual(['sysfstrig0', 'timer1'])
    expect(await device.readAttribute('sampling_frequency')).toBe('0')
    await device.writeAttribute('trigger/current_trigger', 'timer1')
    expect(machine.read('iio:device0', 'trigger/current_trigger')).toBe('timer1')
    expect(await device.readAttribute('sampling_frequency')).toBe('5000')
    await device.writeAttribute('sampling_frequency', '6000')
    expect(machine.read('trigger1', 'sampling_frequency')).toBe('6000')
    expect(await errnoFrom(device.writeAttribute('trigger/current_trigger', 'none'))).toBe('EINVAL')
    isRefused = false
    await enable(device, 'voltage0')
    await device.writeAttribute('buffer0/enable', '0')
  })
})

describe('attributes', () => {
  const rich: MadeUpDevice = {
    name: 'ad7124-8',
    label: 'front end',
    channels: [voltage0, { name: 'in_voltage1', type: 'le:f32/32>>0', index: 1 }],
    files: {
      in_voltage_scale: '0.5',
      in_voltage_scale_available: '0.5 1.0',
      in_voltage0_raw: '17',
      in_voltage0_offset: '-3',
      in_voltage1_raw: '18',
      in_voltage0_label: 'supply',
      gain: '3',
      long: 'x'.repeat(5000),
      'events/in_voltage0_thresh_rising_en': '0',
      'power/control': 'auto',
      ...fast,
    },
  }

  it('are read and written in their files, those that channels share too; what is no attribute is none', async () => {
    const { device, machine, context } = await begin([rich, { name: 'thermometer', files: { in_temp_input: '21500' } }])
    const read = (one: string) => device.readAttribute(one)
    expect(
      await Promise.all(['voltage0/scale', 'voltage1/scale', 'voltage0/offset', 'voltage0/label'].map(read)),
    ).toEqual(['0.5', '0.5', '-3', 'supply'])
    expect(await Promise.all(['name', 'label', 'gain'].map(read))).toEqual(['ad7124-8', 'front end', '3'])
    expect((await read('long')).length).toBe(5000)
    expect(await read('remote')).toBe(`iio:device0 of local:${machine.root}`)
    await device.writeAttribute('voltage1/scale', '1.0\n')
    expect(machine.read('iio:device0', 'in_voltage_scale')).toBe('1.0')
    await device.writeAttribute('gain', '17')
    await device.writeAttribute('gain', '2')
    expect(machine.read('iio:device0', 'gain')).toBe('2')
    const entry = device.listAttributes().find((one) => one.path === 'voltage0/scale')
    expect(entry?.options).toEqual(['0.5', '1.0'])
    expect(paths(device).filter((one) => /uevent|power|events|thresh|\bdev\b/.test(one))).toEqual([])
    // A type that is not known here is no scan element, and is told.
    expect(device.scanElements.map(({ id }) => id)).toEqual(['voltage0'])
    expect(await read('voltage1/type')).toBe('le:f32/32>>0')
    const [, thermometer] = context.remotes
    expect([thermometer!.stream, await thermometer!.device.readAttribute('temp/input')]).toEqual([null, '21500'])
  })

  it.each([
    ['EBUSY', /gain cannot be read: It is busy, perhaps with a capture or with another program \(EBUSY\)\.$/],
    ['EIO', /gain cannot be read: The device does not answer \(EIO\)\.$/],
    ['EREMOTEIO', /gain cannot be read: The device does not answer \(EREMOTEIO\)\.$/],
  ])('that fail with %s say so; the others are read', async (code, sentence) => {
    const { device } = await begin([rich], refusing('/gain', code))
    await expect(device.readAttribute('gain')).rejects.toThrow(sentence)
    expect(await device.readAttribute('voltage0/raw')).toBe('17')
  })

  it('that nobody may write are read-only', async () => {
    const { machine } = await begin([rich])
    await chmod(path.join(machine.folder('iio:device0'), 'gain'), 0o444)
    const bus = new IioBus()
    const heap = new CoherentHeap({ bytes: 1 << 20 })
    const again = await probeLocalContext(machine.root, { bus, heap, runtime: realRuntime })
    ends.push(() => again.remove())
    const { device } = again.remotes[0]!
    expect(device.listAttributes().find((one) => one.path === 'gain')?.writable).toBe(false)
    expect(await errnoFrom(device.writeAttribute('gain', '4'))).toBe('EACCES')
  })

  it('of the stream do not change while it is captured', async () => {
    const { device } = await begin([rich])
    await enable(device, 'voltage0')
    expect(await errnoFrom(device.writeAttribute('sampling_frequency', '5'))).toBe('EBUSY')
    await device.writeAttribute('buffer0/enable', '0')
  })
})
