// Another version of the program: whether there is one, and how it comes into its place. Off unless whoever looks after the machine says
// where updates come from.
import { nothing, record, text } from '../../../rpc/shapes.ts'
import { changing, defineTopic, of } from '../../../rpc/topic.ts'

export type UpdateNews =
  /** Updates are off; how they are switched on. */
  | { readonly state: 'off'; readonly how: string }
  | {
      /** `current`: there is nothing newer. */
      readonly state: 'current' | 'new'
      /** The version that runs. */
      readonly running: string
      /** The newest in the feed. */
      readonly newest: string
      /** How large its package is, bytes; null: there is none of the kind that is installed here. */
      readonly bytes: number | null
      /** Folder or address of the feed. */
      readonly from: string
      /** Why it cannot be installed here, whatever is under way; null: it can. */
      readonly hindrance: string | null
      /** The version before that is kept; null: none. */
      readonly before: string | null
    }

export interface UpdateOutcome {
  readonly version: string
  readonly takesPlace: 'now' | 'at the end'
  /** What else is to be known of it; empty: nothing. */
  readonly note: string
}

export const updates = defineTopic({
  calls: {
    /** Looks into the feed. EACCES: it is not signed with the lab's key. */
    checkUpdate: changing(nothing, of<UpdateNews>()),
    /** Installs the version that was found. EBUSY: a capture or a recording is under way. */
    installUpdate: changing(record({ version: text(64) }), of<UpdateOutcome>()),
    /** Goes back to the version before. EBUSY as above. */
    rollBackUpdate: changing(nothing, of<UpdateOutcome>()),
  },
})
