// The tree of settings: every setting a user can change, under one path. Run, stop and single are no settings.
import type { Setting } from '#shared/contract/settings.ts'
import { fail, say } from '#shared/errors.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { checkValue } from '#shared/kinds/parameter-shape.ts'
import type { Branch, Prepared, Values } from './branch.ts'

export class SettingsTree {
  readonly #branches: readonly Branch[]
  /** What the devices' attributes were when they were looked at last. */
  #ofDevices: Values = new Map()

  /** @param branches each behind those it depends on */
  constructor(branches: readonly Branch[]) {
    this.#branches = branches
  }

  leaves(): ReadonlyMap<string, Parameter> {
    return new Map(this.#branches.flatMap((branch) => [...branch.leaves()]))
  }

  /** @throws ENOENT for a path that is none */
  leaf(path: string): Parameter {
    return this.leaves().get(path) ?? fail('ENOENT', say`There is no setting '${path}'; --list prints those there are.`)
  }

  /**
   * All settings now.
   * @param lookAtDevices false: nothing was written to a device since the last time
   */
  async read(lookAtDevices = true): Promise<Values> {
    const all = new Map<string, Setting['value']>()
    for (const branch of this.#branches) {
      if (branch.isOfDevices && lookAtDevices) this.#ofDevices = await branch.read()
      for (const [path, value] of branch.isOfDevices ? this.#ofDevices : await branch.read()) all.set(path, value)
    }
    return all
  }

  /** @throws ENOENT for a path that is none, EINVAL for a value that is none of its leaf, or for a path that comes twice */
  check(settings: readonly Setting[]): Values {
    const leaves = this.leaves()
    const values = new Map<string, Setting['value']>()
    for (const { path, value } of settings) {
      const parameter = leaves.get(path) ?? this.leaf(path)
      if (values.has(path)) fail('EINVAL', say`'${path}' is named twice.`)
      values.set(path, checkValue(parameter, value, path))
    }
    return values
  }

  /**
   * Does what takes long, and holds nothing up. Applying goes branch by branch, in the order of the tree.
   * @param values checked
   */
  async prepare(values: Values): Promise<Prepared> {
    const all: Prepared[] = []
    const discard = (): void => {
      for (const one of all) one.discard()
    }
    try {
      for (const branch of this.#branches) {
        const leaves = branch.leaves()
        const own = new Map([...values].filter(([path]) => leaves.has(path)))
        if (own.size > 0) all.push(await branch.prepare(own))
      }
    } catch (thrown) {
      discard()
      throw thrown
    }
    return {
      discard,
      apply: async (manner) => {
        for (const one of all) await one.apply(manner)
      },
    }
  }
}
