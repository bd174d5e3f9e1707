// What stands before the channels of the captured devices, by channel: the probe, whether it is inverted, what it is called. The
// device knows nothing of it: its scale stays what it is, and everything that turns codes into units has it times this factor.
import { defaultInput, type InputSettings, probeFactor } from '#shared/kinds/settings.ts'

/** Of a channel that is not measured in volts a current probe says nothing. */
const probed = 'V'

export class ChannelInputs {
  readonly #inputs = new Map<string, InputSettings>()

  of(id: string): InputSettings {
    return this.#inputs.get(id) ?? defaultInput
  }

  /** Units for each volt at the input; negative where it is inverted. */
  factorOf(id: string): number {
    return probeFactor(this.of(id))
  }

  /** What the figures of a channel are in. @param device what those of its device are in */
  unitOf(id: string, device: string): string {
    const { unit, probe } = this.of(id)
    if (unit !== '') return unit
    return probe === 'current' && device === probed ? 'A' : device
  }

  change(id: string, change: Partial<InputSettings>): void {
    this.#inputs.set(id, { ...this.of(id), ...change })
  }
}
