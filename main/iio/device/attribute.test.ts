// Attributes and their paths: the text of sysfs in both directions.
import { describe, expect, it } from 'vitest'
import { createDmaBench, errnoFrom, FakeRuntime, voltageChannels } from '#main/testing/index.ts'
import {
  booleanAttribute,
  constantAttribute,
  IioBus,
  IioDevice,
  IioTrigger,
  numberAttribute,
  setupTriggeredBuffer,
  textAttribute,
  timestampChannel,
} from '../index.ts'

function deviceWith(attributes: NonNullable<ConstructorParameters<typeof IioDevice>[0]['attributes']>): IioDevice {
  return new IioDevice({ name: 'attributes', channels: [], runtime: new FakeRuntime(), attributes })
}

describe('attributes', () => {
  it('of numbers name the limit that was crossed, also when there is only one', async () => {
    let value = 5
    const set = (wanted: number): void => {
      value = wanted
    }
    const device = deviceWith({
      low: numberAttribute({ get: () => value, set, min: 1 }),
      high: numberAttribute({ get: () => value, set, max: 9 }),
    })
    await expect(device.writeAttribute('low', '0')).rejects.toThrow('0 is too small: 1 is the least.')
    await expect(device.writeAttribute('high', '10')).rejects.toThrow('10 is too large: 9 is the most.')
    expect(value).toBe(5)
    await device.writeAttribute('high', '2.5')
    expect(await device.readAttribute('low')).toBe('2.5')
  })

  it('of text keep to their choices', async () => {
    let value = 'sine'
    const device = deviceWith({
      shape: textAttribute({
        get: () => value,
        set: (wanted) => {
          value = wanted
        },
        choices: () => ['sine', 'square'],
      }),
    })
    expect(await errnoFrom(device.writeAttribute('shape', 'saw'))).toBe('EINVAL')
    await device.writeAttribute('shape', 'square\n')
    expect(value).toBe('square')
    expect(await device.readAttribute('shape_available')).toBe('sine square')
    expect(device.listAttributes().map(({ path, options }) => [path, options])).toContainEqual([
      'shape',
      ['sine', 'square'],
    ])
  })

  it('without choices have no options', () => {
    const [entry] = deviceWith({ fixed: constantAttribute('one') })
      .listAttributes()
      .filter(({ path }) => path === 'fixed')
    expect([entry!.options, entry!.writable]).toEqual([null, false])
  })

  it('of flags show 0 and 1', async () => {
    let on = false
    const device = deviceWith({
      flag: booleanAttribute({
        get: () => on,
        set: (wanted) => {
          on = wanted
        },
      }),
      fixed: booleanAttribute({ get: () => true }),
    })
    expect(await device.readAttribute('flag')).toBe('0')
    await device.writeAttribute('flag', 'yes')
    expect(await device.readAttribute('flag')).toBe('1')
    expect(await errnoFrom(device.writeAttribute('fixed', '0'))).toBe('EACCES')
  })

  it('show the state of scan elements, and are gone with the device', async () => {
    const bench = await createDmaBench()
    await bench.device.writeAttribute('voltage1/en', '1')
    expect(await bench.device.readAttribute('voltage0/en')).toBe('0')
    expect(await bench.device.readAttribute('scan_elements/in_voltage1_en')).toBe('1')
    await bench.remove()
    expect(await errnoFrom(bench.device.readAttribute('voltage0/en'))).toBe('ENODEV')
    expect(await errnoFrom(bench.device.writeAttribute('voltage0/en', '1'))).toBe('ENODEV')
  })

  it('list a value of a type that many channels share once', () => {
    const scale = constantAttribute(2)
    const channels = voltageChannels(2).map((one) => ({ ...one, sharedByType: { scale } }))
    const device = new IioDevice({ name: 'shared', channels, runtime: new FakeRuntime() })
    const paths = device.listAttributes().map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
  })
})

describe('the trigger and the clock of a device', () => {
  it('are chosen from what is there; the present trigger again changes nothing', async () => {
    const runtime = new FakeRuntime()
    const device = new IioDevice({ name: 'triggered', channels: voltageChannels(1), runtime })
    let enables = 0
    setupTriggeredBuffer(device, { onTrigger: () => undefined, setupOps: { preenable: () => void enables++ } })
    const options = (path: string): readonly string[] | null | undefined =>
      device.listAttributes().find((entry) => entry.path === path)?.options
    expect(options('trigger/current_trigger')).toEqual([])
    const bus = new IioBus()
    let validations = 0
    const trigger = new IioTrigger('one', { validateDevice: () => void validations++ })
    bus.registerTrigger(trigger)
    await bus.register(device)
    expect(options('trigger/current_trigger')).toEqual(['one'])
    for (let i = 0; i < 2; i++) await device.writeAttribute('trigger/current_trigger', 'one')
    expect(validations).toBe(1)
    await device.writeAttribute('voltage0/en', '1')
    await device.writeAttribute('buffer0/enable', '1')
    expect(enables).toBe(1)
  })

  it('TAI is ahead of UTC by 37 s; the monotonic clock begins with the machine', async () => {
    const runtime = new FakeRuntime()
    const device = new IioDevice({ name: 'clocks', channels: [timestampChannel(0)], runtime })
    const now = async (clock: string): Promise<bigint> => {
      await device.writeAttribute('current_timestamp_clock', clock)
      return device.timestampNs()
    }
    runtime.advance(5)
    expect((await now('tai')) - (await now('realtime'))).toBe(37_000_000_000n)
    expect(await now('monotonic')).toBe(5_000_000n)
  })
})
