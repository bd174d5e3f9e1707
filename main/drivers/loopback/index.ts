// Two devices and a wire between them: `loopback-dac` with an output buffer, `loopback-adc` with an input buffer.
import { DmaEngine } from '#main/dmaengine/index.ts'
import {
  type BlockMemory,
  type ChannelSpec,
  freeDmaengineBuffer,
  type IioBus,
  IioDevice,
  numberAttribute,
  setupDmaengineBuffer,
} from '#main/iio/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { fail, say } from '#shared/errors.ts'
import { wholeOrNot } from '#shared/teardown.ts'
import { emulatedController } from '../emulation/controller.ts'
import { LoopbackHardware } from './hardware.ts'

export interface LoopbackOptions {
  readonly bus: IioBus
  readonly runtime: Runtime
  readonly heap: BlockMemory
}

export interface Loopback {
  readonly dac: IioDevice
  readonly adc: IioDevice
  readonly hardware: LoopbackHardware
  /** Unregisters both devices and frees their buffers. */
  remove(): Promise<void>
}

export async function probeLoopback({ bus, runtime, heap }: LoopbackOptions): Promise<Loopback> {
  const hardware = new LoopbackHardware(runtime, heap)
  const engine = new DmaEngine()
  engine.registerDevice(
    emulatedController('loopback-dma', { tx: hardware.tx, rx: hardware.rx }, ['mem-to-dev', 'dev-to-mem']),
  )
  const make = async (name: string, direction: 'in' | 'out', run: (on: boolean) => void): Promise<IioDevice> => {
    const channel = direction === 'in' ? 'rx' : 'tx'
    engine.link({ consumer: name, name: channel, provider: 'loopback-dma', channel })
    const device = new IioDevice({
      name,
      runtime,
      channels: [voltage(direction)],
      attributes: { sampling_frequency: rateAttribute(hardware, () => [dac, adc]) },
      setupOps: { postenable: () => run(true), predisable: () => run(false) },
    })
    setupDmaengineBuffer(device, { engine, heap, runtime, direction })
    await bus.register(device)
    return device
  }
  let dac: IioDevice | null = null
  let adc: IioDevice | null = null
  return wholeOrNot(async (teardown) => {
    const kept = (device: IioDevice): IioDevice => {
      teardown.add(async () => {
        await bus.unregister(device)
        await freeDmaengineBuffer(device)
      })
      return device
    }
    const output = kept(await make('loopback-dac', 'out', (on) => hardware.setSending(on)))
    dac = output
    const input = kept(await make('loopback-adc', 'in', (on) => hardware.setCapturing(on)))
    adc = input
    return { dac: output, adc: input, hardware, remove: () => teardown.run() }
  })
}

function voltage(direction: 'in' | 'out'): ChannelSpec {
  return { kind: 'voltage', direction, channel: 0, scanIndex: 0, scanType: { sign: 's', realbits: 16 } }
}

/** One clock for both sides: it changes only while neither runs. */
function rateAttribute(hardware: LoopbackHardware, devices: () => readonly (IioDevice | null)[]) {
  return numberAttribute({
    integer: true,
    min: 1,
    max: 1_000_000,
    get: () => hardware.rateHz,
    set: (value) => {
      if (devices().some((device) => device?.isBufferEnabled))
        fail('EBUSY', say`The sampling frequency cannot change while the DAC or the ADC runs.`)
      hardware.rateHz = value
    },
  })
}
