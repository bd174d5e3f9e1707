// Which panels are folded to their headings. Who keeps it is the page's matter: a panel asks what the page provides.
import type { InjectionKey } from 'vue'

export interface Folding {
  /** @param panel its name, the same in every session */
  isFolded(panel: string): boolean
  toggle(panel: string): void
}

/** Where it is not provided, panels cannot be folded. */
export const foldingKey: InjectionKey<Folding> = Symbol('folding')
