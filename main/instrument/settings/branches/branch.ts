// What the tree of settings is made of. A leaf is a setting under a path; a branch owns leaves: it knows which there are now,
// reads them, and applies them.
import type { SettingValue } from '#shared/contract/topics/settings.ts'
import type { Parameter } from '#shared/kinds/parameter.ts'

/** Values by path. */
export type Values = ReadonlyMap<string, SettingValue>

/**
 * `ask`: somebody wants it; what cannot be exactly so is refused. `restore`: it was so before, or a file says so; what does
 * not fit is taken as it was, as the owner keeps it when something else changes below it.
 */
export type Manner = 'ask' | 'restore'

/** Values that can be applied at once. */
export interface Prepared {
  /** @throws what is refused; some of the values may be in force then */
  apply(manner: Manner): Promise<void>
  /** To be called in any case. */
  discard(): void
}

export interface Branch {
  /** Whether reading it takes a look at devices; nothing but a write to a device changes it then. */
  readonly isOfDevices: boolean
  /** The leaves there are now. */
  leaves(): ReadonlyMap<string, Parameter>
  read(): Values | Promise<Values>
  /** Those of these values whose {@link prepare} takes long (a file is read). Absent: none of them. */
  slow?(values: Values): Values
  /** Does what takes long, and holds nothing up. Each path is one of {@link leaves}. @throws what is refused already */
  prepare(values: Values): Prepared | Promise<Prepared>
}

/** A branch whose values are applied at once. */
export function prepared(apply: Prepared['apply']): Prepared {
  return { apply, discard: () => undefined }
}
