// Triggers: what makes a device in triggered mode take a sample.
import { fail, say } from '#shared/errors.ts'
import {
  type AttributeEntry,
  type AttributeTable,
  constantAttribute,
  isReadOnly,
  type PreparedWrite,
} from '../device/attribute.ts'
import type { AttributeHolder } from '../device/attribute-holder.ts'
import type { Modes } from '../device/modes.ts'

/** A device as a trigger knows it. */
export interface TriggeredDevice {
  readonly name: string
  readonly modes: Modes
}

/** Where triggers are found by name: the bus. */
export interface TriggerDirectory {
  readonly triggers: readonly IioTrigger[]
  findTrigger(name: string): IioTrigger | undefined
}

export interface TriggerOps {
  /** Starts (first consumer) or stops (last one) the trigger. */
  setState?(on: boolean): void
  /** Throws when `device` may not use this trigger. */
  validateDevice?(device: TriggeredDevice): void
}

/** What a device does when its trigger fires. May be asynchronous; a poll that arrives meanwhile is missed. */
export type PollFunction = (timestampNs: bigint) => void | Promise<void>

/** Devices that may share one trigger. */
export const maxConsumersPerTrigger = 4

export class IioTrigger implements AttributeHolder {
  /** `trigger0`, given at registration; empty before. */
  id = ''
  /** Written by the bus. */
  isGone = false
  onWritten: () => void = () => undefined
  readonly name: string
  readonly ops: TriggerOps
  readonly #entries: readonly AttributeEntry[]
  /** Polls that came while a consumer was still busy with the one before. */
  missedPolls = 0
  readonly #consumers = new Set<PollFunction>()
  #busy = 0

  /** @param attributes beside its name: `sampling_frequency` */
  constructor(name: string, ops: TriggerOps = {}, attributes: AttributeTable = {}) {
    this.name = name
    this.ops = ops
    this.#entries = Object.entries({ name: constantAttribute(name), ...attributes }).map(([path, attribute]) => ({
      path,
      attribute,
      writable: !isReadOnly(attribute),
      options: attribute.options?.() ?? null,
    }))
  }

  listAttributes(): readonly AttributeEntry[] {
    return this.#entries
  }

  async readAttribute(path: string): Promise<string> {
    return this.#find(path).attribute.show()
  }

  isSlowWrite(path: string): boolean {
    this.#find(path)
    return false
  }

  prepareWrite(path: string, value: string): Promise<PreparedWrite> {
    return Promise.resolve({ commit: () => this.writeAttribute(path, value), discard: () => undefined })
  }

  async writeAttribute(path: string, value: string): Promise<void> {
    const { attribute } = this.#find(path)
    if (isReadOnly(attribute)) fail('EACCES', say`${path} is read-only.`)
    await attribute.store?.(value)
    this.onWritten()
  }

  #find(path: string): AttributeEntry {
    if (this.isGone) fail('ENODEV', say`${this.name} is gone.`)
    return (
      this.#entries.find((entry) => entry.path === path) ??
      fail('ENOENT', say`${this.name} has no attribute '${path}'.`)
    )
  }

  get consumerCount(): number {
    return this.#consumers.size
  }

  /** Starts the trigger with its first consumer. @throws EBUSY beyond {@link maxConsumersPerTrigger}. */
  attach(poll: PollFunction): void {
    if (this.#consumers.size >= maxConsumersPerTrigger)
      fail('EBUSY', say`Trigger ${this.name} already has ${maxConsumersPerTrigger} consumers.`)
    this.#consumers.add(poll)
    if (this.#consumers.size > 1) return
    try {
      this.ops.setState?.(true)
    } catch (thrown) {
      this.#consumers.delete(poll)
      throw thrown
    }
  }

  /** Stops the trigger with its last consumer. Detaching twice is harmless. */
  detach(poll: PollFunction): void {
    if (this.#consumers.delete(poll) && this.#consumers.size === 0) this.ops.setState?.(false)
  }

  /** The trigger's interrupt. Ignored while consumers of the previous one are still busy. */
  poll(timestampNs: bigint): void {
    if (this.#busy > 0) {
      this.missedPolls++
      return
    }
    for (const consumer of [...this.#consumers]) this.#run(consumer, timestampNs)
  }

  #run(consumer: PollFunction, timestampNs: bigint): void {
    const running = consumer(timestampNs)
    if (running === undefined) return
    this.#busy++
    const done = (): void => {
      this.#busy--
    }
    running.then(done, done)
  }
}
