// The slower devices of the board, whose hardware is emulated on the main thread: the dummy and the older converter, each
// by interrupts and by DMA, the pair that is joined by a wire, and the timer trigger.
import { type BlockQueue, FifoBlocks } from '#main/capture/index.ts'
import { DmaEngine } from '#main/dmaengine/index.ts'
import { At91Converter } from '#main/drivers/at91-adc/converter.ts'
import { probeAt91Adc } from '#main/drivers/at91-adc/index.ts'
import { probeDummy } from '#main/drivers/dummy/index.ts'
import { emulatedController } from '#main/drivers/emulation/controller.ts'
import { probeLoopback } from '#main/drivers/loopback/index.ts'
import { TimerTrigger } from '#main/drivers/timer-trigger/index.ts'
import { DmaBufferQueue, type IioBus, type IioDevice, KfifoBuffer } from '#main/iio/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { Runtime } from '#main/runtime/clock.ts'
import { fail, say } from '#shared/errors.ts'
import { type Teardown, wholeOrNot } from '#shared/teardown.ts'
import type { InputDevice } from './input-device.ts'

export interface EmulatedOptions {
  readonly bus: IioBus
  readonly runtime: Runtime
  readonly heap: CoherentHeap
}

export interface Emulated {
  /** Those that can be captured. */
  readonly inputs: readonly InputDevice[]
  /** Takes all of them away. */
  close(): Promise<void>
}

export const timerName = 'timer'
/** What samples with the timer is captured at this rate when nothing else is said. */
const timerHz = 1000

/** @throws what a driver's probe throws; then nothing is left */
export function bootEmulated(options: EmulatedOptions): Promise<Emulated> {
  return wholeOrNot(async (teardown) => {
    const inputs: InputDevice[] = []
    const bench = { ...options, teardown }
    for (const boot of [bootDummies, bootAt91, bootLoopback])
      for (const input of await boot(bench)) {
        inputs.push(input)
        teardown.add(() => input.close())
      }
    return { inputs, close: () => teardown.run() }
  })
}

interface Bench extends EmulatedOptions {
  /** Takes away what was probed. */
  readonly teardown: Teardown
}

async function bootDummies(options: Bench): Promise<readonly InputDevice[]> {
  const { bus, runtime, teardown } = options
  const timer = new TimerTrigger(timerName, runtime)
  timer.rateHz = timerHz
  bus.registerTrigger(timer)
  teardown.add(() => bus.unregisterTrigger(timer))
  const pushed = await probeDummy({ ...options, variant: 'kfifo', name: 'dummy' })
  teardown.add(() => pushed.remove())
  await pushed.device.writeAttribute('trigger/current_trigger', timerName)
  const streamed = await probeDummy({ ...options, variant: 'dma', name: 'dummy-dma' })
  teardown.add(() => streamed.remove())
  return [
    inputOf(options, pushed.device, { slippedMs: () => timer.slippedMs }),
    inputOf(options, streamed.device, { slippedMs: () => streamed.slippedMs, flush: () => streamed.flush() }),
  ]
}

async function bootAt91(options: Bench): Promise<readonly InputDevice[]> {
  const { runtime, heap, teardown } = options
  const interrupting = new At91Converter(runtime, heap)
  const transferring = new At91Converter(runtime, heap)
  const engine = new DmaEngine()
  const consumer = 'at91-adc-dma'
  engine.link({ consumer, name: 'rx', provider: 'pdc', channel: 'adc' })
  engine.registerDevice(emulatedController('pdc', { adc: transferring.dma }, ['dev-to-mem']))
  const inputs: InputDevice[] = []
  for (const [name, converter, dma] of [
    ['at91-adc', interrupting, {}],
    [consumer, transferring, { engine }],
  ] as const) {
    const adc = await probeAt91Adc({ ...options, ...dma, converter, name })
    teardown.add(() => adc.remove())
    const emulation = { slippedMs: () => converter.slippedMs, flush: () => converter.flush() }
    inputs.push(inputOf(options, adc.device, emulation))
  }
  return inputs
}

async function bootLoopback(options: Bench): Promise<readonly InputDevice[]> {
  const pair = await probeLoopback(options)
  options.teardown.add(() => pair.remove())
  const { adc, hardware } = pair
  return [inputOf(options, adc, { slippedMs: () => hardware.slippedMs, flush: () => hardware.flush() })]
}

interface Emulation {
  slippedMs(): number
  /** Converts what is due, and ends the transfer that is being filled. Absent: each scan is handed over at once. */
  flush?(): void
}

function inputOf({ heap, runtime }: EmulatedOptions, device: IioDevice, emulation: Emulation): InputDevice {
  const { clock, deferred } = runtime
  const [buffer] = device.buffers
  const fifo = buffer instanceof KfifoBuffer ? new FifoBlocks({ fifo: buffer, heap, clock }) : null
  const queue: BlockQueue =
    fifo ?? (buffer instanceof DmaBufferQueue ? buffer : fail('ENODEV', say`${device.name} has no buffer to capture.`))
  return {
    device,
    queue,
    get slippedMs() {
      return emulation.slippedMs()
    },
    get interrupts() {
      if (buffer instanceof KfifoBuffer) return buffer.offeredScans
      return buffer instanceof DmaBufferQueue ? buffer.diagnostics.completed : 0
    },
    begin: (rate) => fifo?.begin(rate),
    close: () => fifo?.close(),
    async flush() {
      emulation.flush?.()
      // Behind the callbacks of the transfers that ended by it.
      await new Promise<void>((resolve) => deferred.tasklet(resolve))
    },
  }
}
