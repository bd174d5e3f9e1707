// The hardware as the main thread sees it: registers to program, one interrupt line, a mailbox for the converter.
import { Worker } from 'node:worker_threads'
import { checkSignal, type Kernels, type SignalSettings } from '#main/kernels/index.ts'
import { type CoherentHeap, Doorbell } from '#main/memory/index.ts'
import { builtFile } from '#main/runtime/worker-file.ts'
import { type ErrnoError, fail, say, word } from '#shared/errors.ts'
import { type Disposable, Emitter, type Event, toDisposable } from '#shared/lifecycle.ts'
import { type FaultKind, faultKind } from './converter/input-stream.ts'
import { signalToWords } from './converter/signal-words.ts'
import { HardwareCore } from './core.ts'
import { defaultCoalesceMs, defaultDacDmac, defaultDmac, type HardwareOptions } from './hardware-options.ts'
import { allocateHardware, type HardwareLayout } from './layout.ts'
import { ConverterCounters } from './registers/counters.ts'
import { DmacRegisters } from './registers/dmac-registers.ts'
import { InterruptLine } from './registers/interrupt-line.ts'
import { Mailbox, type Opcode, opcode } from './registers/mailbox.ts'
import type { HardwareThreadData } from './thread.ts'

/** An interrupt handler: looks at its own pending bits and returns. */
export type InterruptHandler = () => void

interface Ticket {
  resolve(answer: readonly [number, number]): void
  reject(reason: ErrnoError): void
}

export class Hardware {
  readonly channels: number
  /** The controller's register file, the driver's side. */
  readonly registers: DmacRegisters
  readonly counters: ConverterCounters
  /** The output side: its controller's register file, and its counters (`lostScans`: nothing was queued). */
  readonly dacRegisters: DmacRegisters
  readonly dacCounters: ConverterCounters
  readonly doorbell: Doorbell
  /** The converter and controller when they run in this thread, for tests. */
  readonly core: HardwareCore | null
  /** Interrupts taken since the start. */
  interruptCount = 0
  readonly #heap: CoherentHeap
  readonly #layout: HardwareLayout
  readonly #mailbox: Mailbox
  readonly #line: InterruptLine
  readonly #worker: Worker | null
  #handlers: readonly InterruptHandler[] = []
  readonly #tickets = new Map<number, Ticket>()
  #nextTicket = 1
  /** No command is answered any more. */
  #isGone = false
  #isFreed = false
  #goneReason = 'it was stopped'
  readonly #failed = new Emitter<string>()
  #exited: Promise<unknown> = Promise.resolve()

  private constructor(options: HardwareOptions, start: (layout: HardwareLayout) => Worker | HardwareCore) {
    const { heap } = options
    this.channels = options.channels ?? 2
    this.#heap = heap
    this.#layout = allocateHardware(heap, {
      channels: this.channels,
      dmacParameters: options.dmac ?? defaultDmac,
      dacDmacParameters: options.dacDmac ?? defaultDacDmac,
      coalesceMs: options.coalesceMs ?? defaultCoalesceMs,
    })
    const { buffer } = heap
    this.doorbell = new Doorbell(buffer, this.#layout.doorbell)
    this.counters = new ConverterCounters(buffer, this.#layout.counters)
    this.registers = new DmacRegisters(buffer, this.#layout.dmac, this.#layout.dmacParameters)
    this.dacRegisters = new DmacRegisters(buffer, this.#layout.dacDmac, this.#layout.dacDmacParameters)
    this.dacCounters = new ConverterCounters(buffer, this.#layout.dacCounters)
    this.#mailbox = new Mailbox(buffer, this.#layout.mailbox)
    this.#line = new InterruptLine(buffer, this.#layout.line)
    const started = start(this.#layout)
    this.core = started instanceof HardwareCore ? started : null
    this.#worker = started instanceof HardwareCore ? null : started
    this.#worker?.on('message', () => this.handleInterrupt())
    if (this.#worker !== null) this.#watch(this.#worker)
  }

  /** Powers the hardware up in a thread of its own. @throws ENOMEM; EIO when the thread cannot start. */
  static async start(options: HardwareOptions & { readonly kernelModule: WebAssembly.Module }): Promise<Hardware> {
    const hardware = new Hardware(options, (layout) => {
      const workerData: HardwareThreadData = {
        memory: options.heap.memory,
        kernelModule: options.kernelModule,
        layout,
      }
      return new Worker(builtFile('hardware-thread.js'), { workerData, name: 'hardware' })
    })
    // The answer to the first command says that the thread runs.
    try {
      await hardware.#send(opcode.fault, [faultKind.none])
    } catch {
      await hardware.stop()
      fail('EIO', say`The hardware thread did not start: ${word(hardware.#goneReason)}.`)
    }
    return hardware
  }

  /**
   * The same hardware in this thread, for tests: nothing happens but in `core.step()`, by the given clock. Interrupts
   * call `onInterrupt`; the test decides when {@link handleInterrupt} runs. By default it runs at once.
   */
  static inProcess(
    options: HardwareOptions & {
      readonly kernels: Kernels
      readonly now: () => number
      readonly sleptMs?: () => number
      readonly onInterrupt?: (hardware: Hardware) => void
    },
  ): Hardware {
    const interrupt = (): void =>
      options.onInterrupt === undefined ? hardware.handleInterrupt() : options.onInterrupt(hardware)
    const hardware: Hardware = new Hardware(
      options,
      (layout) => new HardwareCore(options.kernels, options.heap.memory, layout, { ...options, interrupt }),
    )
    return hardware
  }

  /** The hardware thread ended by itself; the sentence says why. */
  get onFailure(): Event<string> {
    return this.#failed
  }

  /** Nothing is written any more: the thread ended, by itself or by {@link stop}. */
  get isGone(): boolean {
    return this.#isGone
  }

  /** Adds a handler to the (shared) interrupt line. */
  onInterrupt(handler: InterruptHandler): Disposable {
    this.#handlers = [...this.#handlers, handler]
    return toDisposable(() => {
      this.#handlers = this.#handlers.filter((other) => other !== handler)
    })
  }

  /** Interrupt context: acknowledges the line, then every handler looks at its own pending bits. */
  handleInterrupt(): void {
    this.interruptCount++
    this.#line.acknowledge()
    for (const handler of this.#handlers) handler()
    while (this.#mailbox.receive(this.#answered));
  }

  /**
   * Starts sampling: sample 0 is due when this happens. `channelMask` has a bit per channel.
   * @returns monotonic ms of sample 0
   * @throws ENODEV when the hardware has stopped
   */
  async startConverter(samplingFrequencyHz: number, channelMask: number): Promise<number> {
    const [startMs] = await this.#send(opcode.start, [samplingFrequencyHz, channelMask])
    return startMs
  }

  /**
   * Stops sampling. What was converted until then is in a transfer that is through, the last one short; resolves with the
   * number of scans since the start (lost ones count) when no more are written.
   */
  async stopConverter(): Promise<{ readonly scans: number; readonly lostScans: number }> {
    const [scans, lostScans] = await this.#send(opcode.stop, [])
    return { scans, lostScans }
  }

  /**
   * Ends the transfer that is being filled here, short, when it has data: what was converted until now is in a transfer
   * that is through, and the next scan begins the next one. Nothing is lost by it.
   * @returns the index of that next scan
   * @throws ENODEV
   */
  async flush(): Promise<number> {
    const [next] = await this.#send(opcode.flush, [])
    return next
  }

  /**
   * Gives a channel another signal, live. @returns the index of the first sample of the new signal
   * @throws EINVAL for settings out of range (nothing changes); ENODEV
   */
  async setSignal(channel: number, settings: SignalSettings): Promise<number> {
    if (!(channel >= 0 && channel < this.channels)) fail('EINVAL', say`The converter has no channel ${channel}.`)
    checkSignal(settings)
    const [firstSample, refused] = await this.#send(opcode.source, [channel, ...signalToWords(settings)])
    if (refused !== 0) fail('EINVAL', say`The converter refused the signal of channel ${channel}.`)
    return firstSample
  }

  /**
   * Lets a channel convert what the output channel of the same number puts out, until {@link setSignal}.
   * @returns the index of the first sample converted so
   * @throws EINVAL for a channel it has not; ENODEV
   */
  async setLoopback(channel: number): Promise<number> {
    if (!(channel >= 0 && channel < this.channels)) fail('EINVAL', say`The converter has no channel ${channel}.`)
    const [firstSample] = await this.#send(opcode.loopback, [channel])
    return firstSample
  }

  /**
   * Lets a channel convert a channel of a stream, until {@link setSignal} or {@link setLoopback}: its clock waits while the
   * ring at that address of the heap is empty. The ring must be there as long.
   * @returns the index of the first sample converted so
   * @throws EINVAL for a channel it has not; ENODEV
   */
  async setStream(channel: number, ring: number, column: number): Promise<number> {
    if (!(channel >= 0 && channel < this.channels)) fail('EINVAL', say`The converter has no channel ${channel}.`)
    const [firstSample] = await this.#send(opcode.stream, [channel, ring, column])
    return firstSample
  }

  /** Starts the output converter: scan 0 is put out when this happens. @returns monotonic ms of scan 0 @throws ENODEV */
  async startDac(samplingFrequencyHz: number, channelMask: number): Promise<number> {
    const [startMs] = await this.#send(opcode.startDac, [samplingFrequencyHz, channelMask])
    return startMs
  }

  /** Stops it; the outputs stay where they are. Resolves with the number of scans put out. @throws ENODEV */
  async stopDac(): Promise<number> {
    const [scans] = await this.#send(opcode.stopDac, [])
    return scans
  }

  /**
   * Lets an output channel put out a signal, at the rate that its settings name, until {@link releaseDac}. Its clock runs
   * from then on, whether the output converter is started or not.
   * @returns the index of the first scan of it
   * @throws EINVAL for settings out of range (nothing changes); ENODEV
   */
  async setDacSignal(channel: number, settings: SignalSettings): Promise<number> {
    if (!(channel >= 0 && channel < this.channels)) fail('EINVAL', say`The output converter has no channel ${channel}.`)
    checkSignal(settings)
    const [firstScan, refused] = await this.#send(opcode.dacSource, [channel, ...signalToWords(settings)])
    if (refused !== 0) fail('EINVAL', say`The output converter refused the signal of channel ${channel}.`)
    return firstScan
  }

  /** An output channel puts out what its transfers say, from now on. @throws EINVAL for a channel it has not; ENODEV */
  async releaseDac(channel: number): Promise<number> {
    if (!(channel >= 0 && channel < this.channels)) fail('EINVAL', say`The output converter has no channel ${channel}.`)
    const [firstScan] = await this.#send(opcode.dacBuffer, [channel])
    return firstScan
  }

  /** One conversion now, as a code. */
  async convertOnce(channel: number): Promise<number> {
    const [code] = await this.#send(opcode.convertOnce, [channel])
    return code
  }

  /** Orders a fault, for tests: a stall lasts until `none`; the others happen once, to the present transfer. */
  async orderFault(kind: FaultKind): Promise<void> {
    await this.#send(opcode.fault, [kind])
  }

  /** Ends the thread and frees what was allocated. Commands still waiting fail with ENODEV. */
  async stop(): Promise<void> {
    if (this.#isFreed) return
    this.#isFreed = true
    if (!this.#isGone) this.#post(opcode.shutdown, 0, [])
    this.#isGone = true
    this.core?.step()
    await this.#exited
    this.#rejectTickets()
    this.#heap.free(this.#layout.base)
  }

  #watch(worker: Worker): void {
    this.#exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    worker.once('error', (reason) => this.#gone(reason instanceof Error ? reason.message : String(reason)))
    worker.once('exit', () => this.#gone('its thread ended'))
  }

  #gone(reason: string): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#goneReason = reason
    this.#rejectTickets()
    this.#failed.fire(`The hardware failed: ${reason}.`)
  }

  #rejectTickets(): void {
    for (const ticket of this.#tickets.values()) {
      try {
        fail('ENODEV', say`The hardware does not answer: ${word(this.#goneReason)}.`)
      } catch (thrown) {
        ticket.reject(thrown as ErrnoError)
      }
    }
    this.#tickets.clear()
  }

  readonly #answered = (ticket: number, first: number, second: number): void => {
    this.#tickets.get(ticket)?.resolve([first, second])
    this.#tickets.delete(ticket)
  }

  #send(code: Opcode, args: readonly number[]): Promise<readonly [number, number]> {
    if (this.#isGone) fail('ENODEV', say`The hardware does not answer: ${word(this.#goneReason)}.`)
    const number = this.#nextTicket++
    const answer = new Promise<readonly [number, number]>((resolve, reject) =>
      this.#tickets.set(number, { resolve, reject }),
    )
    this.#post(code, number, args)
    return answer
  }

  #post(code: Opcode, ticket: number, args: readonly number[]): void {
    if (!this.#mailbox.send(code, ticket, args)) {
      this.#tickets.delete(ticket)
      fail('EBUSY', say`Too many commands are waiting for the hardware.`)
    }
    this.doorbell.ring()
  }
}
