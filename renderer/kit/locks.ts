// Which settings are locked. Who knows it is the page's matter: a control asks what the page provides.
import type { InjectionKey } from 'vue'

/** What locks the setting that a control writes, by the attribute its tooltip names; null: nothing does. */
export type LockOf = (attribute: string | undefined) => string | null

/** Where it is not provided, nothing is locked. */
export const lockKey: InjectionKey<LockOf> = Symbol('locks')

export const noLocks: LockOf = () => null
