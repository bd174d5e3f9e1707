// The tree of settings: every setting a user can change, under one path. Run, stop and single are no settings.
import type { Setting } from '#shared/contract/topics/settings.ts'
import { fail, say } from '#shared/errors.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'
import { checkValue } from '#shared/kinds/parameter-shape.ts'
import type { Branch, Prepared, Values } from './branches/branch.ts'

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

  /** Those of these values that take long to be prepared. */
  slow(values: Values): Values {
    return new Map(this.#branches.flatMap((branch) => [...(branch.slow?.(ownOf(branch, values)) ?? [])]))
  }

  /**
   * Does what takes long, and holds nothing up. Applying goes branch by branch, in the order of the tree.
   * @param values checked
   * @param ahead what was prepared before of these values, by path: it is applied with the others, and discarded by its owner
   */
  async prepare(values: Values, ahead: ReadonlyMap<string, Prepared> = new Map()): Promise<Prepared> {
    const all: Prepared[] = []
    const made: Prepared[] = []
    const discard = (): void => {
      for (const one of made) one.discard()
    }
    try {
      for (const branch of this.#branches) {
        const own = ownOf(branch, values)
        const left = new Map([...own].filter(([path]) => !ahead.has(path)))
        for (const path of own.keys()) if (ahead.has(path)) all.push(ahead.get(path)!)
        if (left.size === 0) continue
        const one = await branch.prepare(left)
        all.push(one)
        made.push(one)
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

function ownOf(branch: Branch, values: Values): Values {
  const leaves = branch.leaves()
  return new Map([...values].filter(([path]) => leaves.has(path)))
}
