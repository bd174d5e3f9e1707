// What a person needs to tell somebody who helps: versions, machine, settings, the log, what died.
import * as v from 'valibot'
import { record, text } from '../../../rpc/shapes.ts'
import { defineTopic, looking, of } from '../../../rpc/topic.ts'

/** Lines that a page may say of itself, and how long each may be. */
export const [mostPageLines, longestPageLine] = [40, 400]

export const diagnostics = defineTopic({
  calls: {
    /** The diagnostics as text, without paths of users' files. `page`: what the page says of itself. */
    diagnose: looking(
      record({ page: v.pipe(v.array(text(longestPageLine)), v.maxLength(mostPageLines)) }),
      of<{ readonly text: string }>(),
    ),
  },
})
