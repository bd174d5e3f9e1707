// Output devices of this machine: what is written to a buffer here is put out there, in its order, also again and again.
import { describe, expect, it } from 'vitest'
import { blockFlag, openDevice } from '#main/iio/index.ts'
import { eventually } from '#shared/testing/eventually.ts'
import type { SystemFiles } from './system-files.ts'
import { type MadeUpDevice, type MadeUpMachine, madeUpScans } from './testing/made-up-machine.ts'
import { begin, ends, fast, refusing } from './testing/probed.ts'

const outputs = ['out_voltage0', 'out_voltage1'].map((name, index) => ({ name, type: 'le:u16/16>>0', index }))
const dac: MadeUpDevice = { name: 'dac', channels: outputs, files: fast }

async function beginDac(device: MadeUpDevice = dac, files?: SystemFiles) {
  const begun = await begin([device], files)
  const file = openDevice(begun.device)
  ends.push(() => file.close())
  await begun.device.writeAttribute('out_voltage1/en', '1')
  await begun.device.writeAttribute('buffer0/length', '4096')
  return {
    ...begun,
    enable: (isOn: boolean): Promise<void> => begun.device.writeAttribute('buffer0/enable', isOn ? '1' : '0'),
    /** As write() does: until all of it is taken. */
    async write(bytes: Uint8Array): Promise<void> {
      for (let at = 0; at < bytes.length; ) at += await file.write(bytes.subarray(at))
    },
    /** Enqueues a block that is to be repeated. */
    repeat(bytes: Uint8Array): void {
      const { stream } = file
      stream.allocBlocks({ size: bytes.length, count: 1 })
      const { offset, size } = stream.queryBlock(0)
      const mapping = stream.mmap({ offset, length: size, shared: true, read: true, write: true })
      mapping.bytes.set(bytes)
      mapping.unmap()
      stream.enqueueBlock({ id: 0, bytesUsed: bytes.length, flags: blockFlag.cyclic })
    },
  }
}

const scans = (first: number, count: number): Buffer => Buffer.from(madeUpScans([outputs[1]!], first, count))

/** Waits until the device has put out so many bytes. @returns them */
async function putOut(machine: MadeUpMachine, bytes: number): Promise<Buffer> {
  await eventually(() => expect(machine.putOut('iio:device0').length).toBeGreaterThanOrEqual(bytes))
  return machine.putOut('iio:device0').subarray(0, bytes)
}

describe('an output', () => {
  it.each([false, true])('puts out what is written, in its order (a kernel with buffer0 alone: %s)', async (isNew) => {
    const { machine, enable, write } = await beginDac({ ...dac, isNew })
    await enable(true)
    const folder = isNew ? 'buffer0' : 'scan_elements'
    expect(outputs.map(({ name }) => machine.read('iio:device0', `${folder}/${name}_en`))).toEqual(['0', '1'])
    await write(scans(0, 8192))
    expect((await putOut(machine, 16_384)).equals(scans(0, 8192))).toBe(true)
    await enable(false)
    expect(machine.read('iio:device0', `${isNew ? 'buffer0' : 'buffer'}/enable`)).toBe('0')
  })

  it('repeats a block until it is disabled', async () => {
    const { machine, enable, repeat } = await beginDac()
    repeat(scans(0, 100))
    await enable(true)
    const got = await putOut(machine, 5000)
    expect(got.equals(Buffer.concat(Array.from({ length: 25 }, () => scans(0, 100))))).toBe(true)
    await enable(false)
    expect(machine.read('iio:device0', 'buffer/enable')).toBe('0')
  })

  it('that takes nothing holds nothing up: it stops at any moment', async () => {
    const { machine, enable, repeat } = await beginDac()
    machine.hold('iio:device0', true)
    // More than a FIFO holds: it waits for room that never comes.
    repeat(scans(0, 60_000))
    await enable(true)
    await enable(false)
    expect(machine.read('iio:device0', 'buffer/enable')).toBe('0')
  })

  it('waits while the kernel says that its buffer is full', async () => {
    const { machine, enable, write } = await beginDac()
    await enable(true)
    await machine.write('iio:device0', 'buffer/data_available', machine.read('iio:device0', 'buffer/length'))
    await write(scans(0, 2048))
    await machine.write('iio:device0', 'buffer/data_available', '0')
    expect((await putOut(machine, 4096)).equals(scans(0, 2048))).toBe(true)
    await enable(false)
  })

  it('without a word of the kernel takes scan by scan', async () => {
    const { machine, enable, write } = await beginDac()
    await machine.write('iio:device0', 'buffer/data_available', 'some')
    await enable(true)
    await write(scans(0, 2048))
    expect((await putOut(machine, 4096)).equals(scans(0, 2048))).toBe(true)
    await enable(false)
  })
})

describe('what an output is refused', () => {
  it('is said with the file and the right that lacks', async () => {
    const { enable, machine } = await beginDac(dac, refusing('dev/iio:device0', 'EACCES'))
    await expect(enable(true)).rejects.toThrow(/^This user lacks the right to write .*dev\/iio:device0: /)
    expect(machine.read('iio:device0', 'buffer/enable')).toBe('0')
  })

  it('is said when another program writes to it', async () => {
    const { enable } = await beginDac(dac, refusing('dev/iio:device0', 'EBUSY'))
    await expect(enable(true)).rejects.toThrow(/one at a time can put out through iio:device0\.$/)
  })

  it('is that the device is gone', async () => {
    const { device, machine, enable, repeat } = await beginDac()
    repeat(scans(0, 100))
    await enable(true)
    await putOut(machine, 400)
    await machine.unplug('iio:device0')
    await eventually(async () => expect(await device.readAttribute('buffer0/failure')).toMatch(/is gone/))
    await enable(false).catch(() => undefined)
  })
})
