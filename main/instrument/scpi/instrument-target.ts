// The instrument as one connection commands it.
import type { CommandTree, Conditions, ScpiTarget } from '#main/scpi/index.ts'
import type { Setting } from '#shared/contract/topics/settings.ts'
import { DisposableStore } from '#shared/lifecycle.ts'
import { autoScaleCommands } from './commands/auto-scale.ts'
import { alsoTaking, benchScopeCommands, measureItem } from './commands/bench-scopes.ts'
import { measureCommands } from './commands/measure.ts'
import { otherNames } from './commands/other-names.ts'
import { runCommands } from './commands/run.ts'
import { stateRegisters } from './commands/state-registers.ts'
import { systemCommands } from './commands/system.ts'
import { Waveform } from './commands/waveform.ts'
import type { ConditionWatch } from './conditions.ts'
import { scpiErrorOf } from './errors-of.ts'
import type { NewestScans } from './record/newest-scans.ts'
import { SingleWait } from './record/wait-single.ts'
import type { ServedInstrument } from './served-instrument.ts'
import { settingByPath, settingCommands } from './settings/setting-commands.ts'
import type { Captured } from './settings/setting-headers.ts'

/** What the connections of a server share. */
export interface TargetParts {
  readonly scans: NewestScans
  readonly watch: ConditionWatch
  /** What `*RST` makes of attributes. */
  readonly attributes: readonly Setting[]
  /** What `*SAV` kept, by register. */
  readonly registers: Map<number, string>
}

export class InstrumentTarget implements ScpiTarget {
  readonly identity: string
  readonly errorOf = scpiErrorOf
  readonly #instrument: ServedInstrument
  readonly #attributes: readonly Setting[]
  readonly #registers: Map<number, string>
  readonly #single: SingleWait
  readonly #waveform: Waveform
  readonly #watch: ConditionWatch
  readonly #store = new DisposableStore()
  #filledFor = ''

  constructor(instrument: ServedInstrument, { scans, watch, attributes, registers }: TargetParts) {
    this.#instrument = instrument
    this.#watch = watch
    this.#attributes = attributes
    this.#registers = registers
    this.#single = new SingleWait(instrument)
    this.#waveform = new Waveform(instrument, scans)
    this.identity = `Blockscope,simulated,0,${instrument.version}`
  }

  get hasChanged(): boolean {
    return this.#board !== this.#filledFor
  }

  fill(tree: CommandTree): void {
    this.#filledFor = this.#board
    const { settings } = this.#instrument
    const captured = this.#captured
    const all = [
      ...stateRegisters(this.#instrument, this.#registers),
      ...runCommands(this.#instrument, this.#single),
      ...autoScaleCommands(this.#instrument, () => this.keep()),
      ...measureCommands(this.#instrument),
      ...this.#waveform.commands(),
      ...systemCommands(this.#instrument, () => tree.commands),
      ...settingByPath(settings, captured.channels),
      ...benchScopeCommands(this.#instrument, captured),
      ...alsoTaking(settingCommands(settings, captured), this.#instrument, captured),
    ]
    const others = otherNames(all)
    // Where a short form is taken, the long one is left.
    for (const command of [...all, ...others, measureItem([...all, ...others])])
      if (!tree.add(command)) tree.add({ ...command, header: command.header.toUpperCase() })
  }

  async change(settings: readonly Setting[]): Promise<void> {
    await this.#instrument.handlers.applySettings({ changes: [...settings] })
  }

  async keep(): Promise<() => Promise<void>> {
    const before = [...(await this.#instrument.settings.read())].map(([path, value]) => ({ path, value }))
    return () => this.#instrument.settings.load(before)
  }

  async reset(): Promise<void> {
    const { handlers, settings } = this.#instrument
    this.#single.end()
    this.#waveform.reset()
    await handlers.stop()
    const leaves = settings.tree.leaves()
    const own = [...leaves].filter(([path]) => !path.startsWith('device/'))
    await settings.load([
      ...own.map(([path, parameter]) => ({ path, value: parameter.default })),
      ...this.#attributes.filter(({ path }) => leaves.has(path)),
    ])
  }

  complete(): Promise<void> {
    return this.#single.complete()
  }

  async trigger(): Promise<void> {
    await this.#instrument.handlers.forceTrigger()
  }

  get conditions(): Conditions {
    return this.#watch.now
  }

  follow(listener: (now: Conditions, meanwhile: Conditions) => void): void {
    this.#store.add(this.#watch.follow(({ now, meanwhile }) => listener(now, meanwhile)))
  }

  look(): void {
    this.#watch.look()
  }

  dispose(): void {
    this.#store.dispose()
    this.#single.end()
    this.#waveform.reset()
  }

  get #captured(): Captured {
    const { device } = this.#instrument.parts.stack
    return { device: device.name, channels: device.scanElements.map(({ id, scanIndex }) => ({ id, index: scanIndex })) }
  }

  /** What the headers depend on. */
  get #board(): string {
    const { stack } = this.#instrument.parts
    const names = [...stack.bus.devices, ...stack.bus.triggers].map(({ id, name }) => `${id} ${name}`)
    return JSON.stringify([stack.device.id, names])
  }
}
