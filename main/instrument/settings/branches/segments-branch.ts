// The settings of segments: whether they are kept, how many, and of what.
import type { Parameter } from '#shared/kinds/parameter.ts'
import { segmentSettings } from '#shared/kinds/settings.ts'
import type { SegmentControl } from '../../control/segments.ts'
import { type Branch, type Prepared, prepared, type Values } from './branch.ts'

const root = 'segments.'

export class SegmentsBranch implements Branch {
  readonly isOfDevices = false
  readonly #segments: SegmentControl

  constructor(segments: SegmentControl) {
    this.#segments = segments
  }

  leaves(): ReadonlyMap<string, Parameter> {
    return new Map(Object.entries<Parameter>(segmentSettings))
  }

  read(): Values {
    return new Map(Object.entries(this.#segments.settings).map(([name, value]) => [`${root}${name}`, value]))
  }

  prepare(values: Values): Prepared {
    const named = new Map([...values].map(([path, value]) => [path.slice(root.length), value]))
    return prepared(async (manner) => this.#segments.set(named, manner === 'ask'))
  }
}
