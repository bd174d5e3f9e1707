// What takes long of a change (a file is read), done before the change has its turn: so nobody waits for it.
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import type { Prepared, Values } from './branches/branch.ts'
import type { SettingsTree } from './tree.ts'

export class Ahead {
  readonly #tree: SettingsTree
  readonly #ready = new Map<string, { readonly value: SettingValue; readonly prepared: Prepared }>()

  constructor(tree: SettingsTree) {
    this.#tree = tree
  }

  /** Those of these values that take long and are not prepared yet. */
  missing(values: Values): Values {
    const slow = [...this.#tree.slow(values)]
    return new Map(slow.filter(([path, value]) => !Object.is(this.#ready.get(path)?.value, value)))
  }

  /** @throws what is refused already */
  async prepare(values: Values): Promise<void> {
    for (const [path, value] of values) {
      this.#ready.get(path)?.prepared.discard()
      this.#ready.delete(path)
      this.#ready.set(path, { value, prepared: await this.#tree.prepare(new Map([[path, value]])) })
    }
  }

  /** What is prepared of these values. */
  of(values: Values): ReadonlyMap<string, Prepared> {
    const ready = [...this.#ready].filter(([path, { value }]) => Object.is(values.get(path), value))
    return new Map(ready.map(([path, { prepared }]) => [path, prepared]))
  }

  /** To be called in any case. */
  discard(): void {
    for (const { prepared } of this.#ready.values()) prepared.discard()
    this.#ready.clear()
  }
}
