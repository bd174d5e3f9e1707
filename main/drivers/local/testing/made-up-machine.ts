// A made-up machine: the folders that a kernel shows of its IIO devices, and a FIFO in the place of each character device. Enabled
// through its files, a device gives known samples at its sampling frequency, from sample 0 on; one of outputs takes samples at it.
import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { encodeElement, layoutScan, parseScanType, type ScanType } from '#shared/iio/index.ts'

export interface MadeUpChannel {
  /** With its direction: `in_voltage0`. */
  readonly name: string
  /** `le:s12/16>>4`. */
  readonly type: string
  readonly index: number
  /** Its raw value in sample `i`. Default: {@link madeUpValue}. */
  readonly value?: (i: number) => number
}

export interface MadeUpDevice {
  readonly name: string
  readonly label?: string
  readonly channels?: readonly MadeUpChannel[]
  /** Further files, by their names in its folder. */
  readonly files?: Readonly<Record<string, string>>
  /** A kernel that has `buffer0` alone. Default: `buffer` and `scan_elements`, and `buffer0` beside them. */
  readonly isNew?: boolean
}

/** Value `k` of an element in sample `i`: any bits that its type has. */
export const madeUpValue = (index: number, i: number, k: number): bigint =>
  BigInt(i) * 0x1_0001_0001_0003n + BigInt(index) * 0x1234_5678_9abc_def1n + BigInt(k) * 77n

/** Samples as the kernel lays them out. */
export function madeUpScans(channels: readonly MadeUpChannel[], first: number, count: number): Uint8Array {
  const elements = channels.map(({ index, type, value }) => ({ scanIndex: index, type: parseScanType(type), value }))
  const layout = layoutScan(elements)
  const bytes = new Uint8Array(layout.bytes * count)
  for (let i = 0; i < count; i++)
    for (const { scanIndex, type, offset } of layout.elements) {
      const own = elements.find((one) => one.scanIndex === scanIndex)?.value?.(first + i)
      const values = own === undefined ? valuesOf(scanIndex, first + i, type) : [BigInt(own)]
      encodeElement(bytes, i * layout.bytes + offset, type, values)
    }
  return bytes
}

const valuesOf = (index: number, i: number, { repeat }: ScanType): bigint[] =>
  Array.from({ length: repeat }, (_, k) => madeUpValue(index, i, k))

/** So often a device looks whether it is enabled, and samples, ms. */
const tickMs = 2

export class MadeUpMachine {
  readonly root: string
  readonly #running = new Map<string, RunningDevice>()

  private constructor(root: string) {
    this.root = root
  }

  static async begin(devices: readonly MadeUpDevice[] = []): Promise<MadeUpMachine> {
    const machine = new MadeUpMachine(await mkdtemp(path.join(os.tmpdir(), 'blockscope-machine-')))
    for (const [k, device] of devices.entries()) await machine.plug(`iio:device${k}`, device)
    return machine
  }

  folder(id: string): string {
    return path.join(this.root, 'sys/bus/iio/devices', id)
  }

  node(id: string): string {
    return path.join(this.root, 'dev', id)
  }

  read(id: string, file: string): string {
    return said(path.join(this.folder(id), file))
  }

  async write(id: string, file: string, value: string): Promise<void> {
    await mkdir(path.dirname(path.join(this.folder(id), file)), { recursive: true })
    await writeFile(path.join(this.folder(id), file), `${value}\n`)
  }

  /** A device, or a trigger, appears. */
  async plug(id: string, { name, label, channels = [], files = {}, isNew = false }: MadeUpDevice): Promise<void> {
    await this.write(id, 'name', name)
    await this.write(id, 'uevent', 'DEVTYPE=iio_device')
    if (label !== undefined) await this.write(id, 'label', label)
    for (const [file, value] of Object.entries(files)) await this.write(id, file, value)
    if (channels.length === 0) return
    const [buffer, elements] = isNew ? ['buffer0', 'buffer0'] : ['buffer', 'scan_elements']
    for (const folder of isNew ? [buffer] : [buffer, 'buffer0']) {
      const values = { length: '2', enable: '0', watermark: '1', data_available: '0' }
      for (const [file, value] of Object.entries(values)) await this.write(id, `${folder}/${file}`, value)
    }
    for (const folder of isNew ? [elements] : [elements, 'buffer0'])
      for (const { name: channel, type, index } of channels) {
        await this.write(id, `${folder}/${channel}_en`, '0')
        await this.write(id, `${folder}/${channel}_index`, String(index))
        await this.write(id, `${folder}/${channel}_type`, type)
      }
    await mkdir(path.dirname(this.node(id)), { recursive: true })
    execFileSync('mkfifo', [this.node(id)])
    const folder = this.folder(id)
    this.#running.set(
      id,
      new RunningDevice(this.node(id), path.join(folder, buffer), path.join(folder, elements), channels),
    )
  }

  /** It goes away, with its files. */
  async unplug(id: string): Promise<void> {
    const running = this.#running.get(id)
    this.#running.delete(id)
    running?.stop()
    await rm(this.folder(id), { recursive: true })
    await rm(this.node(id), { force: true })
    running?.end()
  }

  /** Its samples stop, or go on; the clock does not. */
  hold(id: string, isHeld: boolean): void {
    const device = this.#running.get(id)
    if (device !== undefined) device.isHeld = isHeld
  }

  /** What an output device has put out since it was enabled last. */
  putOut(id: string): Buffer {
    return Buffer.concat(this.#running.get(id)?.out ?? [])
  }

  async end(): Promise<void> {
    for (const device of this.#running.values()) device.end()
    this.#running.clear()
    await rm(this.root, { recursive: true })
  }
}

/** What a file says. libiio writes a zero behind each value. */
const said = (file: string): string => readFileSync(file, 'utf8').split('\0', 1)[0]!.trim()

class RunningDevice {
  isHeld = false
  /** What it has put out since it was enabled last. */
  out: Uint8Array[] = []
  readonly #putsOut: boolean
  readonly #fifo: number
  readonly #buffer: string
  readonly #elements: string
  readonly #channels: readonly MadeUpChannel[]
  readonly #timer: NodeJS.Timeout
  #enabledAt = -1n
  #chosen: readonly MadeUpChannel[] = []
  #beginMs = 0
  #made = 0
  #waiting = new Uint8Array(0)

  constructor(node: string, buffer: string, elements: string, channels: readonly MadeUpChannel[]) {
    // Both ends: the FIFO never ends, and nobody waits.
    this.#fifo = openSync(node, constants.O_RDWR | constants.O_NONBLOCK)
    this.#buffer = buffer
    this.#elements = elements
    this.#channels = channels
    this.#putsOut = channels.every(({ name }) => name.startsWith('out_'))
    this.#timer = setInterval(() => this.#tick(), tickMs)
  }

  /** It does nothing any more. */
  stop(): void {
    clearInterval(this.#timer)
  }

  end(): void {
    this.stop()
    closeSync(this.#fifo)
  }

  #tick(): void {
    const enable = path.join(this.#buffer, 'enable')
    const isOn = said(enable) === '1'
    const { mtimeNs } = statSync(enable, { bigint: true })
    if (mtimeNs !== this.#enabledAt) this.#begin(mtimeNs, isOn)
    if (!isOn || this.isHeld) return
    if (this.#putsOut) this.#putOut()
    else this.#sample()
  }

  #begin(at: bigint, isOn: boolean): void {
    this.#enabledAt = at
    // What was written since it is on is to be put out.
    if (!this.#putsOut || !isOn) this.#empty()
    this.#chosen = this.#channels.filter(({ name }) => said(path.join(this.#elements, `${name}_en`)) === '1')
    this.#beginMs = performance.now()
    this.#made = 0
    this.#waiting = new Uint8Array(0)
    if (isOn) this.out = []
  }

  #empty(): void {
    const old = new Uint8Array(1 << 16)
    try {
      while (readSync(this.#fifo, old, 0, old.length, null) > 0);
    } catch {
      // Empty.
    }
  }

  /** What it puts out goes on at its rate. */
  #putOut(): void {
    const due = Math.min(4096, Math.floor(((performance.now() - this.#beginMs) / 1e3) * this.#rateHz) - this.#made)
    if (due <= 0) return
    const bytes = new Uint8Array(due * madeUpScans(this.#chosen, 0, 1).length)
    this.#made += due
    try {
      this.out.push(bytes.slice(0, readSync(this.#fifo, bytes, 0, bytes.length, null)))
    } catch {
      // Nothing was written for it.
    }
  }

  #sample(): void {
    if (this.#waiting.length === 0) {
      const due = Math.floor(((performance.now() - this.#beginMs) / 1e3) * this.#rateHz)
      const count = Math.min(4096, due - this.#made)
      if (count <= 0) return
      this.#waiting = madeUpScans(this.#chosen, this.#made, count) as Uint8Array<ArrayBuffer>
      this.#made += count
    }
    try {
      this.#waiting = this.#waiting.subarray(writeSync(this.#fifo, this.#waiting))
    } catch {
      // Full.
    }
  }

  get #rateHz(): number {
    try {
      return Number(said(path.join(this.#buffer, '..', 'sampling_frequency')))
    } catch {
      return 10_000
    }
  }
}
