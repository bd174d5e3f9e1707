// What is so of the instrument, for the condition registers of every connection. Most of it is told; the state of the trigger and the
// losses are figures, which are looked at while somebody is connected.
import type { Conditions } from '#main/scpi/index.ts'
import type { TriggerWord } from '#shared/contract/topics/trigger.ts'
import { type Disposable, DisposableStore, Emitter, toDisposable } from '#shared/lifecycle.ts'
import { operationBits, questionableBits, registerOf } from './condition-bits.ts'
import type { ServedInstrument } from './served-instrument.ts'

type Parts = ServedInstrument['parts']
/** What is so now, and what was so since it was told last, though it is not now, or was already. */
type Told = Record<'now' | 'meanwhile', Conditions>

/** Figures are looked at so often, ms. */
const lookEveryMs = 50
/** In the run mode `normal` these say that the trigger came. */
const triggered: ReadonlySet<TriggerWord> = new Set(['trigd', 'roll'])
const recordingBit = 1 << operationBits.recording.bit
const lostBit = 1 << questionableBits.lost.bit

export class ConditionWatch {
  readonly #parts: Parts
  readonly #onLook = new Emitter<Told>()
  #looking: DisposableStore | null = null
  #lostSamples = 0
  #operation = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** What is so now. */
  get now(): Conditions {
    const { acquisition, hub, recordings, source } = this.#parts
    const { state } = acquisition
    const { lostSamples, slippedMs } = hub.account.figures
    return {
      operation: registerOf(operationBits, {
        measuring: state === 'running' || state === 'single',
        waiting: state === 'single' || (state === 'running' && this.#isArmed),
        recording: recordings.isActive,
      }),
      questionable: registerOf(questionableBits, {
        time: slippedMs > 0,
        lost: lostSamples > 0,
        gone: state === 'fault' || source.device.isGone,
      }),
    }
  }

  /** Tells from now on how it is, until the result is disposed. */
  follow(listener: (told: Told) => void): Disposable {
    const following = this.#onLook.on(listener)
    this.#looking ??= this.#begin()
    return toDisposable(() => {
      following.dispose()
      if (this.#onLook.hasListeners) return
      this.#looking?.dispose()
      this.#looking = null
    })
  }

  /** Looks at once. */
  look(): void {
    const { lostSamples } = this.#parts.hub
    const hasLost = lostSamples > this.#lostSamples
    this.#lostSamples = lostSamples
    this.#tell({ operation: 0, questionable: hasLost ? lostBit : 0 })
  }

  get #isArmed(): boolean {
    const { analysis, trigger } = this.#parts
    const word = analysis?.stats().triggerWord
    return word !== undefined && trigger.mode === 'normal' && !triggered.has(word)
  }

  #begin(): DisposableStore {
    const { acquisition, hub, recordings } = this.#parts
    this.#lostSamples = hub.lostSamples
    this.#operation = this.now.operation
    const store = new DisposableStore()
    store.add(acquisition.onChange.on(() => this.look()))
    for (const { onEnd } of [recordings, recordings.exports])
      store.add(
        onEnd.on(() => {
          // It may have begun since the last look.
          this.#tell({ operation: recordingBit & ~this.#operation, questionable: 0 })
        }),
      )
    const timer = setInterval(() => this.look(), lookEveryMs)
    store.add(toDisposable(() => clearInterval(timer)))
    return store
  }

  #tell(meanwhile: Conditions): void {
    const { now } = this
    this.#operation = now.operation
    this.#onLook.fire({ now, meanwhile })
  }
}
