// A command: where it stands in the tree, and what it does. What it is given is checked before any command of its message is
// carried out.
import type { Setting } from '#shared/contract/topics/settings.ts'
import type { Answer } from './answer.ts'
import type { Datum } from './data.ts'

/** What is to be done: settings, which a message changes together, an act, or the finding of an answer. */
export type Step =
  | { readonly settings: readonly Setting[] }
  | { readonly act: () => Promise<void> }
  | { readonly ask: () => Promise<Answer> }

export interface Command {
  /** `:SYSTem:ERRor[:NEXT]` */
  readonly header: string
  /** As it is listed: `:CHANnel<n>:SCALe`. */
  readonly shown?: string
  /** What stands behind the header; empty: nothing. */
  readonly takes?: string
  /** What stands behind the question mark; absent: nothing. */
  readonly asks?: string
  /** What the query answers. Absent: in the form of {@link takes}. */
  readonly answers?: string
  /** What it is about, in a few words. */
  readonly about: string
  /** The answer to its query has no end of its own: no other query follows in the same message (IEEE 488.2, 8.7.11). */
  readonly isLast?: true
  /** @throws ScpiError for data that is none of it */
  readonly set?: (data: readonly Datum[]) => Step
  readonly query?: (data: readonly Datum[]) => Step
}
